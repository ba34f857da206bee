using SafeLoad.Common;
using SafeLoad.Containers;
using SafeLoad.IO;

namespace SafeLoad.Rebuild;

/// <summary>Opens a file as what its content says it is; one line per container.</summary>
internal static class CheckpointLoader
{
    /// <summary>Reads a file for what is wrong with it, as far as its reader goes: no problem is an end, and no name is one.</summary>
    /// <param name="source">The file.</param>
    /// <param name="opened">The zip that it is, if it was opened already.</param>
    /// <param name="limits">What the check may cost.</param>
    /// <param name="report">Told of each problem.</param>
    public static void Check(ByteSource source, ZipContainer? opened, CheckpointLimits limits, Action<SafeLoadException> report)
    {
        var options = new CheckpointOptions { Limits = limits, Objects = CheckpointObjects.Inert };
        LoadContext context = ForStreams(new LoadContext(new Budget(limits), options) { Report = report });
        try
        {
            if (opened is null) Load(source, context);
            else ZipLoader.Load(source, opened.With(context.Budget, options.VerifyChecksums), context);
        }
        catch (SafeLoadException problem)
        {
            report(problem);
        }
        // What stood before the break was promised a look at its bytes.
        context.Try(context.RunChecks);
    }

    public static LoadedCheckpoint Load(ByteSource source, CheckpointOptions options) => Load(source, new LoadContext(new Budget(options.Limits), options));

    /// <summary>Opens a file within the limits of another one that it stands in, or of several that belong together.</summary>
    public static LoadedCheckpoint Load(ByteSource source, LoadContext context)
    {
        ForStreams(context);
        CheckpointFormat format = FormatDetector.Detect(source);
        return format switch
        {
            CheckpointFormat.Zip => ZipLoader.Load(source, context),
            CheckpointFormat.Legacy => LegacyLoader.Load(source, context),
            CheckpointFormat.Tar => TarLoader.Load(source, context),
            CheckpointFormat.Safetensors => SafetensorsLoader.Load(source, context),
            CheckpointFormat.Npy => NpyLoader.Load(source, context),
            CheckpointFormat.Torch7 => Torch7Loader.Load(source, context),
            // No magic tells TorchSharp's own format; its number of entries can look like the beginning of another one.
            CheckpointFormat.Other or CheckpointFormat.Pickle or CheckpointFormat.Onnx or CheckpointFormat.Zlib when TorchSharpLoader.TryLoad(source, context) is { } loaded => loaded,
            CheckpointFormat.Hdf5 => Hdf5Loader.Load(source, context),
            CheckpointFormat.Pickle => PickleLoader.Load(source, context),
            _ => throw Throw.UnsupportedFormat($"this is {FormatDetector.Describe(format)}", source.Name),
        };
    }

    // Values can be whole files: only who opens files knows how.
    private static LoadContext ForStreams(LoadContext context)
    {
        context.OpenStream ??= stream => LegacyLoader.Load(stream, context);
        return context;
    }
}
