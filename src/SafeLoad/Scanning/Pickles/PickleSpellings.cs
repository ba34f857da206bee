using SafeLoad.Pickle;
using SafeLoad.Text;

namespace SafeLoad.Scanning.Pickles;

/// <summary>The pickles that a text stands for, in every way in which bytes are written as letters.</summary>
/// <remarks>stable_baselines3/common/save_util.py, <c>data_to_json</c> (base64); ray/tune/utils/serialization.py,
/// <c>CLOUDPICKLE_FALLBACK</c> (hexadecimal); ray/rllib/utils/compression.py, <c>unpack</c> (base64 of a compressed pickle).</remarks>
internal static class PickleSpellings
{
    /// <summary>How a pickle of protocol 0 is written.</summary>
    public const string AsText = "text";

    private const string Base64 = "base64";

    // A name of one letter in a module of one letter is ten letters of base64.
    private const int Shortest = 10, MostDepth = 3, LongestPrefix = 200, ShortestHead = 3, HeadLetters = 60;

    // How compressed streams begin: gzip, bzip2, xz, lz4, zstd; zlib's head is two bytes that agree with each other.
    private static readonly byte[][] s_compressed =
        [[0x1F, 0x8B, 8], [.. "BZh"u8], [0xFD, .. "7zXZ"u8], [0x04, 0x22, 0x4D, 0x18], [0x28, 0xB5, 0x2F, 0xFD]];

    /// <summary>Finds them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isPromised">Whether its key says that it is a pickle in base64.</param>
    /// <param name="add">Given each.</param>
    public static void Find(ReadOnlySpan<byte> text, bool isPromised, Action<SpelledPickle> add)
    {
        if (text.Length < Shortest) return;
        var inner = new Queue<(byte[] Text, int Depth)>();
        FindIn(text, isPromised, add, bytes => inner.Enqueue((bytes, 1)));
        // Letters that stand for letters.
        while (inner.TryDequeue(out var next))
        {
            FindIn(next.Text, isPromised: false, found => AddUnpromised(found, add), bytes =>
            {
                if (next.Depth < MostDepth) inner.Enqueue((bytes, next.Depth + 1));
            });
        }
    }

    /// <summary>Adds a pickle that nobody has said to be one: then it has to name something.</summary>
    public static void AddUnpromised(SpelledPickle found, Action<SpelledPickle> add)
    {
        if (!found.IsExpected || NamesSomething(found.Bytes)) add(found with { IsExpected = false });
    }

    /// <summary>Whether a word begins as a pickle does, in base64 or hexadecimal, or as a compressed stream.</summary>
    public static bool Begins(ReadOnlySpan<byte> word)
    {
        byte[] head = Base64Text.Head(word);
        return PickleReader.HasProtocol(head) || IsCompressed(head, most: ShortestHead) || word is [(byte)'8', (byte)'0', (byte)'0', ..]
            || word.StartsWith("Z0F"u8);
    }

    private static void FindIn(ReadOnlySpan<byte> text, bool isPromised, Action<SpelledPickle> add, Action<byte[]> addLetters)
    {
        ReadOnlySpan<byte> value = text.Trim(" \t\r\n"u8);
        if (value.StartsWith("data:"u8) && value[..Math.Min(value.Length, LongestPrefix)].IndexOf("base64,"u8) is > 0 and var mark)
            value = value[(mark + "base64,".Length)..];
        if (value is [(byte)'b', (byte)'\'' or (byte)'"', .., var end] && end == value[1])
        {
            value = value[2..^1];
            if (value.Contains((byte)'\\')) Take(OtherBases.Latin1(TextEscapes.Unescape(value)), "bytes", false, add, addLetters);
        }
        // What is none of the alphabet's letters is passed over.
        if (isPromised || Base64Text.IsStrict(value) || PickleReader.HasProtocol(Base64Text.Head(value)))
        {
            Take(Base64Text.Decode(value, isUrlSafe: false), Base64, isPromised, add, addLetters);
            // Of the two alphabets each passes over the letters that only the other one has.
            if (value.IndexOfAny((byte)'-', (byte)'_') >= 0)
                Take(Base64Text.Decode(value, isUrlSafe: true), Base64, isPromised, add, addLetters);
        }
        // Most texts break each other alphabet soon.
        if (value.IsEmpty) return;
        ReadOnlySpan<byte> head = value[..Math.Min(value.Length, HeadLetters)];
        if (OtherBases.Hex(head).Length > 0 || OtherBases.Hex(head[..^1]).Length > 0)
            Take(OtherBases.Hex(value), "hex", false, add, addLetters);
        if (OtherBases.Base32(head).Length > 0) Take(OtherBases.Base32(value), "base32", false, add, addLetters);
        if (PickleReader.HasProtocol(OtherBases.Base85(head, isAscii85: false)))
            Take(OtherBases.Base85(value, isAscii85: false), "base85", false, add, addLetters);
        if (PickleReader.HasProtocol(OtherBases.Base85(head, isAscii85: true)))
            Take(OtherBases.Base85(value, isAscii85: true), "ascii85", false, add, addLetters);
        TakeText(value, add);
    }

    // A text that is a pickle itself: of protocol 0, or with a character for each of its bytes.
    private static void TakeText(ReadOnlySpan<byte> value, Action<SpelledPickle> add)
    {
        if (value is [0xC2, 0x80, <= PickleReader.NewestProtocol, ..] && OtherBases.Latin1(value) is { Length: > 0 } bytes)
            add(new SpelledPickle(bytes, "characters", IsExpected: true, IsPickle: true));
        else if (value.Contains((byte)'\n') && NamesSomething(value, isWhole: true))
            add(new SpelledPickle(value.ToArray(), AsText, IsExpected: false, IsPickle: true));
    }

    // Two bytes of a hash can be PROTO: only in base64, where pickles are honestly kept, it is a promise.
    private static void Take(byte[] bytes, string coding, bool isPromised, Action<SpelledPickle> add, Action<byte[]> addLetters)
    {
        bool isExpected = isPromised || (coding == Base64 && PickleReader.HasProtocol(bytes));
        if (isExpected || NamesSomething(bytes)) add(new SpelledPickle(bytes, coding, isExpected, IsPickle: true));
        else if (IsCompressed(bytes, most: bytes.Length)) add(new SpelledPickle(bytes, coding, isExpected, IsPickle: false));
        else if (bytes.Length >= Shortest && bytes.AsSpan().IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0) addLetters(bytes);
    }

    private static bool IsCompressed(ReadOnlySpan<byte> bytes, int most)
    {
        if (bytes.Length < ShortestHead) return false;
        foreach (byte[] head in s_compressed)
        {
            if (bytes.StartsWith(head.AsSpan(0, Math.Min(head.Length, most)))) return true;
        }
        return bytes is [0x78, var second, ..] && (0x7800 + second) % 31 == 0 && (second & 0x20) == 0;
    }

    private static bool NamesSomething(byte[] bytes) => NamesSomething(bytes, isWhole: false);

    // Numbers and names at random are opcodes as well: only what names something in letters is worth a look.
    private static bool NamesSomething(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        if (bytes.Length == 0) return false;
        var reader = new PickleReader(bytes, 0);
        // Lists of words are names too, as long as nothing is called: "c" and "i" begin many.
        bool isText = bytes.IndexOfAnyExceptInRange((byte)'\t', (byte)'~') < 0, names = false, hasMark = false;
        while (reader.Read() == PickleStatus.Read)
        {
            PickleOpcode opcode = reader.Opcode;
            if (opcode == PickleOpcode.Stop) return names;
            hasMark |= opcode == PickleOpcode.Mark;
            names |= opcode is PickleOpcode.Global or PickleOpcode.StackGlobal || (opcode == PickleOpcode.Inst && (hasMark || !isText));
            bool acts = !isText || opcode is PickleOpcode.Inst or PickleOpcode.Reduce or PickleOpcode.Obj or PickleOpcode.Build;
            if (names && acts && !isWhole) return true;
        }
        return false;
    }
}
