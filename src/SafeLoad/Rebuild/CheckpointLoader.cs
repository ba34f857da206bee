using SafeLoad.Common;
using SafeLoad.Containers;
using SafeLoad.IO;

namespace SafeLoad.Rebuild;

/// <summary>Opens a file as what its content says it is; one line per container.</summary>
internal static class CheckpointLoader
{
    public static LoadedCheckpoint Load(ByteSource source, CheckpointOptions options)
    {
        var context = new LoadContext(new Budget(options.Limits), options.GlobalSets);
        CheckpointFormat format = FormatDetector.Detect(source);
        return format switch
        {
            CheckpointFormat.Zip => ZipLoader.Load(source, context, options.VerifyChecksums),
            CheckpointFormat.Legacy => LegacyLoader.Load(source, context),
            CheckpointFormat.Tar => TarLoader.Load(source, context),
            CheckpointFormat.Safetensors => SafetensorsLoader.Load(source, context),
            CheckpointFormat.Npy => NpyLoader.Load(source, context),
            CheckpointFormat.Pickle => PickleLoader.Load(source, context),
            _ => throw Throw.UnsupportedFormat($"this is {FormatDetector.Describe(format)}", source.Name),
        };
    }
}
