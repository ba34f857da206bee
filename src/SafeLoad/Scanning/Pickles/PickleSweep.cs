using System.Buffers.Binary;
using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Loading;
using SafeLoad.Pickle;
using SafeLoad.Scanning.Findings;

namespace SafeLoad.Scanning.Pickles;

/// <summary>
/// Looks through bytes that no machine can read as a pickle for names, at every place where one can begin: what stands behind a break was
/// perhaps put there to be missed.
/// </summary>
internal static class PickleSweep
{
    private const int Window = 1 << 20, Overlap = 1 << 10, MostName = 255;
    private const long MostBytes = 1L << 28;

    /// <summary>Sweeps a content from an offset to its end.</summary>
    /// <param name="budget">Looks at the time.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="host">Told of each name.</param>
    /// <param name="onlyDangerous">Whether the bytes are mostly data, in which a name that nobody knows is chance.</param>
    public static void Sweep(Budget budget, Content content, long from, ScanHost host, bool onlyDangerous = false)
    {
        long end = content.Source.Length;
        if (end - from > MostBytes)
        {
            host.NotScanned(FormattableString.Invariant($"what lies more than {MostBytes:N0} bytes behind a break"),
                content.AtOffset(from + MostBytes));
            end = from + MostBytes;
        }
        byte[] window = new byte[(int)Math.Min(Window, Math.Max(0, end - from))];
        for (long start = from; start < end;)
        {
            int length = (int)Math.Min(window.Length, end - start);
            budget.Watch(content.AtOffset(start));
            content.Source.ReadExactly(start, window.AsSpan(0, length));
            Look(window.AsSpan(0, length), start, content, host, onlyDangerous);
            content.Enter(Account.Decoded, start, length);
            if (start + length == end) break;
            start += length - Overlap;
        }
    }

    private static void Look(ReadOnlySpan<byte> bytes, long start, Content content, ScanHost host, bool onlyDangerous)
    {
        for (int at = 0,
            found; (found = bytes[at..].IndexOfAny((byte)PickleOpcode.Global, (byte)PickleOpcode.Inst, (byte)PickleOpcode.StackGlobal))
                >= 0; at++)
        {
            at += found;
            string? module, name;
            bool isName = bytes[at] == (byte)PickleOpcode.StackGlobal ? IsStack(bytes[..at], out module, out name)
                : IsLines(bytes[(at + 1)..], out module, out name);
            // In the middle of a word the letter is hardly an opcode.
            bool isChance = onlyDangerous || (at > 0 && bytes[at] != (byte)PickleOpcode.StackGlobal && IsWord(bytes[at - 1]));
            if (!isName || (isChance && GlobalCatalog.Judge(module!, name!).Judgement != GlobalJudgement.Dangerous)) continue;
            host.Global(module!, name!, content.AtOffset(start + at) with { Opcode = OpcodeTable.NameOf((PickleOpcode)bytes[at]) });
        }
    }

    // c module \n name \n
    private static bool IsLines(ReadOnlySpan<byte> rest, out string? module, out string? name)
    {
        (module, name) = (null, null);
        if (rest.Length > 2 * MostName) rest = rest[..(2 * MostName)];
        int first = rest.IndexOf((byte)'\n');
        int second = first <= 0 ? -1 : rest[(first + 1)..].IndexOf((byte)'\n');
        if (second <= 0 || !IsName(rest[..first]) || !IsName(rest.Slice(first + 1, second))) return false;
        (module, name) = (Encoding.ASCII.GetString(rest[..first]), Encoding.ASCII.GetString(rest.Slice(first + 1, second)));
        return true;
    }

    // Two strings, each perhaps memoized, right before STACK_GLOBAL: read backwards.
    private static bool IsStack(ReadOnlySpan<byte> before, out string? module, out string? name)
    {
        module = null;
        return TakeString(ref before, out name) && TakeString(ref before, out module);
    }

    private static bool TakeString(ref ReadOnlySpan<byte> before, out string? text)
    {
        if (EndsWithString(ref before, out text)) return true;
        ReadOnlySpan<byte> all = before;
        if (all.Length > 1 && all[^1] == (byte)PickleOpcode.Memoize) before = all[..^1];
        else if (all.Length > 2 && all[^2] == (byte)PickleOpcode.BinPut) before = all[..^2];
        else if (all.Length > 5 && all[^5] == (byte)PickleOpcode.LongBinPut) before = all[..^5];
        else return false;
        return EndsWithString(ref before, out text);
    }

    private static bool EndsWithString(ref ReadOnlySpan<byte> before, out string? text)
    {
        text = null;
        if (before.IsEmpty || (!IsWord(before[^1]) && before[^1] != '\n')) return false;
        if (before[^1] == '\n') return EndsWithLine(ref before, out text);
        for (int length = 1; length <= MostName && length + 2 <= before.Length; length++)
        {
            ReadOnlySpan<byte> head = before[..^length];
            int opcodeAt = head[^1] == length && head[^2] is (byte)PickleOpcode.ShortBinUnicode or (byte)PickleOpcode.ShortBinString ? 2
                : head.Length >= 9 && head[^9] == (byte)PickleOpcode.BinUnicode8
                && BinaryPrimitives.ReadInt64LittleEndian(head[^8..]) == length ? 9
                : head.Length >= 5 && head[^5] is (byte)PickleOpcode.BinUnicode or (byte)PickleOpcode.BinString
                && BinaryPrimitives.ReadInt32LittleEndian(head[^4..]) == length ? 5 : 0;
            if (opcodeAt == 0 || !IsName(before[^length..])) continue;
            text = Encoding.ASCII.GetString(before[^length..]);
            before = head[..^opcodeAt];
            return true;
        }
        return false;
    }

    // V text \n
    private static bool EndsWithLine(ref ReadOnlySpan<byte> before, out string? text)
    {
        text = null;
        for (int length = 1; length <= MostName && length + 2 <= before.Length && IsWord(before[^(length + 1)]); length++)
        {
            if (before[^(length + 2)] != (byte)PickleOpcode.Unicode || !IsName(before[^(length + 1)..^1])) continue;
            text = Encoding.ASCII.GetString(before[^(length + 1)..^1]);
            before = before[..^(length + 2)];
            return true;
        }
        return false;
    }

    private static bool IsWord(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'.';

    private static bool IsName(ReadOnlySpan<byte> text)
    {
        foreach (byte b in text)
        {
            if (!IsWord(b)) return false;
        }
        return !text.IsEmpty && !char.IsAsciiDigit((char)text[0]);
    }
}
