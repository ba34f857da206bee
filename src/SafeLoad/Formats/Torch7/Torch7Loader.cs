using SafeLoad.Diagnostics;
using SafeLoad.Loading;

namespace SafeLoad.Formats.Torch7;

/// <summary>
/// Torch 7's .t7, binary or ascii: one Lua object. Tables are lists or dicts, objects of classes are kept as data,
/// Lua functions are refused.
/// </summary>
internal static class Torch7Loader
{
    public static LoadedCheckpoint Load(ByteSource source, LoadContext context)
    {
        Torch7Object root = Torch7Object.Read(source, context.Budget);
        string[] notes = root.HasShortLongs ? ["longs have 4 bytes: written on a 32-bit machine or on Windows"] : [];
        string mode = root.IsText ? "ascii" : "binary";
        return new LoadedCheckpoint(CheckpointFormat.Torch7, root.Value, root.Storages, [], notes,
            new CheckpointWriterInfo($"Torch 7 ({mode})")) { Budget = context.Budget };
    }
}
