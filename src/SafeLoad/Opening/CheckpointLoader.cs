using SafeLoad.Diagnostics;
using SafeLoad.Formats.Legacy;
using SafeLoad.Loading;

namespace SafeLoad.Opening;

/// <summary>Opens a file as what its content says it is.</summary>
internal static class CheckpointLoader
{
    /// <summary>Reads a file for what is wrong with it, as far as its reader goes: no problem is an end, and no name is one.</summary>
    /// <param name="file">The file, told already.</param>
    /// <param name="budget">What the check may cost.</param>
    /// <param name="report">Told of each problem.</param>
    public static void Check(DetectedFormat file, Budget budget, Action<SafeLoadException> report)
    {
        var options = new CheckpointOptions { Limits = budget.Limits, KeepObjects = true };
        LoadContext context = ForStreams(new LoadContext(budget, options) { Report = report });
        try
        {
            Load(file, context);
        }
        catch (SafeLoadException problem)
        {
            report(problem);
        }
        // What stood before the break was promised a look at its bytes.
        context.Try(context.RunChecks);
    }

    public static LoadedCheckpoint Load(ByteSource source, CheckpointOptions options) =>
        Load(source, new LoadContext(new Budget(options.Limits), options));

    /// <summary>Opens a file within the limits of another one that it stands in, or of several that belong together.</summary>
    public static LoadedCheckpoint Load(ByteSource source, LoadContext context) =>
        Load(FormatDetector.Detect(source, context.Budget), ForStreams(context));

    private static LoadedCheckpoint Load(DetectedFormat file, LoadContext context)
    {
        // Who looks elsewhere for a file opens another one than who looks at the first bytes.
        if (SecondFile.Find(file) is { } second) context.Refuse(Problems.TwoFormats(second, new CheckpointLocation(file.Source.Name)));
        if (file.Row.Load is { } load) return load(file, context);
        // That an archive contradicts itself is worse than that nobody opens it.
        file.Zip?.Take(context.Budget, context.VerifiesChecksums, context.Refuse);
        throw Problems.UnsupportedFormat("this is " + file.Describe(), file.Source.Name);
    }

    // Values and records can be whole files: only who opens files knows how.
    private static LoadContext ForStreams(LoadContext context)
    {
        context.OpenStream ??= stream => LegacyLoader.Load(stream, context);
        context.OpenFile ??= file => Load(file, context);
        return context;
    }
}
