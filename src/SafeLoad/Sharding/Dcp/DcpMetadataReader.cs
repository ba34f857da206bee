using SafeLoad.Diagnostics;
using SafeLoad.Formats.Pickles;
using SafeLoad.Loading;
using SafeLoad.Loading.Functions;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Sharding.Dcp;

/// <summary>Reads <c>.metadata</c>, a pickle of data classes: only those are allowed in it, and every field is looked at.</summary>
/// <remarks>torch/distributed/checkpoint/metadata.py, filesystem.py and default_planner.py.
/// PyTorch itself reads it with plain pickle.</remarks>
internal sealed class DcpMetadataReader
{
    private readonly Budget _budget;
    private readonly CheckpointLocation _at;
    private readonly DcpPlaces _places = new();

    private DcpMetadataReader(Budget budget, CheckpointLocation at)
    {
        _budget = budget;
        _at = at;
    }

    /// <summary>Reads the metadata.</summary>
    /// <param name="source">The file.</param>
    /// <param name="budget">What the checkpoint may still cost.</param>
    /// <param name="pickle">What the pickle itself was, with the names in it.</param>
    public static DcpMetadata Read(ByteSource source, Budget budget, out LoadedCheckpoint pickle)
    {
        pickle = PickleLoader.Load(source, new LoadContext(budget, CheckpointOptions.Default) { Sets = AllowedSets.Dcp });
        return new DcpMetadataReader(budget, new CheckpointLocation(source.Name)).Read(pickle.Root);
    }

    /// <summary>Every slice that the metadata leads to, whatever else is wrong with it and whether or not a value has it: PyTorch asks for
    /// them by their keys, one by one.</summary>
    /// <param name="source">The file.</param>
    /// <param name="budget">What the checkpoint may still cost.</param>
    /// <param name="report">Told of each that cannot be read.</param>
    public static IReadOnlyCollection<DcpSlice> ReadSlices(ByteSource source, Budget budget, Action<SafeLoadException> report)
    {
        var context = new LoadContext(budget, CheckpointOptions.Default) { Sets = AllowedSets.Dcp };
        var reader = new DcpMetadataReader(budget, new CheckpointLocation(source.Name));
        PyRecord metadata = reader.Record(PickleLoader.Load(source, context).Root, "Metadata", "the pickle");
        var slices = new HashSet<DcpSlice>();
        foreach (var (_, info) in reader.Dict(Field(metadata, "storage_data"), "storage_data"))
        {
            try
            {
                slices.Add(reader.ReadSlice(reader.Record(info, "_StorageInfo", "a value of storage_data"), "a slice"));
            }
            catch (SafeLoadException problem) when (LoadContext.CanGoOn(problem))
            {
                report(problem);
            }
        }
        return slices;
    }

    private DcpMetadata Read(PyValue root)
    {
        PyRecord metadata = Record(root, "Metadata", "the pickle");
        PyDict planner = Field(metadata, "planner_data") is { IsNone: false } paths ? Dict(paths, "planner_data") : new PyDict();
        ReadPlaces(Dict(Field(metadata, "storage_data"), "storage_data"));
        var entries = new List<DcpEntry>();
        foreach (var (key, value) in Dict(Field(metadata, "state_dict_metadata"), "state_dict_metadata"))
        {
            string name = Text(key, "a name in state_dict_metadata");
            entries.Add(ReadEntry(name, value, planner.TryGetValue(key, out PyValue path) ? Path(path, name) : null));
        }
        PyValue version = Field(metadata, "version");
        return new DcpMetadata(entries, version.Is(PyKind.Str) ? Text(version, "version") : null, _places.Left);
    }

    private void ReadPlaces(PyDict places)
    {
        foreach (var (key, value) in places)
        {
            PyRecord index = Record(key, "MetadataIndex", "a key of storage_data"),
                info = Record(value, "_StorageInfo", "a value of storage_data");
            string name = Text(Field(index, "fqn"), "a fqn");
            PyValue offset = Field(index, "offset");
            if (Field(info, "transform_descriptors") is { IsNone: false } transforms && transforms.RawReference is not PyList { Count: 0 })
                throw Problems.UnsupportedDcp(
                    name, "was compressed or changed by extensions (transform_descriptors), which are not read", _at);
            if (!_places.TryAdd(name, offset.IsNone ? [] : Numbers(offset, name), ReadSlice(info, name)))
                throw Problems.Dcp(name, "has two slices for one place", _at);
        }
    }

    private DcpSlice ReadSlice(PyRecord info, string name)
    {
        string file = Text(Field(info, "relative_path"), "a relative_path");
        if (!ShardFileName.IsBare(file))
            throw Problems.Dcp(name, $"lies in '{Printable.Escape(file)}', which is not the name of a file of the folder", _at);
        return new DcpSlice(file, Number(Field(info, "offset"), name), Number(Field(info, "length"), name));
    }

    private DcpEntry ReadEntry(string name, PyValue value, PyTuple? path)
    {
        if (value.RawReference is PyRecord { TypeName: DcpFunctions.MetadataModule + ".BytesStorageMetadata" })
            return new DcpEntry(name, path) { Pickled = _places.Take(name, [])
                ?? throw Problems.Dcp(name, "has no slice in storage_data", _at) };
        PyRecord tensor = Record(value, "TensorStorageMetadata", "a value of state_dict_metadata");
        PyRecord properties = Record(Field(tensor, "properties"), "TensorProperties", "a tensor's properties");
        PyValue type = Field(properties, "dtype");
        DType dtype = type.RawReference is PyConstant { TypeName: PyConstant.DTypeName } constant
            && DType.FromName(constant.Text["torch.".Length..]) is { } known ? known
            : throw Problems.Dcp(name, $"has a {type.TypeName} as its dtype", _at);
        if (Field(properties, "layout").RawReference is not PyConstant { TypeName: PyConstant.LayoutName } layout
            || TensorLayoutNames.Parse(layout.Text) != TensorLayout.Strided)
            throw Problems.UnsupportedDcp(name, "is no strided tensor", _at);
        long[] size = Numbers(Field(tensor, "size"), name);
        if (TensorBounds.ElementCount(size, _at) > long.MaxValue / dtype.ItemSize)
            throw Problems.Dcp(name, "has more than 2^63 bytes", _at);
        var chunks = new List<DcpChunk>();
        if (Field(tensor, "chunks").RawReference is not PyList list) throw Problems.Dcp(name, "has no list of chunks", _at);
        foreach (PyValue item in list)
        {
            PyRecord chunk = Record(item, "ChunkStorageMetadata", "a chunk");
            long[] offsets = Numbers(Field(chunk, "offsets"), name), sizes = Numbers(Field(chunk, "sizes"), name);
            CheckInside(name, size, offsets, sizes);
            // Processes that got nothing of a tensor are listed too, all at its end, with one slice for all of them.
            bool isEmpty = Array.IndexOf(sizes, 0L) >= 0;
            DcpSlice? slice = _places.Take(name, offsets);
            if (slice is null && !isEmpty) throw Problems.Dcp(name, "has a chunk without a slice of its own in storage_data", _at);
            if (!isEmpty) chunks.Add(new DcpChunk(offsets, sizes, slice));
        }
        return new DcpEntry(name, path) { DType = dtype, Size = size, Chunks = chunks };
    }

    private void CheckInside(string name, long[] size, long[] offsets, long[] sizes)
    {
        if (offsets.Length != size.Length || sizes.Length != size.Length)
            throw Problems.Dcp(name, "has a chunk with another number of dimensions", _at);
        for (int i = 0; i < size.Length; i++)
        {
            if (offsets[i] > size[i] || sizes[i] > size[i] - offsets[i])
                throw Problems.Dcp(
                    name, FormattableString.Invariant($"has a chunk of {sizes[i]} at {offsets[i]} in a dimension of {size[i]}"), _at);
        }
    }

    private PyTuple Path(PyValue value, string name)
    {
        if (value.RawReference is not PyTuple { Kind: PyKind.Tuple, Count: > 0 } path)
            throw Problems.Dcp(name, "has a path in planner_data that is no tuple", _at);
        _budget.ChargeCopy(path.Count * 64L, _at);
        foreach (PyValue step in path)
        {
            if (!step.Is(PyKind.Str) && !(step.Is(PyKind.Int) && step.AsInt64() >= 0))
                throw Problems.Dcp(name, "has a path in planner_data of something else than names and indices", _at);
        }
        return path;
    }

    private PyRecord Record(PyValue value, string type, string what) =>
        value.RawReference is PyRecord record && record.TypeName.EndsWith("." + type, StringComparison.Ordinal) ? record
        : throw Problems.Dcp($"{what} is a {value.TypeName}, not a {type}", _at);

    private static PyValue Field(PyRecord record, string name) =>
        record.Attributes is { } fields && fields.TryGetValue(name, out PyValue value) ? value : PyValue.None;

    private PyDict Dict(PyValue value, string what) =>
        value.RawReference as PyDict ?? throw Problems.Dcp($"{what} is a {value.TypeName}, not a dict", _at);

    // A memo makes a long text or a long shape cheap to repeat.
    private string Text(PyValue value, string what)
    {
        if (!value.Is(PyKind.Str)) throw Problems.Dcp($"{what} is a {value.TypeName}, not a str", _at);
        _budget.ChargeCopy(value.Length * 2L, _at);
        return value.AsString();
    }

    private long Number(PyValue value, string name) =>
        value.Is(PyKind.Int) && value.AsInt64() >= 0 ? value.AsInt64()
        : throw Problems.Dcp(name, "has an offset or length that is no whole number", _at);

    private long[] Numbers(PyValue value, string name)
    {
        if (value.RawReference is not PyTuple tuple) throw Problems.Dcp(name, $"has a {value.TypeName} for a size or offset", _at);
        _budget.CheckDimensions(tuple.Count, _at);
        _budget.ChargeCopy(tuple.Count * 8L, _at);
        var numbers = new long[tuple.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!tuple[i].Is(PyKind.Int) || tuple[i].AsInt64() < 0)
                throw Problems.Dcp(name, "has a size or offset that is no whole number", _at);
            numbers[i] = tuple[i].AsInt64();
        }
        return numbers;
    }
}
