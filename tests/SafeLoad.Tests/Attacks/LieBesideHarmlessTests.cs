using SafeLoad.IO;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// A tensor that lies about its storage, and something harmless that loading refuses, in one file: the product of all of either, of their
/// order and of the containers. Whoever loads the file by other means does not stop at the refused name, so the scan must not either.
/// </summary>
public sealed class LieBesideHarmlessTests
{
    private static readonly bool[] s_orders = [false, true];

    private static IEnumerable<TestCaseData> Pairs() =>
        from neighbour in HarmlessNeighbours.All.Keys
        from lie in TensorLie.All
        select new TestCaseData(neighbour, lie);

    private static IEnumerable<(StorageContainer Container, bool IsFirst)> Places() =>
        from container in StorageContainer.All
        from isFirst in s_orders
        select (container, isFirst);

    [Test]
    public void GivenTheProduct_ItHasThreeHundredCombinationsAtLeast() => Assert.That(Pairs().Count() * Places().Count(), Is.AtLeast(300));

    [TestCaseSource(nameof(Pairs))]
    public void GivenALieBesideAHarmlessValue_TheFileIsNotClean(object neighbour, object lie) => Assert.Multiple(() =>
    {
        foreach (var (container, isFirst) in Places())
        {
            ScanReport report = Scan((string)neighbour, (TensorLie)lie, container, isFirst, lies: true);
            // A policy that allows a class takes the findings about its name away, and none of these.
            var malformed = report.Findings.Where(static finding => finding.Verdict == Verdict.Malformed);
            Assert.That(malformed.Select(static finding => finding.Id), Has.Some.AnyOf(((TensorLie)lie).Ids),
                $"{container}, {(isFirst ? "before" : "after")}");
        }
    });

    [TestCaseSource(nameof(Pairs))]
    public void GivenTheSameWithoutTheLie_NothingIsMalformed(object neighbour, object lie) => Assert.Multiple(() =>
    {
        foreach (var (container, isFirst) in Places())
        {
            ScanReport report = Scan((string)neighbour, (TensorLie)lie, container, isFirst, lies: false);
            string place = $"{container}, {(isFirst ? "before" : "after")}";
            Assert.That(report.Findings.Where(static finding => finding.Id is not DiagnosticId.UnknownGlobal), Is.Empty, place);
            Assert.That(report.Complete, Is.True, place);
        }
    });

    // PyTorch makes the innermost tensor, whatever the classes around it are.
    [Test]
    public void GivenAFunctionThatCallsInsideOfAnother_ItIsNotClean()
    {
        byte[] file = Samples.ZipOf(static pickle => pickle.Call("_rebuild_from_type_v2", static outer => outer
            .Global("torch._tensor", "_rebuild_from_type_v2").Global("mine.tensors", "Tagged").Mark()
                .Global("torch._utils", "_rebuild_tensor_v2").Global("mine.tensors", "Tagged").Mark()
                    .Storage("FloatStorage", "0", 2).Int(0).Ints(1000).Ints(1).False().None().Tuple()
                .EmptyDict().Tuple()
            .EmptyDict(), "torch._tensor"), Samples.OneTwo);
        Assert.That(Scanned.Bytes(file).Ids(), Does.Contain(DiagnosticId.DisallowedCall));
    }

    // Whoever unpacks it sees the lie; here it is enough to know the storage's length.
    [Test]
    public void GivenAStorageInAnUnknownCompression_WhatItIsToHoldIsProven()
    {
        byte[] pickle = Samples.PickleOf(static pickle => pickle.Tensor(2, 0, [1000], [1]));
        byte[] file = new ZipBuilder().Add("archive/data.pkl", pickle).Add("archive/version", "3\n")
            .Add(new ZipBuilder.Entry("archive/data/0", Samples.OneTwo) { Method = 14, LocalMethod = 14 }).ToArray();
        DiagnosticId[] expected = [DiagnosticId.UnsupportedCompression, DiagnosticId.ViewOutsideStorage];
        Assert.That(Scanned.Bytes(file).Ids(), Is.EquivalentTo(expected));
    }

    // A policy can let the contradiction pass: it must not take the lie along.
    [Test]
    public void GivenAnArchiveThatContradictsItself_LiesInItAreReportedToo()
    {
        byte[] pickle = Samples.PickleOf(static pickle => pickle.Tensor(2, 0, [1000], [1]));
        byte[] file = new ZipBuilder().Add("archive/data.pkl", pickle).Add("archive/version", "3\n").Add("other/name", "x")
            .Add(new ZipBuilder.Entry("archive/data/0", Samples.OneTwo) { LocalName = "archive/data/1" }).ToArray();
        Assert.That(Scanned.Bytes(file).Ids(), Is.SupersetOf((DiagnosticId[])
        [
            DiagnosticId.HeaderMismatch, DiagnosticId.MixedTopFolder, DiagnosticId.ViewOutsideStorage,
        ]));
    }

    [TestCase("")]
    [TestCase("hello, world")]
    [TestCase("{}")]
    [TestCase("\0\0\0\0\0\0\0\0")]
    [TestCase("PK\x03\x04")]
    [TestCase("\x89PNG\r\n\x1A\n")]
    [TestCase("\x93NUMPY\x01\0")]
    [TestCase("(dp0\n.and more")]
    public void GivenADataPickleThatIsNone_TheArchiveIsNotClean(string content)
    {
        byte[] pickle = System.Text.Encoding.Latin1.GetBytes(content);
        byte[] file = new ZipBuilder().Add("archive/data.pkl", pickle).Add("archive/version", "3\n").ToArray();
        Assert.That(Scanned.Bytes(file).Verdict, Is.Not.EqualTo(Verdict.Clean));
    }

    // Several lies in one file are all told, and each by itself.
    [Test]
    public void GivenManyLies_EachIsReported()
    {
        byte[] file = Samples.ZipOf(static pickle => pickle.Mark()
            .Tensor(2, 0, [3], [1])
            .Tensor(2, 0, [4], [1])
            .Tensor(2, -1, [1], [1])
            .Call("_rebuild_parameter", static call => call.Int(1).False().None())
            .Tuple(), Samples.OneTwo);
        Assert.That(Scanned.Bytes(file).Findings.Select(static finding => finding.Id), Is.EqualTo((DiagnosticId[])
        [
            DiagnosticId.ViewOutsideStorage, DiagnosticId.ViewOutsideStorage, DiagnosticId.BadShape, DiagnosticId.BadRebuildArguments,
        ]));
    }

    private static ScanReport Scan(string neighbour, TensorLie lie, StorageContainer container, bool isFirst, bool lies)
    {
        PickleBuilder pickle = PickleBuilder.Protocol(2).EmptyDict().Mark();
        if (isFirst) HarmlessNeighbours.All[neighbour](pickle.Text("other"));
        lie.Write(pickle.Text("weight"), container, lies);
        if (!isFirst) HarmlessNeighbours.All[neighbour](pickle.Text("other"));
        using var source = new MemoryByteSource(container.File(pickle.SetItems().Stop(), lie.Storages(lies)), "model.pt");
        return Scanner.Scan(source);
    }
}
