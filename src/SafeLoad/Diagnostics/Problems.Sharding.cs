using System.Globalization;

namespace SafeLoad.Diagnostics;

// Texts about checkpoints of several files.
internal static partial class Problems
{
    private const int NamesShown = 20;

    public static MalformedCheckpointException ShardIndex(string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.ShardIndexBroken, $"{problem}", at);

    public static MalformedCheckpointException ShardsMissing(IReadOnlyList<string> names, string because, CheckpointLocation at) =>
        Malformed(DiagnosticId.ShardMissing, $"{because}: {Names(names)}", at);

    public static MalformedCheckpointException ShardNumbersMissing(string stem, int missing, int total, IReadOnlyList<int> numbers,
        CheckpointLocation at) =>
        Malformed(DiagnosticId.ShardMissing,
            $"{missing:N0} of {total:N0} files of {Quote(stem)} are not there: number {Numbers(numbers, missing)}", at);

    public static MalformedCheckpointException ShardConflict(string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.ShardConflict, $"{problem}", at);

    public static MalformedCheckpointException ShardConflict(string problem, IReadOnlyList<string> names, CheckpointLocation at) =>
        Malformed(DiagnosticId.ShardConflict, $"{problem}: {Names(names)}", at);

    public static MalformedCheckpointException Dcp(string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.DcpBroken, $"{problem}", at);

    public static MalformedCheckpointException Dcp(string name, string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.DcpBroken, $"{Quote(name)} {problem}", at);

    public static UnsupportedCheckpointException UnsupportedDcp(string name, string problem, CheckpointLocation at) =>
        Unsupported(DiagnosticId.UnsupportedFormat, $"{Quote(name)} {problem}", at);

    public static UnsupportedCheckpointException UnsupportedSpread(string name, string problem, CheckpointLocation at)
    {
        const string gather = "in PyTorch, v.full_tensor() of each DTensor v gives what can be saved in one file";
        return Unsupported(DiagnosticId.UnsupportedFormat, $"{Quote(name)} is spread over several processes: {problem}; {gather}", at);
    }

    public static MalformedCheckpointException UnequalCopies(string name, string first, string other, CheckpointLocation at)
    {
        string advice = "safeload convert with the folder as IN and --exclude leaves it out";
        return Malformed(DiagnosticId.ShardConflict,
            $"{Quote(name)} has other numbers in {Quote(other)} than in {Quote(first)}, and both should hold the same; {advice}", at);
    }

    public static MalformedCheckpointException RanksMissing(string name, long places, long missing, IReadOnlyList<string> first,
        CheckpointLocation at)
    {
        string names = ListText.OfFirst(first.Select(Quote), (int)Math.Min(missing, int.MaxValue));
        return Malformed(DiagnosticId.ShardMissing,
            $"{Quote(name)} is cut into pieces of {places:N0} processes, and the files of {missing:N0} are not there: {names}", at);
    }

    public static UnsupportedCheckpointException UnsupportedZero(string problem, CheckpointLocation at) =>
        Unsupported(DiagnosticId.UnsupportedFormat, $"this DeepSpeed checkpoint is not read: {problem}", at);

    public static MalformedCheckpointException ZeroFilesMissing(
        long count, long missing, IReadOnlyList<string> names, CheckpointLocation at)
    {
        string some = ListText.OfFirst(names.Select(Quote), (int)Math.Min(missing, int.MaxValue));
        return Malformed(DiagnosticId.ShardMissing, $"the files of {missing:N0} of {count:N0} processes are not there: {some}", at);
    }

    public static UnsupportedCheckpointException UnclearFolder(string problem, IReadOnlyList<string> names, string advice, string folder) =>
        Unsupported(DiagnosticId.UnsupportedFormat, $"{problem}{(names.Count == 0 ? "" : ": " + Names(names))}; {advice}",
            new CheckpointLocation(folder));

    private static string Numbers(IReadOnlyList<int> first, int count) =>
        ListText.OfFirst(first.Select(static number => number.ToString(CultureInfo.InvariantCulture)), count);

    /// <summary>A name that a file or folder chose, escaped.</summary>
    public static string Name(string name) => Quote(name);

    /// <summary>Names that a file or folder chose, escaped, the first of them.</summary>
    public static string Names(IReadOnlyList<string> names) =>
        ListText.Of(names, NamesShown, Quote);
}
