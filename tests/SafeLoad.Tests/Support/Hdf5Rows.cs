using System.Security.Cryptography;
using System.Text.Json;
using SafeLoad.Values;

namespace SafeLoad.Tests.Support;

/// <summary>HDF5 files against the rows that Interop/write_hdf5.py wrote beside them: what h5py reads out of each.</summary>
internal static class Hdf5Rows
{
    /// <summary>The rows of a folder's manifest.</summary>
    public static IReadOnlyList<JsonElement> Of(string folder)
    {
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "manifest.json")));
        return [.. manifest.RootElement.GetProperty("fixtures").EnumerateArray().Select(static row => row.Clone())];
    }

    /// <summary>Proves that a file gives the names, in their order, and the values of its row,
    /// or leaves one dataset out with the row's words.</summary>
    /// <returns>The number of tensors compared or left out.</returns>
    public static int Check(string folder, JsonElement row)
    {
        string name = row.GetProperty("file").GetString()!, path = Path.Combine(folder, name);
        using Checkpoint checkpoint = Checkpoint.Open(path);
        if (row.TryGetProperty("says", out JsonElement says))
        {
            Assert.That(checkpoint.Weights.Others.Select(static other => other.Reason), Has.One.Contains(says.GetString()), name);
            return 1;
        }
        Assert.That(checkpoint.Format, Is.EqualTo(CheckpointFormat.Hdf5), name);
        List<JsonElement> leaves = [.. row.GetProperty("tree").GetProperty("leaves").EnumerateArray()];
        var found = new List<(string Keys, TensorInfo Tensor)>();
        Collect(checkpoint.Root, "", found);
        Assert.That(found.Select(static leaf => leaf.Keys),
            Is.EqualTo(leaves.Select(static leaf =>
                string.Concat(leaf.GetProperty("keys").EnumerateArray().Select(static key => "\n" + key.GetString())))), name);
        Assert.That(checkpoint.Storages,
            Has.Count.EqualTo(leaves.Select(static leaf => leaf.GetProperty("storage").GetInt32()).Distinct().Count()), name);
        for (int i = 0; i < leaves.Count; i++) Compare(found[i].Tensor, leaves[i], $"{name}: {found[i].Keys.Trim()}");
        return leaves.Count;
    }

    private static void Collect(PyValue value, string keys, List<(string, TensorInfo)> found)
    {
        if (value.Reference is PyTensor tensor) found.Add((keys, tensor.Info));
        else foreach (var (key, inner) in (PyDict)value.Reference!) Collect(inner, keys + "\n" + key.AsString(), found);
    }

    private static void Compare(TensorInfo tensor, JsonElement expected, string what)
    {
        Assert.That(tensor.DType.ToString(), Is.EqualTo(expected.GetProperty("dtype").GetString()), what);
        Assert.That(tensor.Shape.ToArray(), Is.EqualTo(Numbers(expected, "shape")), what);
        Assert.That(tensor.Strides.ToArray(), Is.EqualTo(Numbers(expected, "stride")), what);
        using Stream stream = tensor.OpenStream();
        Assert.That(Convert.ToHexString(SHA256.HashData(stream)), Is.EqualTo(expected.GetProperty("sha256").GetString()).IgnoreCase, what);
    }

    private static long[] Numbers(JsonElement row, string name) =>
        [.. row.GetProperty(name).EnumerateArray().Select(static value => value.GetInt64())];
}
