using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using SafeLoad.Tensors;

namespace SafeLoad.Writing;

/// <summary>safetensors, by every rule of the reference implementation: the widest elements first, so that all are aligned, and names in order among equals.</summary>
/// <remarks>safetensors/src/tensor.rs, <c>prepare</c>.</remarks>
internal static class SafetensorsFile
{
    /// <summary>Writes tensors.</summary>
    /// <param name="entries">The tensors; names are unique, dtypes have a name in the format.</param>
    /// <param name="metadata">Free text by key; empty for none.</param>
    /// <param name="stream">Where to write; need not seek.</param>
    /// <param name="cancellation">Ends it.</param>
    public static void Write(IEnumerable<(string Name, TensorInfo Tensor)> entries, IReadOnlyDictionary<string, string> metadata, Stream stream, CancellationToken cancellation = default)
    {
        List<(string Name, TensorInfo Tensor)> ordered = Ordered(entries);
        byte[] header = Header(ordered, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, tensor) in ordered)
        {
            cancellation.ThrowIfCancellationRequested();
            TensorBytes.Copy(tensor, stream.Write, cancellation);
        }
    }

    /// <summary>The bytes that a file of these tensors has.</summary>
    public static long LengthOf(IEnumerable<(string Name, TensorInfo Tensor)> entries, IReadOnlyDictionary<string, string> metadata)
    {
        List<(string Name, TensorInfo Tensor)> ordered = Ordered(entries);
        return 8 + Header(ordered, metadata).Length + ordered.Sum(static entry => entry.Tensor.ByteLength);
    }

    private static List<(string Name, TensorInfo Tensor)> Ordered(IEnumerable<(string Name, TensorInfo Tensor)> entries) =>
        [.. entries.OrderByDescending(static entry => entry.Tensor.DType.ItemSize).ThenBy(static entry => entry.Name, StringComparer.Ordinal)];

    private static byte[] Header(List<(string Name, TensorInfo Tensor)> entries, IReadOnlyDictionary<string, string> metadata)
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
                json.WriteString("dtype", SafetensorsDTypes.NameOf(tensor.DType));
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
        for (int i = 0; i < shape.Length; i++) json.WriteNumberValue(tensor.DType == DType.Float4E2M1FNx2 && i == shape.Length - 1 ? shape[i] * 2 : shape[i]);
    }
}
