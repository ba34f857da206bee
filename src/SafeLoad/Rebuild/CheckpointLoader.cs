using SafeLoad.Common;
using SafeLoad.Containers;
using SafeLoad.IO;

namespace SafeLoad.Rebuild;

/// <summary>Opens a file as what its content says it is; one line per container.</summary>
internal static class CheckpointLoader
{
    /// <summary>Opens a file for what it throws; a zip that was opened and found without contradictions is not opened again.</summary>
    public static void Check(ByteSource source, ZipContainer? opened, CheckpointOptions options)
    {
        if (opened is null)
        {
            Load(source, options);
            return;
        }
        var context = new LoadContext(new Budget(options.Limits), options);
        ZipLoader.Load(source, opened.With(context.Budget, options.VerifyChecksums), context);
    }

    public static LoadedCheckpoint Load(ByteSource source, CheckpointOptions options) => Load(source, new LoadContext(new Budget(options.Limits), options));

    /// <summary>Opens a file within the limits of another one that it stands in, or of several that belong together.</summary>
    public static LoadedCheckpoint Load(ByteSource source, LoadContext context)
    {
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
}
