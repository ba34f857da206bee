using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Pickle;

/// <summary>A pickle as lines, each made when it is asked for.</summary>
public sealed class PickleDisassemblyTests
{
    [Test]
    public void GivenManyOpcodes_TheFirstLinesCostNoMoreThanThemselves()
    {
        byte[] pickle = [.. Enumerable.Repeat((byte)PickleOpcode.None, 1_000_000), (byte)PickleOpcode.Stop];
        _ = PickleDisassembly.Read(pickle).First();
        long before = GC.GetAllocatedBytesForCurrentThread();
        PickleLine[] lines = [.. PickleDisassembly.Read(pickle).Take(3)];
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4096));
        Assert.That(lines.Select(static line => line.Offset), Is.EqualTo(new[] { 0, 1, 2 }));
    }

    [Test]
    public void GivenTwoPickles_BothAreRead()
    {
        byte[] both = [.. Scanned.Benign, .. Scanned.Benign];
        Assert.That(PickleDisassembly.Read(both).Count(static line => line.Opcode == PickleOpcode.Stop), Is.EqualTo(2));
    }

    [TestCase(new byte[] { (byte)'N', 0xFF }, "no pickle opcode")]
    [TestCase(new byte[] { (byte)'N' }, "the bytes end here")]
    [TestCase(new byte[] { (byte)'N', (byte)PickleOpcode.Long4, 0xFF, 0xFF, 0xFF, 0xFF }, "a negative length")]
    public void GivenBreak_TheLastLineSaysWhy(byte[] bytes, string problem)
    {
        PickleLine[] lines = [.. PickleDisassembly.Read(bytes)];
        Assert.That((lines.Length, lines[^1].Argument, lines[^1].Offset), Is.EqualTo((2, problem, 1)));
    }
}
