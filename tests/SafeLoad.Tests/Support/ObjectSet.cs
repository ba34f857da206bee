using System.Text.Json;
using SafeLoad.Values;

namespace SafeLoad.Tests.Support;

/// <summary>A folder that Interop/write_objects.py wrote: files with objects in them,
/// and what PyTorch's own state_dict() gave for each.</summary>
internal sealed class ObjectSet(string folder)
{
    private static readonly CheckpointOptions s_inert = new() { KeepObjects = true };

    private readonly JsonElement _expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json"))).RootElement;

    /// <summary>The files of a kind: <c>whole</c>, <c>jit</c>, <c>package</c>, <c>pt2</c>.</summary>
    public IReadOnlyList<string> Files(string kind) =>
        [.. _expected.EnumerateObject().Select(static file => file.Name)
            .Where(name => name.StartsWith(kind + "/", StringComparison.Ordinal))];

    /// <summary>Opens a file with objects kept as data.</summary>
    public Checkpoint Open(string file) => Checkpoint.Open(Path.Combine(folder, file), s_inert);

    /// <summary>Asserts that a file gives what PyTorch's state_dict() gave.</summary>
    public void Check(string file)
    {
        JsonElement expected = _expected.GetProperty(file);
        using Checkpoint checkpoint = file.StartsWith("pt2/", StringComparison.Ordinal) ? Checkpoint.Open(Path.Combine(folder, file))
            : Open(file);
        if (file.StartsWith("package/", StringComparison.Ordinal))
        {
            foreach (JsonProperty pickle in expected.EnumerateObject())
                ExpectedTensors.Check(checkpoint.StateDict(pickle.Name), pickle.Value, file + " " + pickle.Name);
        }
        else if (file.StartsWith("pt2/", StringComparison.Ordinal))
        {
            ExpectedTensors.Check(checkpoint.StateDict(), expected.GetProperty("state_dict"), file);
            PyDict? constants = ((PyDict)checkpoint.Root.Reference!).Attributes is { } attributes
                ? (PyDict)attributes["constants"].Reference! : null;
            ExpectedTensors.Check(constants?.Select(static pair =>
                new KeyValuePair<string, TensorInfo>(pair.Key.AsString(), ((PyTensor)pair.Value.Reference!).Info))
                ?? [], expected.GetProperty("constants"), file + " constants");
        }
        else if (expected.GetArrayLength() > 0) ExpectedTensors.Check(checkpoint.StateDict(), expected, file);
    }
}
