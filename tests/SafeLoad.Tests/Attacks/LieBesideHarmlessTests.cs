using SafeLoad.IO;
using SafeLoad.Pickle;
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

    private static IEnumerable<TestCaseData> Product() =>
        from neighbour in HarmlessNeighbours.All.Keys
        from lie in TensorLie.All
        from container in StorageContainer.All
        from isFirst in s_orders
        select new TestCaseData(neighbour, lie, container, isFirst);

    [Test]
    public void GivenTheProduct_ItHasThreeHundredCombinationsAtLeast() => Assert.That(Product().Count(), Is.AtLeast(300));

    [TestCaseSource(nameof(Product))]
    public void GivenALieBesideAHarmlessValue_TheFileIsNotClean(object neighbour, object lie, object container, bool isFirst)
    {
        ScanReport report = Scan((string)neighbour, (TensorLie)lie, (StorageContainer)container, isFirst, lies: true);
        // A policy that allows a class takes the findings about its name away, and none of these.
        var malformed = report.Findings.Where(static finding => finding.Verdict == Verdict.Malformed).Select(static finding => finding.Id);
        Assert.That(malformed, Has.Some.AnyOf(((TensorLie)lie).Ids));
    }

    [TestCaseSource(nameof(Product))]
    public void GivenTheSameWithoutTheLie_NothingIsMalformed(object neighbour, object lie, object container, bool isFirst)
    {
        ScanReport report = Scan((string)neighbour, (TensorLie)lie, (StorageContainer)container, isFirst, lies: false);
        Assert.Multiple(() =>
        {
            Assert.That(report.Findings.Where(static finding => finding.Id is not DiagnosticId.UnknownGlobal), Is.Empty);
            Assert.That(report.Complete, Is.True);
        });
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
