using System.Buffers.Binary;
using System.Text.Json;
using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Loading;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Formats.Safetensors;

/// <summary>
/// safetensors: the length of a JSON header, the header, and the tensors' bytes, in order and without gaps.
/// </summary>
/// <remarks>Every rule of the reference implementation (safetensors/src/tensor.rs): header of at most 100,000,000 bytes,
/// beginning with <c>{</c>, no name
/// twice, offsets without holes or overlaps, sizes that fit shape and dtype, and no byte after the last tensor.</remarks>
internal sealed class SafetensorsLoader
{
    private readonly ByteSource _source;
    private readonly Budget _budget;
    private readonly CheckpointLocation _at;
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private SafetensorsLoader(ByteSource source, Budget budget)
    {
        _source = source;
        _budget = budget;
        _at = new CheckpointLocation(source.Name, null, 8);
    }

    public static LoadedCheckpoint Load(ByteSource source, LoadContext context)
    {
        Span<byte> prefix = stackalloc byte[8];
        source.ReadExactly(0, prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        CheckpointLocation at = new(source.Name, null, 0);
        if (length > (ulong)source.Length - SafetensorsHeader.PrefixBytes)
            throw Problems.Safetensors(FormattableString.Invariant($"the header is said to have {length:N0} bytes; {source.Length - 8:N0} ")
                + "are there: the file was cut short, download it again", at);
        context.Budget.CheckHeaderBytes((long)length, SafetensorsHeader.MostBytes, at);
        byte[] header = new byte[length];
        source.ReadExactly(8, header);
        var loader = new SafetensorsLoader(source, context.Budget);
        try
        {
            return loader.Read(header);
        }
        catch (JsonException problem)
        {
            throw Problems.Safetensors("the header is no JSON: " + Printable.Escape(problem.Message),
                at with { Offset = 8 + (problem.BytePositionInLine ?? 0) });
        }
        // GetString on invalid UTF-8 or lone surrogate escapes.
        catch (InvalidOperationException)
        {
            throw Problems.Safetensors("the header holds text that is not valid Unicode", at with { Offset = 8 });
        }
    }

    private LoadedCheckpoint Read(byte[] header)
    {
        var reader = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = 8 });
        if (header.Length == 0 || header[0] != '{' || !reader.Read()) throw Problems.Safetensors("the header does not begin with {", _at);
        var entries = new List<Entry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!names.Add(name)) throw Problems.Safetensors($"the header has '{Printable.Escape(name)}' twice", _at);
            reader.Read();
            if (name == "__metadata__") ReadMetadata(ref reader);
            else entries.Add(ReadEntry(ref reader, name));
        }
        if (reader.Read()) throw Problems.Safetensors("something follows the header's JSON object", _at);
        CheckOffsets(entries, 8L + header.Length);

        var root = new PyDict();
        var storages = new List<StorageInfo>(entries.Count);
        foreach (Entry entry in entries)
        {
            var storage = new StorageInfo(entry.Name, entry.DType, "cpu", entry.End - entry.Begin,
                new SliceByteSource(_source, 8 + header.Length + entry.Begin, entry.End - entry.Begin));
            storages.Add(storage);
            root.Add(PyValue.FromText(entry.Name),
                new PyValue(new PyTensor(new TensorInfo(
                    entry.DType, entry.Shape, TensorBounds.ContiguousStrides(entry.Shape), 0, storage))));
        }
        string[] notes = AddTied(root);
        string format = _metadata.TryGetValue("format", out string? written) ? $" (format {written})" : "";
        return new LoadedCheckpoint(CheckpointFormat.Safetensors, new PyValue(root), storages, [], notes,
            new CheckpointWriterInfo("safetensors" + format)) { Budget = _budget, Metadata = _metadata };
    }

    // safetensors/python/py_src/safetensors/torch.py, save_model: a file holds a tensor once, and the other names that the model has for it
    // stand in the metadata, each with the name that it was written under.
    private string[] AddTied(PyDict root)
    {
        var tied = new List<(PyValue Name, PyTensor Tensor)>();
        foreach (var (other, name) in _metadata)
        {
            PyValue key = PyValue.FromText(other);
            if (root.TryGetValue(name, out PyValue value) && value.RawReference is PyTensor tensor && !root.TryGetValue(key, out _))
                tied.Add((key, new PyTensor(tensor.Info with { TiedTo = name })));
        }
        foreach (var (name, tensor) in tied) root.Add(name, new PyValue(tensor));
        return tied.Count == 0 ? [] : [FormattableString.Invariant($"names that __metadata__ ties to others: {tied.Count:N0}")];
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Problems.Safetensors("__metadata__ is no object", _at);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) throw Problems.Safetensors("__metadata__ holds something else than text", _at);
            if (!_metadata.TryAdd(key, reader.GetString()!))
                throw Problems.Safetensors($"__metadata__ has '{Printable.Escape(key)}' twice", _at);
        }
    }

    private Entry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Bad(name, "is no object");
        string? type = null;
        long[]? shape = null, offsets = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string member = reader.GetString()!;
            if (!seen.Add(member)) throw Bad(name, $"has '{Printable.Escape(member)}' twice");
            reader.Read();
            if (member == "dtype")
                type = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw Bad(name, "has a dtype that is no text");
            else if (member == "shape") shape = ReadNumbers(ref reader, name);
            else if (member == "data_offsets") offsets = ReadNumbers(ref reader, name);
            else reader.Skip();
        }
        if (type is null || shape is null || offsets is not [var begin, var end]) throw Bad(name, "lacks dtype, shape or data_offsets");
        DType dtype = DType.FromSafetensors(type)
            ?? throw Problems.UnsupportedTensor(
                $"tensor '{Printable.Escape(name)}' has dtype '{Printable.Escape(type)}', which PyTorch does not have", _at);
        _budget.CheckDimensions(shape.Length, _at);
        if (dtype == DType.Float4E2M1FNx2)
        {
            // The format counts single values, PyTorch bytes of two.
            if (shape.Length == 0 || shape[^1] % 2 != 0) throw Bad(name, "has an odd number of 4-bit values in a row");
            shape[^1] /= 2;
        }
        long count = TensorBounds.ElementCount(shape, _at);
        if (begin > end || count > long.MaxValue / dtype.ItemSize || count * dtype.ItemSize != end - begin)
            throw Bad(name,
                FormattableString.Invariant($"has bytes {begin} to {end}; its shape and dtype take {(Int128)count * dtype.ItemSize}"));
        return new Entry(name, dtype, shape, begin, end);
    }

    private long[] ReadNumbers(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw Bad(name, "has a shape or offsets that are no array");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            if (!reader.TryGetInt64(out long number) || number < 0) throw Bad(name, "has a size or offset that is no whole number");
            numbers.Add(number);
        }
        if (reader.TokenType != JsonTokenType.EndArray) throw Bad(name, "has a size or offset that is no number");
        return [.. numbers];
    }

    private void CheckOffsets(List<Entry> entries, long dataStart)
    {
        long end = 0;
        foreach (Entry entry in entries.OrderBy(static entry => entry.Begin).ThenBy(static entry => entry.End))
        {
            if (entry.Begin != end)
                throw Bad(entry.Name, FormattableString.Invariant($"begins at byte {entry.Begin}; the one before it ends at {end}"));
            end = entry.End;
        }
        if (end != _source.Length - dataStart) throw Length(end, _source.Length - dataStart);
    }

    private MalformedCheckpointException Length(long stated, long found) =>
        Problems.Safetensors(FormattableString.Invariant($"the tensors take {stated:N0} bytes; {found:N0} follow the header")
        + (stated > found
            ? FormattableString.Invariant($": {stated - found:N0} bytes are missing, the file was cut short; download it again") : ""),
            _at);

    private MalformedCheckpointException Bad(string name, string problem) =>
        Problems.Safetensors($"tensor '{Printable.Escape(name)}' {problem}", _at);

    private sealed record Entry(string Name, DType DType, long[] Shape, long Begin, long End);
}
