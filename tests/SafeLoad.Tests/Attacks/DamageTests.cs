using SafeLoad.IO;
using SafeLoad.Scanning;
using SafeLoad.Tensors;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Real files, cut at every byte and with single bytes changed: whatever happens, only the library's own errors come out.</summary>
public sealed class DamageTests
{
    [TestCase("torch-1.13/dtype/float32.pt")]
    [TestCase("torch-1.13/legacy/views.pt")]
    public void GivenFileCutAtEveryByte_OnlyItsOwnErrorsComeOut(string fixture)
    {
        byte[] file = File.ReadAllBytes(Fixtures.PathOf(fixture));
        Assert.That(TryRead(file), Is.True);
        for (int length = 0; length < file.Length; length++)
        {
            byte[] part = file[..length];
            bool opened = TryRead(part);
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
        Assert.That(TryRead(file), Is.True);
        byte[] changed = [.. file];
        int refused = 0;
        for (int i = 0; i < file.Length; i++)
        {
            foreach (byte value in (byte[])[(byte)(file[i] ^ 1), (byte)(file[i] ^ 0x80), 0, 0xFF])
            {
                changed[i] = value;
                if (!TryRead(changed)) refused++;
            }
            changed[i] = file[i];
        }
        // A test in which nothing is ever refused would prove nothing.
        Assert.That(refused, Is.GreaterThan(file.Length / 4));
    }

    // Opens, and reads every tensor that it can; false if that was refused. Any other error is the test's failure.
    private static bool TryRead(byte[] file)
    {
        try
        {
            using Checkpoint checkpoint = Checkpoint.Open(file);
            foreach (TensorInfo tensor in checkpoint.StateDict().Values)
            {
                // A changed size can be large and still be right: such a tensor is not read whole.
                if (tensor.Storage is null) continue;
                using Stream stream = tensor.OpenStream();
                stream.ReadAtLeast(new byte[4096], 4096, throwOnEndOfStream: false);
            }
            return true;
        }
        catch (SafeLoadException)
        {
            return false;
        }
    }
}
