using System.Buffers.Binary;
using System.Text;

namespace SafeLoad.Tests.Support;

/// <summary>A folder of files that make one checkpoint, deleted after the test.</summary>
internal sealed class ShardFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("safeload-shards-").FullName;

    public string PathOf(string name) => Path.Combine(Root, name);

    public ShardFolder Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return this;
    }

    public ShardFolder Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>A zip of torch.save whose dict holds a float tensor of two elements for each name: its number, and one more.</summary>
    public ShardFolder Zip(string name, params string[] tensors) => Write(name, ZipOf(null, tensors));

    /// <summary>Such a zip, the dict below a key.</summary>
    public static byte[] ZipOf(string? below, params string[] tensors)
    {
        PickleBuilder pickle = PickleBuilder.Protocol(2);
        if (below is not null) pickle.EmptyDict().Mark().Text("epoch").Int(3).Text(below);
        pickle.EmptyDict().Mark();
        for (int i = 0; i < tensors.Length; i++)
            pickle.Text(tensors[i]).Tensor(2, 0, [2], [1], key: i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        pickle.SetItems();
        if (below is not null) pickle.SetItems();
        return ZipBuilder.Torch(pickle.Stop(), [.. tensors.Select(static (_, i) => TensorPickles.Floats(i, i + 1))]).ToArray();
    }

    /// <summary>A safetensors file of one byte for each name.</summary>
    public ShardFolder Safetensors(string name, params string[] tensors) => Write(name, SafetensorsOf(tensors));

    public static byte[] SafetensorsOf(params string[] tensors)
    {
        byte[] header = Encoding.UTF8.GetBytes("{\"__metadata__\":{\"format\":\"pt\"}"
            + string.Concat(tensors.Select(static (tensor, i) =>
                $",\"{tensor}\":{{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[{i},{i + 1}]}}")) + "}");
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        return [.. prefix, .. header, .. tensors.Select(static (_, i) => (byte)(i + 1))];
    }

    /// <summary>An index of names and files.</summary>
    public ShardFolder Index(string name, params (string Tensor, string File)[] weights) =>
        Write(name,
            "{\"metadata\":{\"total_size\":" + weights.Length + "},\"weight_map\":{"
                + string.Join(",", weights.Select(static weight => $"\"{weight.Tensor}\":\"{weight.File}\"")) + "}}");

    /// <summary>The error of opening the folder, or a file of it; the test fails if it is of another kind or another fact.</summary>
    public T Refuses<T>(DiagnosticId id, string? file = null, CheckpointOptions? options = null) where T : SafeLoadException
    {
        T? problem = Assert.Throws<T>(() => Checkpoint.Open(file is null ? Root : PathOf(file), options).Dispose());
        Assert.That(problem!.Id, Is.EqualTo(id), problem.Message);
        return problem;
    }

    /// <summary>The error of a folder that contradicts itself.</summary>
    public string Malformed(DiagnosticId id, string? file = null) => Refuses<MalformedCheckpointException>(id, file).Message;

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
