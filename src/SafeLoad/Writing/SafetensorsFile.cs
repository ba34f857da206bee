using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace SafeLoad.Writing;

/// <summary>
/// A file of safetensors, by every rule of the reference implementation: the widest elements first, so that all are aligned, and names in
/// order among equals.
/// </summary>
/// <remarks>safetensors/src/tensor.rs, <c>prepare</c>.</remarks>
internal sealed class SafetensorsFile : IFileContent
{
    private readonly List<KeyValuePair<string, TensorInfo>> _entries;
    private readonly byte[] _header;

    /// <summary>Plans a file.</summary>
    /// <param name="entries">The tensors; names are unique, dtypes have a name in the format.</param>
    /// <param name="metadata">Free text by key; empty for none.</param>
    public SafetensorsFile(IEnumerable<KeyValuePair<string, TensorInfo>> entries, IReadOnlyDictionary<string, string> metadata)
    {
        _entries = [.. entries.OrderByDescending(static entry => entry.Value.DType.ItemSize)
            .ThenBy(static entry => entry.Key, StringComparer.Ordinal)];
        _header = Header(_entries, metadata);
    }

    public long Length => 8 + _header.Length + _entries.Sum(static entry => entry.Value.ByteLength);

    public void Write(Stream stream, CancellationToken cancellation = default)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, _header.Length);
        stream.Write(length);
        stream.Write(_header);
        foreach (var (_, tensor) in _entries) TensorBytes.Copy(tensor, stream.Write, cancellation);
    }

    private static byte[] Header(List<KeyValuePair<string, TensorInfo>> entries, IReadOnlyDictionary<string, string> metadata)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata) json.WriteString(key, value);
                json.WriteEndObject();
            }
            long offset = 0;
            foreach (var (name, tensor) in entries)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", tensor.DType.Safetensors);
                json.WriteStartArray("shape");
                WriteShape(json, tensor);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.ByteLength);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // Spaces until the data begin at a multiple of 8.
        byte[] header = new byte[(bytes.WrittenCount + 7) / 8 * 8];
        header.AsSpan().Fill((byte)' ');
        bytes.WrittenSpan.CopyTo(header);
        return header;
    }

    // F4 counts numbers, PyTorch pairs of them.
    private static void WriteShape(Utf8JsonWriter json, TensorInfo tensor)
    {
        ReadOnlySpan<long> shape = tensor.Shape;
        bool isPaired = tensor.DType == DType.Float4E2M1FNx2;
        for (int i = 0; i < shape.Length; i++) json.WriteNumberValue(isPaired && i == shape.Length - 1 ? shape[i] * 2 : shape[i]);
    }
}
