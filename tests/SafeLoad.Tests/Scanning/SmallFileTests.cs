using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Scanning;

/// <summary>Folders hold thousands of small checkpoints: what one costs beyond its own bytes is bounded.</summary>
public sealed class SmallFileTests
{
    private const int Files = 20, MostBytes = 45_000;

    // The first one makes what all share.
    [Test]
    public void GivenSmallCheckpoints_EachAllocatesLittle()
    {
        byte[] file = Samples.Zip.ToArray();
        Assert.That(Scanned.Bytes(file).Verdict, Is.EqualTo(Verdict.Clean));
        long allocated = Cost.AllocatedBy(() =>
        {
            for (int i = 0; i < Files; i++) Scanned.Bytes(file);
        });
        Assert.That(allocated / Files, Is.InRange(1, MostBytes));
    }
}
