using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Archives whose directory leads to the same bytes again and again: they are decoded once, and what is said of them is
/// bounded.</summary>
public sealed class SharedRecordTests
{
    private const int Records = 25_000;

    private static readonly byte[] s_pickle = PickleBuilder.Protocol(2).Global("not_there", "nothing").EmptyTuple().Reduce()
        .Text(new string('x', 4000)).Op(PickleOpcode.Pop).Stop();

    private static byte[] Shared(string ending)
    {
        var zip = new ZipBuilder();
        zip.Add("x/a.pkl", s_pickle);
        for (int i = 0; i < Records; i++)
            zip.Add(new ZipBuilder.Entry(FormattableString.Invariant($"x/{i}{ending}"), s_pickle)
            {
                HeaderOffset = 0,
                IsOnlyListed = true,
            });
        return zip.ToArray();
    }

    [TestCase(".pkl", 1)]
    [TestCase("", 2)]
    public void GivenRecordsOfTheSameBytes_TheyAreDecodedOnceForEachRole(string ending, int roles)
    {
        byte[] file = Shared(ending);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ScanReport report = Scanned.Bytes(file, "x.zip");
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(3 * 1024 * Records));
        Assert.That(report.BytesRead, Is.LessThan(file.Length + (roles + 1) * (long)s_pickle.Length));
        Assert.That(report.Globals.Select(static global => global.Name).Distinct(), Is.EqualTo(new[] { "nothing" }));
        Assert.That(report.Verdict, Is.EqualTo(Verdict.Suspicious));
    }

    [Test]
    public void GivenAFaultInEveryRecord_TheFirstAreToldAndHowManyThereAre()
    {
        ScanReport report = Scanned.Bytes(Shared(".pkl"), "x.zip");
        Finding[] overlaps = [.. report.Findings.Where(static finding => finding.Id == DiagnosticId.OverlappingRecords)];
        Assert.That(overlaps, Has.Length.LessThanOrEqualTo(1001));
        Assert.That(overlaps[^1].Message, Does.Contain("24,000 more"));
    }
}
