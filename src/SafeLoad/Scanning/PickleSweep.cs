using System.Text;
using SafeLoad.Pickle;

namespace SafeLoad.Scanning;

/// <summary>
/// Looks through a broken pickle for names, op by op from every place where one can begin: what stands behind a break was
/// perhaps put there to be missed.
/// </summary>
internal static class PickleSweep
{
    private const int MostBytes = 1 << 24;

    public static void Sweep(PickleData data, ScanHost host)
    {
        ReadOnlySpan<byte> bytes = data.Bytes.AsSpan(0, Math.Min(data.End, data.Start + MostBytes));
        for (int at = data.Start; at < bytes.Length; at++)
        {
            if (bytes[at] is (byte)PickleOpcode.Global or (byte)PickleOpcode.Inst) Lines(bytes, at, data, host);
            else if (bytes[at] == (byte)PickleOpcode.StackGlobal) Strings(bytes, at, data, host);
        }
    }

    // c module \n name \n
    private static void Lines(ReadOnlySpan<byte> bytes, int at, PickleData data, ScanHost host)
    {
        ReadOnlySpan<byte> rest = bytes[(at + 1)..Math.Min(bytes.Length, at + 260)];
        int first = rest.IndexOf((byte)'\n');
        int second = first <= 0 ? -1 : rest[(first + 1)..].IndexOf((byte)'\n');
        if (second > 0 && IsName(rest[..first]) && IsName(rest.Slice(first + 1, second)))
            host.Global(Encoding.ASCII.GetString(rest[..first]), Encoding.ASCII.GetString(rest.Slice(first + 1, second)), data.At(at, (PickleOpcode)bytes[at]));
    }

    // Two SHORT_BINUNICODE, each perhaps memoized, right before STACK_GLOBAL.
    private static void Strings(ReadOnlySpan<byte> bytes, int at, PickleData data, ScanHost host)
    {
        for (int start = Math.Max(data.Start, at - 200); start < at; start++)
        {
            if (bytes[start] != (byte)PickleOpcode.ShortBinUnicode) continue;
            var reader = new PickleReader(bytes[..(at + 1)], start);
            var texts = new List<string>();
            while (reader.Read() == PickleStatus.Read && texts.Count <= 2)
            {
                if (reader.Opcode is PickleOpcode.ShortBinUnicode && IsName(reader.Argument)) texts.Add(Encoding.ASCII.GetString(reader.Argument));
                else if (reader.Opcode is not (PickleOpcode.Memoize or PickleOpcode.BinPut)) break;
            }
            if (texts.Count == 2 && reader.Opcode == PickleOpcode.StackGlobal && reader.Offset == at) host.Global(texts[0], texts[1], data.At(at, PickleOpcode.StackGlobal));
        }
    }

    private static bool IsName(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return false;
        foreach (byte b in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'_' or (byte)'.')) return false;
        }
        return !char.IsAsciiDigit((char)text[0]);
    }
}
