using SafeLoad.IO;
using SafeLoad.Loading;
using SafeLoad.Values;

namespace SafeLoad.Formats.Torch7;

/// <summary>
/// Torch 7's .t7, binary or ascii: one Lua object. Tables are lists or dicts, objects of classes are kept as data,
/// Lua functions are refused.
/// </summary>
/// <remarks>torch7 File.lua. How many bytes a long has depends on the machine that wrote the file and stands nowhere in it:
/// 8 are tried, and 4 only where the file cannot be read to its last byte with 8 and can with 4.</remarks>
internal static class Torch7Loader
{
    private const int UsualLong = 8, ShortLong = 4;

    public static LoadedCheckpoint Load(ByteSource source, LoadContext context)
    {
        if (Torch7Head.IsText(source)) return Read(source, new Torch7TextReader(source, context.Budget), context, [])!;
        LoadedCheckpoint? loaded = Try(source, context, UsualLong, [], out SafeLoadException? problem, out bool hasLongs);
        if (loaded is null && hasLongs)
            loaded = Try(source, context, ShortLong, ["longs have 4 bytes: written on a 32-bit machine or on Windows"], out _, out _);
        return loaded ?? throw problem!;
    }

    // With 8 bytes the file's functions are refused whatever comes behind them: what a machine of today would load counts.
    private static LoadedCheckpoint? Try(ByteSource source, LoadContext context, int longSize, string[] notes,
        out SafeLoadException? problem, out bool hasLongs)
    {
        var reader = new Torch7BinaryReader(source, context.Budget, longSize);
        problem = null;
        try
        {
            return Read(source, reader, context, notes);
        }
        catch (SafeLoadException found) when (longSize == ShortLong || found is not DisallowedGlobalException)
        {
            problem = found;
            return null;
        }
        finally
        {
            hasLongs = reader.HasLongs;
        }
    }

    private static LoadedCheckpoint Read(ByteSource source, Torch7Reader reader, LoadContext context, string[] notes)
    {
        var values = new Torch7Values(reader, context.Budget);
        PyValue root = values.ReadRoot();
        string mode = reader is Torch7TextReader ? "ascii" : "binary";
        return new LoadedCheckpoint(CheckpointFormat.Torch7, root, values.Tensors.Storages, [], notes,
            new CheckpointWriterInfo($"Torch 7 ({mode})")) { Budget = context.Budget };
    }
}
