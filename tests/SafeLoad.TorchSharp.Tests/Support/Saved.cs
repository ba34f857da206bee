using SafeLoad.Values;
using SafeLoad.Writing;

namespace SafeLoad.TorchSharp.Tests.Support;

/// <summary>Checkpoints that a test makes for itself.</summary>
internal static class Saved
{
    /// <summary>A checkpoint with the entries, in memory.</summary>
    public static Checkpoint Open(params (string Name, PyValue Value)[] entries) => Checkpoint.Open(Bytes(entries));

    /// <summary>The file of the entries.</summary>
    public static byte[] Bytes(params (string Name, PyValue Value)[] entries) => Bytes(writer =>
    {
        foreach (var (name, value) in entries) writer.Add(name, value);
    });

    /// <summary>The file of whatever is added.</summary>
    public static byte[] Bytes(Action<CheckpointWriter> add)
    {
        var writer = new CheckpointWriter();
        add(writer);
        using var stream = new MemoryStream();
        writer.Save(stream);
        return stream.ToArray();
    }
}
