using System.Globalization;

namespace SafeLoad;

/// <summary>
/// The checkpoints that a training run saves again and again, one numbered file each: names them, lists them,
/// opens the newest that can be read and deletes old ones.
/// </summary>
/// <remarks>A run that was killed while it saved leaves a half-written newest file; such a file is skipped,
/// and is never what an older one is deleted for. Only files whose whole name fits the pattern are looked at:
/// a <c>checkpoint_best.pkl</c> beside them is never touched.</remarks>
public sealed class CheckpointSeries
{
    /// <summary>The pattern of <see cref="CheckpointSeries(string, string)"/> unless it is given another:
    /// <c>checkpoint_{n}_epoch.pkl</c>.</summary>
    public const string DefaultPattern = "checkpoint_{n}_epoch.pkl";

    private const string Placeholder = "{n}";

    // All numbers of 18 digits fit 64 bits.
    private const int MostDigits = 18;

    private readonly string _before;
    private readonly string _after;

    /// <summary>A series in a folder. The folder need not be there yet.</summary>
    /// <param name="folder">The folder's path.</param>
    /// <param name="pattern">The files' names: <c>{n}</c> once, for the number, and everything else as it is.</param>
    /// <exception cref="ArgumentException">The pattern has no <c>{n}</c> or several, or is more than a file's name.</exception>
    public CheckpointSeries(string folder, string pattern = DefaultPattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(pattern);
        int at = pattern.IndexOf(Placeholder, StringComparison.Ordinal);
        if (at < 0 || pattern.IndexOf(Placeholder, at + 1, StringComparison.Ordinal) >= 0)
            throw new ArgumentException("A pattern has {n} once, where the number stands.", nameof(pattern));
        (_before, _after) = (pattern[..at], pattern[(at + Placeholder.Length)..]);
        if (!SafeLoad.Sharding.ShardFileName.IsBare(_before + "1" + _after))
            throw new ArgumentException("A pattern is a file's name, without folders.", nameof(pattern));
        // With 1{n} the name 11 would be read as the number 1.
        if (_before.Length > 0 && char.IsAsciiDigit(_before[^1]) || _after.Length > 0 && char.IsAsciiDigit(_after[0]))
            throw new ArgumentException("No digit stands beside {n}.", nameof(pattern));
        Folder = folder;
        Pattern = pattern;
    }

    /// <summary>The folder as it was given.</summary>
    public string Folder { get; }

    /// <summary>The files' names, with <c>{n}</c> for the number.</summary>
    public string Pattern { get; }

    /// <summary>The path of a number's file, whether it is there or not.</summary>
    /// <param name="number">The number, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public string PathOf(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return Path.Combine(Folder, _before + number.ToString(CultureInfo.InvariantCulture) + _after);
    }

    /// <summary>The files that are there, by rising number. Numbers may have leading zeros; where a number is there twice (7 and 007),
    /// the name of <see cref="PathOf"/> counts, else the shortest, and the other is left alone.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public IReadOnlyList<(long Number, string Path)> List()
    {
        if (!Directory.Exists(Folder)) return [];
        var entries = new List<(long Number, string Name)>();
        foreach (string path in Directory.EnumerateFiles(Folder))
        {
            string name = Path.GetFileName(path);
            if (NumberOf(name) is { } number) entries.Add((number, name));
        }
        return [.. entries.OrderBy(static entry => entry.Number).ThenBy(static entry => entry.Name.Length)
            .DistinctBy(static entry => entry.Number)
            .Select(entry => (entry.Number, Path.Combine(Folder, entry.Name)))];
    }

    /// <summary>Opens the newest file that can be read.</summary>
    /// <param name="skipped">The newer files that could not be read, the newest first, and why: cut short, damaged, refused.</param>
    /// <param name="options">How to open them; null for the defaults.</param>
    /// <returns>The checkpoint, which the caller disposes; null if no file can be read.</returns>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public Checkpoint? OpenNewest(out IReadOnlyList<(string Path, Exception Reason)> skipped, CheckpointOptions? options = null)
    {
        var problems = new List<(string Path, Exception Reason)>();
        skipped = problems;
        IReadOnlyList<(long Number, string Path)> entries = List();
        for (int i = entries.Count - 1; i >= 0; i--)
        {
            if (TryOpen(entries[i].Path, options, out Exception? problem) is { } checkpoint) return checkpoint;
            problems.Add((entries[i].Path, problem!));
        }
        return null;
    }

    /// <summary>Deletes all but the newest files and those that are to be kept. The newest file that can be read is always kept;
    /// if none can be read, nothing is deleted.</summary>
    /// <param name="keepLast">How many of the newest files are kept, readable or not; 0 or more.</param>
    /// <param name="keep">Numbers that are kept besides; null for none.</param>
    /// <param name="options">How a file has to be opened to count as readable; null for the defaults.</param>
    /// <returns>What was deleted, by rising number. Only regular files are: links and folders stay.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="keepLast"/> is negative.</exception>
    /// <exception cref="IOException">The folder cannot be read, or a file not be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read, or a file not be deleted.</exception>
    public IReadOnlyList<(long Number, string Path)> Prune(int keepLast, IEnumerable<long>? keep = null, CheckpointOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(keepLast);
        IReadOnlyList<(long Number, string Path)> entries = List();
        var kept = new HashSet<long>(keep ?? []);
        for (int i = Math.Max(0, entries.Count - keepLast); i < entries.Count; i++) kept.Add(entries[i].Number);
        if (entries.All(entry => kept.Contains(entry.Number)) || NewestReadable(entries, options) is not { } newest) return [];
        kept.Add(newest);
        var deleted = new List<(long Number, string Path)>();
        foreach ((long Number, string Path) entry in entries)
        {
            if (kept.Contains(entry.Number) || !IsRegular(entry.Path)) continue;
            File.Delete(entry.Path);
            deleted.Add(entry);
        }
        return deleted;
    }

    /// <summary>Deletes all but the newest files and the best ones.</summary>
    /// <param name="keepLast">How many of the newest files are kept; 0 or more.</param>
    /// <param name="keepBest">How many of the best files are kept besides; 0 or more.</param>
    /// <param name="score">How good a number's checkpoint is; higher is better, and what is no number is never among the best.
    /// Of equal ones the newer is better.</param>
    /// <param name="options">How a file has to be opened to count as readable; null for the defaults.</param>
    /// <returns>As for <see cref="Prune(int, IEnumerable{long}?, CheckpointOptions?)"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    /// <exception cref="IOException">As for <see cref="Prune(int, IEnumerable{long}?, CheckpointOptions?)"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">As for <see cref="Prune(int, IEnumerable{long}?, CheckpointOptions?)"/>.</exception>
    public IReadOnlyList<(long Number, string Path)> Prune(int keepLast, int keepBest, Func<long, double> score,
        CheckpointOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(keepBest);
        ArgumentNullException.ThrowIfNull(score);
        var scored = List().Select(entry => (entry.Number, Score: score(entry.Number))).Where(static entry => !double.IsNaN(entry.Score));
        return Prune(keepLast,
            scored.OrderByDescending(static entry => entry.Score).ThenByDescending(static entry => entry.Number).Take(keepBest)
                .Select(static entry => entry.Number), options);
    }

    private static long? NewestReadable(IReadOnlyList<(long Number, string Path)> entries, CheckpointOptions? options)
    {
        for (int i = entries.Count - 1; i >= 0; i--)
        {
            using Checkpoint? checkpoint = TryOpen(entries[i].Path, options, out _);
            if (checkpoint is not null) return entries[i].Number;
        }
        return null;
    }

    private static Checkpoint? TryOpen(string path, CheckpointOptions? options, out Exception? problem)
    {
        try
        {
            problem = null;
            return Checkpoint.Open(path, options);
        }
        catch (Exception error) when (error is SafeLoadException or IOException or UnauthorizedAccessException)
        {
            problem = error;
            return null;
        }
    }

    private static bool IsRegular(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && (file.Attributes & (FileAttributes.Directory | FileAttributes.ReparsePoint | FileAttributes.Device)) == 0;
    }

    private long? NumberOf(string name)
    {
        if (name.Length <= _before.Length + _after.Length || !name.StartsWith(_before, StringComparison.Ordinal)
            || !name.EndsWith(_after, StringComparison.Ordinal)) return null;
        ReadOnlySpan<char> digits = name.AsSpan(_before.Length, name.Length - _before.Length - _after.Length);
        return digits.IndexOfAnyExceptInRange('0', '9') < 0 && digits.Length <= MostDigits
            ? long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) : null;
    }
}
