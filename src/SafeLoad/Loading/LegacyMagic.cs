using System.Numerics;
using SafeLoad.Pickle;

namespace SafeLoad.Loading;

/// <summary>The magic number that begins the legacy stream: a pickled integer, in any protocol.</summary>
/// <remarks>torch/serialization.py: MAGIC_NUMBER.</remarks>
internal static class LegacyMagic
{
    private static readonly BigInteger s_magic =
        BigInteger.Parse("119547037146038801333356", System.Globalization.CultureInfo.InvariantCulture);

    // No pickle of the number is longer: its digits as text, in the oldest protocol.
    private const int MostBytes = 64;

    /// <summary>Whether a source begins with a pickle of nothing but the magic number.</summary>
    public static bool IsAt(ByteSource source)
    {
        Span<byte> head = stackalloc byte[MostBytes];
        return IsAt(head[..source.Read(0, head)]);
    }

    /// <summary>Whether the bytes begin with a pickle of nothing but the magic number.</summary>
    public static bool IsAt(ReadOnlySpan<byte> head)
    {
        var reader = new PickleReader(head, 0);
        bool found = false;
        for (int i = 0; i < 6 && reader.Read() == PickleStatus.Read; i++)
        {
            switch (reader.Opcode)
            {
                case PickleOpcode.Proto or PickleOpcode.Frame: break;
                case PickleOpcode.Long1 or PickleOpcode.Long4 when reader.ArgumentLength <= 16:
                    found = PickleText.DecodeInteger(reader.Argument) == s_magic; break;
                case PickleOpcode.Long when reader.ArgumentLength is > 0 and <= 40:
                    found = PickleText.ParseInteger(reader.Argument.TrimEnd((byte)'L'), octal: false) == s_magic; break;
                case PickleOpcode.Stop: return found;
                default: return false;
            }
        }
        return false;
    }
}
