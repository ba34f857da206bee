using SafeLoad.Pickle;
using SafeLoad.Tensors;

namespace SafeLoad.Tests.Support;

/// <summary>Builds the folder of a distributed checkpoint byte by byte, also a wrong one:
/// metadata and files can say different things.</summary>
internal sealed class DcpBuilder
{
    private const string Metadata = "torch.distributed.checkpoint.metadata", FileSystem = "torch.distributed.checkpoint.filesystem";

    private readonly Dictionary<string, MemoryStream> _files = [];

    /// <summary>A block of a tensor.</summary>
    internal sealed record Chunk(long[] Offsets, long[] Sizes);

    /// <summary>A tensor, or something pickled, where there is no dtype.</summary>
    internal sealed record Entry(string Name, string? DType, long[] Size, Chunk[] Chunks);

    /// <summary>A row of storage_data.</summary>
    internal sealed record Place(string Name, long[]? Offset, string File, long At, long Length)
    {
        public Action<PickleBuilder>? Transforms { get; init; }
    }

    public List<Entry> Entries { get; } = [];

    public List<Place> Places { get; } = [];

    /// <summary>The path of each name, of str and long; null where planner_data is None.</summary>
    public Dictionary<string, object[]>? Paths { get; set; }

    /// <summary>The bytes of the files.</summary>
    public Dictionary<string, byte[]> Files => _files.ToDictionary(static file => file.Key, static file => file.Value.ToArray());

    /// <summary>A torch.save file of one tensor of floats.</summary>
    public static byte[] TensorFile(float[] values, long[] shape, long[]? strides = null) =>
        Samples.ZipOf(pickle => pickle.Tensor(values.Length, 0, shape, strides ?? TensorBounds.ContiguousStrides(shape)),
            TensorPickles.Floats(values));

    /// <summary>Appends bytes to a file, and says where they are.</summary>
    public (long At, long Length) Append(string file, byte[] bytes)
    {
        if (!_files.TryGetValue(file, out MemoryStream? stream)) _files.Add(file, stream = new MemoryStream());
        long at = stream.Position;
        stream.Write(bytes);
        return (at, bytes.Length);
    }

    /// <summary>A tensor of floats whose element at a place is that place's number, cut into blocks that lie in one file each.</summary>
    public DcpBuilder Tensor(string name, long[] size, params (string File, long[] Offsets, long[] Sizes)[] blocks)
    {
        Entries.Add(new Entry(name, "float32", size, [.. blocks.Select(static block => new Chunk(block.Offsets, block.Sizes))]));
        foreach (var (file, offsets, sizes) in blocks)
        {
            var (at, length) = Append(file, TensorFile(Values(size, offsets, sizes), sizes));
            Places.Add(new Place(name, offsets, file, at, length));
        }
        return this;
    }

    /// <summary>A value that is no tensor.</summary>
    public DcpBuilder Pickled(string name, string file, byte[] bytes)
    {
        Entries.Add(new Entry(name, null, [], []));
        var (at, length) = Append(file, bytes);
        Places.Add(new Place(name, null, file, at, length));
        return this;
    }

    /// <summary>The bytes of <c>.metadata</c>.</summary>
    public byte[] MetadataBytes()
    {
        PickleBuilder pickle = PickleBuilder.Protocol(4);
        Object(pickle, Metadata, "Metadata");
        pickle.Text("state_dict_metadata").EmptyDict().Mark();
        foreach (Entry entry in Entries)
        {
            pickle.Text(entry.Name);
            if (entry.DType is null) Object(pickle, Metadata, "BytesStorageMetadata").SetItems().Op(PickleOpcode.Build);
            else Describe(pickle, entry);
        }
        pickle.SetItems().Text("planner_data");
        if (Paths is null) pickle.None();
        else
        {
            pickle.EmptyDict().Mark();
            foreach (var (name, path) in Paths)
            {
                pickle.Text(name).Mark();
                foreach (object step in path) _ = step is string text ? pickle.Text(text) : pickle.Int((long)step);
                pickle.Tuple();
            }
            pickle.SetItems();
        }
        pickle.Text("storage_data").EmptyDict().Mark();
        foreach (Place place in Places)
        {
            Object(pickle, Metadata, "MetadataIndex").Text("fqn").Text(place.Name).Text("index").Int(0);
            if (place.Offset is { } offset) Size(pickle.Text("offset"), offset);
            pickle.SetItems().Op(PickleOpcode.Build);
            Object(pickle, FileSystem, "_StorageInfo").Text("relative_path").Text(place.File).Text("offset").Int(place.At).Text("length")
                .Int(place.Length);
            if (place.Transforms is { } transforms) transforms(pickle.Text("transform_descriptors"));
            pickle.SetItems().Op(PickleOpcode.Build);
        }
        return pickle.SetItems().Text("version").Text("1.0.0").SetItems().Op(PickleOpcode.Build).Stop();
    }

    /// <summary>Writes the folder.</summary>
    public ShardFolder Write()
    {
        ShardFolder folder = new ShardFolder().Write(".metadata", MetadataBytes());
        foreach (var (name, bytes) in Files) folder.Write(name, bytes);
        return folder;
    }

    /// <summary>What a block of such a tensor holds.</summary>
    public static float[] Values(long[] size, long[] offsets, long[] sizes)
    {
        var values = new float[sizes.Aggregate(1L, static (count, length) => count * length)];
        for (int i = 0; i < values.Length; i++)
        {
            long number = 0, rest = i, unit = 1;
            for (int d = size.Length - 1; d >= 0; d--)
            {
                number += (offsets[d] + rest % sizes[d]) * unit;
                rest /= sizes[d];
                unit *= size[d];
            }
            values[i] = number;
        }
        return values;
    }

    private static void Describe(PickleBuilder pickle, Entry entry)
    {
        Object(pickle, Metadata, "TensorStorageMetadata").Text("properties");
        pickle.Global(Metadata, "TensorProperties").EmptyTuple().Op(PickleOpcode.NewObj).Mark()
            .Torch(entry.DType!)
            .Layout("strided")
            .False() // requires_grad
            .Global(Metadata, "_MEM_FORMAT_ENCODING").Ints(0).Reduce()
            .False() // pin_memory
            .Tuple().Op(PickleOpcode.Build);
        Size(pickle.Text("size"), entry.Size).Text("chunks").Op(PickleOpcode.EmptyList).Mark();
        foreach (Chunk chunk in entry.Chunks)
        {
            Object(pickle, Metadata, "ChunkStorageMetadata");
            Size(pickle.Text("offsets"), chunk.Offsets);
            Size(pickle.Text("sizes"), chunk.Sizes).SetItems().Op(PickleOpcode.Build);
        }
        pickle.Op(PickleOpcode.Appends).SetItems().Op(PickleOpcode.Build);
    }

    // A new object and the dict of its fields, to be filled and set.
    private static PickleBuilder Object(PickleBuilder pickle, string module, string name) =>
        pickle.Global(module, name).EmptyTuple().Op(PickleOpcode.NewObj).EmptyDict().Mark();

    private static PickleBuilder Size(PickleBuilder pickle, long[] numbers) =>
        pickle.Global("torch", "Size").Mark().Ints(numbers).Tuple().Reduce();
}
