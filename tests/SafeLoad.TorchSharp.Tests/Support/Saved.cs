using SafeLoad.Values;
using SafeLoad.Writing;

namespace SafeLoad.TorchSharp.Tests.Support;

/// <summary>Checkpoints that a test makes for itself.</summary>
internal static class Saved
{
    /// <summary>A checkpoint with the entries, in memory.</summary>
    public static Checkpoint Open(params (string Name, PyValue Value)[] entries)
    {
        var writer = new CheckpointWriter();
        foreach (var (name, value) in entries) writer.Add(name, value);
        using var stream = new MemoryStream();
        writer.Save(stream);
        return Checkpoint.Open(stream.ToArray());
    }
}
