using System.Text;
using SafeLoad.Formats.Hdf5;

namespace SafeLoad.Tests.Formats.Hdf5;

public sealed class Lookup3Tests
{
    // What the author of the hash prints for these texts and the initial value 0.
    [TestCase("", 0xDEADBEEF)]
    [TestCase("Four score and seven years ago", 0x17770551u)]
    public void GivenKnownText_HasItsHash(string text, uint hash) =>
        Assert.That(Lookup3.Hash(Encoding.ASCII.GetBytes(text)), Is.EqualTo(hash));

    // The last block is handled in another way than those before it.
    [Test]
    public void GivenAnyLength_EveryByteCounts([Range(1, 40)] int length)
    {
        byte[] bytes = new byte[length];
        uint hash = Lookup3.Hash(bytes);
        for (int i = 0; i < length; i++)
        {
            bytes[i] = 1;
            Assert.That(Lookup3.Hash(bytes), Is.Not.EqualTo(hash), $"byte {i}");
            bytes[i] = 0;
        }
    }
}
