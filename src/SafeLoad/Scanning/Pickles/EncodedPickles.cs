using System.Globalization;
using SafeLoad.IO;
using SafeLoad.Scanning.Findings;
using SafeLoad.Text;

namespace SafeLoad.Scanning.Pickles;

/// <summary>
/// Pickles that stand in a text, written as letters: stable-baselines3 keeps the attributes of a model so, and others their states. They
/// are scanned as the pickles that they are, whatever key they stand under, and in any language.
/// </summary>
/// <param name="markLength">How many bytes stand before the text in the file; null where an offset in the text is none in the
/// file.</param>
internal sealed class EncodedPickles(int? markLength)
{
    private const int Most = 100_000, ShortestWord = 16, ShortestHead = 4, HeadBytes = 16, MostCompared = 100;

    // A text can be read twice, as JSON and as YAML.
    private readonly HashSet<(long At, long Within, string Coding, int Length)> _seen = [];
    private readonly Dictionary<string, List<byte[]>> _byHead = new(StringComparer.Ordinal);
    private readonly List<Encoded> _found = [];
    private bool _isFull;

    /// <summary>Looks at a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="at">Where it stands in the text.</param>
    /// <param name="within">Where it stands in a text of JSON that stands there; -1 if that is the text itself.</param>
    /// <param name="isPromised">Whether its key says that it is a pickle.</param>
    public void Look(ReadOnlySpan<byte> value, long at, long within, bool isPromised) =>
        PickleSpellings.Find(value, isPromised, found => Add(found, at, within));

    /// <summary>Looks at the words of a text, whatever language it is in: what begins as a pickle goes on over blanks.</summary>
    public void Search(ReadOnlySpan<byte> text)
    {
        for (int at = 0; at < text.Length; at++)
        {
            int length = WordLength(text[at..]);
            if (length >= ShortestHead && PickleSpellings.Begins(text.Slice(at, length))) length = LengthOverBlanks(text[at..], length);
            if (length >= ShortestWord)
            {
                int start = at;
                PickleSpellings.Find(text.Slice(at, length), isPromised: false, found => AddNew(found, start));
            }
            at += length;
        }
    }

    /// <summary>Whether there is a word in a text that is long enough for a pickle.</summary>
    public static bool HasLongWord(ReadOnlySpan<byte> text)
    {
        for (int at = 0; at < text.Length; at++)
        {
            int length = WordLength(text[at..]);
            if (length >= ShortestWord) return true;
            at += length;
        }
        return false;
    }

    /// <summary>The pickles, each to be scanned.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="text">What they stand in.</param>
    /// <param name="into">Given what is found in them.</param>
    public IEnumerable<WorkItem> Items(ScanContext scan, Content text, ReadingBuilder into)
    {
        foreach (Encoded found in _found)
        {
            string name = FormattableString.Invariant($"({found.Pickle.Coding} at 0x{found.At + (markLength ?? 0):X})");
            if (found.Within >= 0) name += " " + found.Within.ToString("X", CultureInfo.InvariantCulture);
            var source = new MemoryByteSource(found.Pickle.Bytes, text.Source.Name);
            Content pickle = text.Unpacked(source, name) with { IsExpected = found.Pickle.IsExpected };
            yield return found.Pickle.IsPickle ? new WorkItem(pickle, into) { Way = inside => PickleScanner.Scan(scan, pickle, inside) }
                : new WorkItem(pickle, into);
            if (markLength is { } mark) text.Enter(pickle, found.At + mark, found.Pickle.Bytes.Length);
        }
        if (_isFull) into.NotScanned($"what follows {Most} pickles in a text", text.At);
    }

    // What was found as a value, or as the beginning of one, is not found again.
    private void AddNew(SpelledPickle found, long at)
    {
        if (_byHead.GetValueOrDefault(Head(found.Bytes)) is { } all)
        {
            foreach (byte[] known in all.Take(MostCompared))
            {
                if (known.AsSpan().StartsWith(found.Bytes)) return;
            }
        }
        PickleSpellings.AddUnpromised(found, pickle => Add(pickle, at, within: -1));
    }

    private void Add(SpelledPickle found, long at, long within)
    {
        // A file that is such a text is scanned as the pickle that it is.
        if ((at == 0 && found.Coding == PickleSpellings.AsText) || !_seen.Add((at, within, found.Coding, found.Bytes.Length))) return;
        _isFull |= _found.Count == Most;
        if (_isFull) return;
        _found.Add(new Encoded(found, at, within));
        string head = Head(found.Bytes);
        if (_byHead.TryGetValue(head, out List<byte[]>? known)) known.Add(found.Bytes);
        else _byHead[head] = new() { found.Bytes };
    }

    private static string Head(byte[] bytes) => Convert.ToHexString(bytes.AsSpan(0, Math.Min(bytes.Length, HeadBytes)));

    private static int WordLength(ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (length < text.Length && Base64Text.IsLetter(text[length])) length++;
        return length;
    }

    // Lines of letters are one text, as far as nothing else stands between them.
    private static int LengthOverBlanks(ReadOnlySpan<byte> text, int length)
    {
        while (true)
        {
            int blanks = length;
            while (blanks < text.Length && text[blanks] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') blanks++;
            int next = blanks == length ? 0 : WordLength(text[blanks..]);
            if (next == 0) return length;
            length = blanks + next;
        }
    }

    private readonly record struct Encoded(SpelledPickle Pickle, long At, long Within);
}
