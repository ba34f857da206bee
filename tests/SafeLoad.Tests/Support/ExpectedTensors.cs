using System.Security.Cryptography;
using System.Text.Json;

namespace SafeLoad.Tests.Support;

/// <summary>Rows of an expected.json: a tensor's name, dtype, shape and the SHA-256 of its elements, as PyTorch gave them.</summary>
internal static class ExpectedTensors
{
    /// <summary>Asserts that tensors are what the rows say, in the same order.</summary>
    public static void Check(IEnumerable<KeyValuePair<string, TensorInfo>> tensors, JsonElement rows, string file)
    {
        var found = tensors.ToList();
        var expected = rows.EnumerateArray().ToList();
        Assert.That(
            found.Select(static pair => pair.Key), Is.EqualTo(expected.Select(static row => row.GetProperty("name").GetString())), file);
        for (int i = 0; i < found.Count; i++)
        {
            var (name, tensor) = found[i];
            Assert.That(tensor.DType.ToString(), Is.EqualTo(expected[i].GetProperty("dtype").GetString()), $"{file} {name}");
            Assert.That(tensor.Shape.ToArray(),
                Is.EqualTo(expected[i].GetProperty("shape").EnumerateArray().Select(static size => size.GetInt64())), $"{file} {name}");
            Assert.That(Hash(tensor), Is.EqualTo(expected[i].GetProperty("sha256").GetString()), $"{file} {name}");
        }
    }

    /// <summary>The SHA-256 of a tensor's elements, in order.</summary>
    public static string Hash(TensorInfo tensor)
    {
        using Stream stream = tensor.OpenStream();
        return Convert.ToHexString(SHA256.HashData(stream)).ToLowerInvariant();
    }
}
