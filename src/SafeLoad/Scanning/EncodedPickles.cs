using System.Globalization;
using SafeLoad.IO;
using SafeLoad.Pickle;
using SafeLoad.Text;

namespace SafeLoad.Scanning;

/// <summary>
/// Pickles that stand in a text as base64: stable-baselines3 keeps the attributes of a model so, and others their states. They are scanned
/// as the pickles that they are, whatever key they stand under.
/// </summary>
/// <remarks>stable_baselines3/common/save_util.py, <c>data_to_json</c>; Lib/base64.py.</remarks>
/// <param name="markLength">How many bytes stand before the text in the file; null where an offset in the text is none in the
/// file.</param>
internal sealed class EncodedPickles(int? markLength)
{
    // A name of one letter in a module of one letter is ten letters of base64.
    private const int Shortest = 10, Most = 100_000;

    // A text can be read twice, as JSON and as YAML.
    private readonly HashSet<(long At, long Within, bool IsUrlSafe)> _seen = [];
    private readonly List<Encoded> _found = [];
    private bool _isFull;

    /// <summary>Looks at a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="at">Where it stands in the text.</param>
    /// <param name="within">Where it stands in a text of JSON that stands there; -1 if that is the text itself.</param>
    /// <param name="isPromised">Whether its key says that it is a pickle.</param>
    public void Look(ReadOnlySpan<byte> value, long at, long within, bool isPromised)
    {
        if (value.Length < Shortest) return;
        if (isPromised || PickleReader.HasProtocol(Base64Text.Head(value))) Add(value, at, within, isExpected: true);
        // Without PROTO all of it has to be base64, and to name something.
        else if (Base64Text.IsStrict(value)) Add(value, at, within, isExpected: false);
    }

    /// <summary>The pickles, each to be scanned.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="text">What they stand in.</param>
    /// <param name="into">Given what is found in them.</param>
    public IEnumerable<WorkItem> Items(ScanContext scan, Content text, ReadingBuilder into)
    {
        foreach (Encoded found in _found)
        {
            string name = FormattableString.Invariant($"(base64 at 0x{found.At + (markLength ?? 0):X})");
            if (found.Within >= 0) name += " " + found.Within.ToString("X", CultureInfo.InvariantCulture);
            var source = new MemoryByteSource(found.Bytes, text.Source.Name);
            Content pickle = text.Unpacked(source, name) with { IsExpected = found.IsExpected };
            yield return new WorkItem(pickle, into) { Way = inside => PickleScanner.Scan(scan, pickle, inside) };
            if (markLength is { } mark) text.Enter(pickle, found.At + mark, found.Bytes.Length);
        }
        if (_isFull) into.NotScanned($"what follows {Most} pickles in base64", text.At);
    }

    private void Add(ReadOnlySpan<byte> value, long at, long within, bool isExpected)
    {
        Add(value, at, within, isExpected, isUrlSafe: false);
        // Of the two alphabets each passes over the letters that only the other one has.
        if (value.IndexOfAny((byte)'-', (byte)'_') >= 0) Add(value, at, within, isExpected, isUrlSafe: true);
    }

    private void Add(ReadOnlySpan<byte> value, long at, long within, bool isExpected, bool isUrlSafe)
    {
        byte[] bytes = Base64Text.Decode(value, isUrlSafe);
        if (!isExpected && !NamesSomething(bytes)) return;
        _isFull |= _found.Count == Most;
        if (!_isFull && _seen.Add((at, within, isUrlSafe))) _found.Add(new Encoded(bytes, at, within, isExpected));
    }

    // Numbers and names at random are opcodes as well: only what names something in letters is worth a look.
    private static bool NamesSomething(byte[] bytes)
    {
        var reader = new PickleReader(bytes, 0);
        while (reader.Read() == PickleStatus.Read && reader.Opcode != PickleOpcode.Stop)
        {
            if (reader.Opcode is PickleOpcode.Global or PickleOpcode.Inst or PickleOpcode.StackGlobal) return true;
        }
        return false;
    }

    private readonly record struct Encoded(byte[] Bytes, long At, long Within, bool IsExpected);
}
