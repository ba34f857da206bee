using System.Globalization;
using SafeLoad.Sharding.Dcp;

namespace SafeLoad.Opening;

/// <summary>A file's name as one of several that belong together.</summary>
/// <param name="Stem">What all of them begin with.</param>
/// <param name="Extension">What all of them end with, with its dot.</param>
/// <param name="Pattern">How they are numbered.</param>
/// <param name="Number">This one's number.</param>
/// <param name="Total">How many there are, as the name says; 0 where it does not say.</param>
internal readonly record struct ChunkName(string Stem, string Extension, ChunkPattern Pattern, int Number, int Total)
{
    private const int MostDigits = 9;

    private static readonly char[] s_separators = ['_', '-', '.', ' '];

    /// <summary>What the files of one set have in common.</summary>
    public (string, string, ChunkPattern, int) Set => (Stem, Extension, Pattern, Total);

    /// <summary>A name taken apart; null if it is not numbered in one of the ways of <see cref="ChunkPattern"/>.</summary>
    public static ChunkName? Parse(string name)
    {
        int dot = name.LastIndexOf('.');
        if (dot <= 0) return null;
        string extension = name[dot..], rest = name[..dot];
        if (!TakeNumber(ref rest, out int last)) return null;
        if (Take(ref rest, "-of-"))
        {
            return TakeNumber(ref rest, out int number) && Take(ref rest, "-") && rest.Length > 0
                ? new ChunkName(rest, extension, ChunkPattern.Of, number, last) : null;
        }
        // A word that ends in "part" (rampart_1) is no part.
        if (TakeWord(rest, "part") is { Length: > 0 } whole) return new ChunkName(whole, extension, ChunkPattern.Part, last, 0);
        if (TakeWord(rest, "rank") is { } model) return new ChunkName(model, extension, ChunkPattern.Rank, last, 0);
        return Take(ref rest, "_") && rest.Length > 0 ? new ChunkName(rest, extension, ChunkPattern.Number, last, 0) : null;
    }

    /// <summary>The files of a folder that are numbered like listed ones and are not among them.</summary>
    public static string[] Unlisted(string folder, IReadOnlyList<string> listed)
    {
        var names = new HashSet<string>(listed, StringComparer.Ordinal);
        var stems = new HashSet<(string, string)>();
        foreach (string name in listed)
        {
            if (Parse(name) is { Pattern: ChunkPattern.Of } chunk) stems.Add((chunk.Stem, chunk.Extension));
        }
        if (stems.Count == 0) return [];
        return [.. FolderFiles.Of(folder)
            .Where(name => !names.Contains(name) && Parse(name) is { Pattern: ChunkPattern.Of } chunk
                && stems.Contains((chunk.Stem, chunk.Extension)))];
    }

    private static bool TakeNumber(ref string text, out int number)
    {
        int start = text.Length;
        while (start > 0 && char.IsAsciiDigit(text[start - 1])) start--;
        number = 0;
        int digits = text.Length - start;
        if (digits is 0 or > MostDigits) return false;
        number = int.Parse(text.AsSpan(start), NumberStyles.None, CultureInfo.InvariantCulture);
        text = text[..start];
        return true;
    }

    // What stands before a word that is a word of its own, and before what parts them.
    private static string? TakeWord(string text, string word)
    {
        string stem = text.TrimEnd(s_separators);
        if (!Take(ref stem, word)) return null;
        string begin = stem.TrimEnd(s_separators);
        return begin.Length < stem.Length || stem.Length == 0 ? begin : null;
    }

    private static bool Take(ref string text, string end)
    {
        if (!text.EndsWith(end, StringComparison.OrdinalIgnoreCase)) return false;
        text = text[..^end.Length];
        return true;
    }
}
