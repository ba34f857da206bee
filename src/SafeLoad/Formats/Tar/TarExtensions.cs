using System.Globalization;
using System.Text;

namespace SafeLoad.Formats.Tar;

/// <summary>What extended headers say of the member behind them: other names, links and sizes than its own header has. Of several, one
/// reader believes the first and another the last; so all are kept.</summary>
/// <remarks>Python's tarfile, <c>_proc_gnulong</c> and <c>_proc_pax</c>: the first header holds, the last record in it; what a global
/// header says holds for all members behind it.</remarks>
internal sealed class TarExtensions
{
    // Honest headers say one or two. Of more, all that counts is that they differ.
    private const int MostNames = 16;

    private readonly List<string> _names = [], _links = [];

    /// <summary>The names that the next member is given, in the order of their headers.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Where the next member is said to lead.</summary>
    public IReadOnlyList<string> Links => _links;

    /// <summary>The next member's size; null if no header says it.</summary>
    public long? Size { get; private set; }

    /// <summary>Whether a type of member is a header that changes others.</summary>
    public static bool IsOne(char type) => type is 'x' or 'X' or 'g' or 'L' or 'K';

    /// <summary>Reads a header.</summary>
    /// <param name="type">Its type flag.</param>
    /// <param name="text">Its bytes.</param>
    /// <returns>Why readers will differ in what it says; null if they do not.</returns>
    public string? Read(char type, ReadOnlySpan<byte> text)
    {
        if (type is 'L' or 'K')
        {
            int end = text.IndexOf((byte)0);
            return Add(type == 'L' ? _names : _links, Encoding.UTF8.GetString(end < 0 ? text : text[..end]));
        }
        string? problem = null;
        bool isWhole = PaxRecords.Read(text, (key, value) => problem = TakeRecord(key, value, type == 'g') ?? problem);
        return isWhole ? problem : "an extended header holds something else than records";
    }

    /// <summary>Forgets all: the member that it was said of has come.</summary>
    public void Clear()
    {
        _names.Clear();
        _links.Clear();
        Size = null;
    }

    private string? TakeRecord(string key, string value, bool isGlobal)
    {
        string? problem = key switch
        {
            "path" or "GNU.sparse.name" => Add(_names, value),
            "linkpath" => Add(_links, value),
            "size" => AddSize(value),
            _ => null,
        };
        return isGlobal && key is "path" or "GNU.sparse.name" or "linkpath" or "size"
            ? "a global header renames or resizes members" : problem;
    }

    private static string? Add(List<string> known, string value)
    {
        bool differs = known.Count > 0 && known[0] != value;
        if (known.Count < MostNames && !known.Contains(value)) known.Add(value);
        return differs ? "extended headers give one member two names or links" : null;
    }

    private string? AddSize(string value)
    {
        bool isNumber = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long size);
        bool differs = Size is { } known && known != size;
        Size = size;
        return isNumber && !differs ? null : "extended headers give one member two sizes, or one that is no number";
    }
}
