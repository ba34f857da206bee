using SafeLoad.Diagnostics;
using SafeLoad.Formats.Compressed;
using SafeLoad.IO;
using SafeLoad.Opening;
using SafeLoad.Scanning.Findings;

namespace SafeLoad.Scanning;

/// <summary>
/// The loader's own checks, as a part of a scan: views outside of storages, lengths that lie, broken indices. What inspecting a file calls
/// malformed, scanning it never calls clean.
/// </summary>
internal static class LoaderCheck
{
    // Of one kind. They differ in a number or a place, and this many tell what the file is.
    private const int MostOfOneKind = 100;

    /// <summary>Checks a file to its end and adds what was found.</summary>
    /// <param name="file">The file.</param>
    /// <param name="budget">What the check may cost.</param>
    /// <param name="found">What the scan has found the file to be, and where problems go.</param>
    public static void Run(DetectedFormat file, Budget budget, ReadingBuilder found)
    {
        if (!found.Kind.IsChecked) return;
        // The pickle of an archive that was unpacked refers to the files beside it.
        string? folder = file.Source is FileByteSource { Name: { } path } ? UnpackedArchive.FolderOf(path) : null;
        using ByteSource? unpacked = folder is null ? null : UnpackedArchive.Open(folder);
        Check(unpacked is null ? file : FormatDetector.Detect(unpacked, budget.Anew()), budget, found);
    }

    /// <summary>Checks a file that leads to others beside it, as who opens all of them as one does.</summary>
    /// <param name="path">A folder, or the index of a sharded model.</param>
    /// <param name="budget">What the check may cost.</param>
    /// <param name="found">Where the first problem goes.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static void RunSet(string path, Budget budget, ReadingBuilder found)
    {
        try
        {
            ShardedLoader.Open(path, new CheckpointOptions { Limits = budget.Limits, KeepObjects = true }).Source.Dispose();
        }
        catch (SafeLoadException problem)
        {
            if (Counts(problem)) found.Add(problem);
        }
    }

    /// <summary>Checks a file that stands in an archive, as whoever takes it out of there opens it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="budget">What the checks of all such files may cost.</param>
    /// <param name="found">What the scan has found the file to be, and where problems go.</param>
    public static void RunInside(DetectedFormat file, Budget budget, ReadingBuilder found)
    {
        // A pickle may refer to what stands beside it in the archive: only the archive's loader knows.
        if (found.Kind.IsChecked && file.Row.Layout is not FormatLayout.PickleLayout) Check(file, budget, found);
    }

    private static void Check(DetectedFormat file, Budget budget, ReadingBuilder found)
    {
        // Most files have no problem.
        Dictionary<DiagnosticId, int>? reported = null;
        CheckpointLoader.Check(file, budget, problem =>
        {
            if (!Counts(problem)) return;
            reported ??= [];
            int count = reported[problem.Id] = reported.GetValueOrDefault(problem.Id) + 1;
            if (count <= MostOfOneKind) found.Add(problem);
        });
    }

    // Which of a loader's errors say something of the file that the scan has not said by itself.
    private static bool Counts(SafeLoadException problem) => problem.Id switch
    {
        // Names were judged one by one, and so were opcodes, programs and Lua's functions: nothing of them is run.
        DiagnosticId.DisallowedGlobal or DiagnosticId.DisallowedOpcode or DiagnosticId.CodeInFile => false,
        // An array of objects was scanned as the pickle that it is, and of a record whose compression is not known the scan has said so.
        DiagnosticId.ObjectArray or DiagnosticId.UnsupportedFormat or DiagnosticId.UnsupportedCompression => false,
        _ => true,
    };
}
