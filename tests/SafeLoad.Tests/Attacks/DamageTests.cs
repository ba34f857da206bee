using SafeLoad.IO;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Real files, cut at every byte and with single bytes changed: whatever happens,
/// only the library's own errors come out.</summary>
public sealed class DamageTests
{
    [TestCase("torch-1.13/dtype/float32.pt")]
    [TestCase("torch-1.13/legacy/views.pt")]
    public void GivenFileCutAtEveryByte_OnlyItsOwnErrorsComeOut(string fixture)
    {
        byte[] file = File.ReadAllBytes(Fixtures.PathOf(fixture));
        Assert.That(Damage.TryRead(file), Is.True);
        for (int length = 0; length < file.Length; length++)
        {
            byte[] part = file[..length];
            bool opened = Damage.TryRead(part);
            Assert.That(opened, Is.False, $"the first {length} of {file.Length} bytes");
            Scanner.Scan(new MemoryByteSource(part));
        }
    }

    [TestCase("torch-1.13/dtype/float32.pt")]
    [TestCase("torch-1.13/legacy/tensor.pt")]
    [TestCase("torch-1.13/sparse/coo_coalesced.pt")]
    public void GivenAnyByteChanged_OnlyItsOwnErrorsComeOut(string fixture)
    {
        byte[] file = File.ReadAllBytes(Fixtures.PathOf(fixture));
        // A test in which nothing is ever refused would prove nothing.
        Assert.That(Damage.ChangeEverywhere(file), Is.GreaterThan(file.Length / 4));
    }
}
