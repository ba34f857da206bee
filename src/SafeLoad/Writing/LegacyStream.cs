using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace SafeLoad.Writing;

/// <summary>
/// The stream that PyTorch 0.1.10 to 1.5 wrote, and every later one reads: five pickles (magic number, protocol version, system, object,
/// storage keys), then for each key the number of elements and the elements.
/// </summary>
/// <param name="pickle">The value's pickle.</param>
/// <param name="plan">The storages.</param>
/// <remarks>torch/serialization.py, <c>_legacy_save</c>.</remarks>
internal sealed class LegacyStream(byte[] pickle, StoragePlan plan) : IFileContent
{
    private const int ProtocolVersion = 1001;

    private static readonly BigInteger s_magic = BigInteger.Parse("119547037146038801333356", CultureInfo.InvariantCulture);

    public long Length => Header().Length + pickle.Length + Keys(Parts).Length + plan.Parts.Sum(static part => 8 + part.Length);

    // As text: PyTorch sorts keys, which are texts.
    private List<StoragePart> Parts => [.. plan.Parts.OrderBy(static part => part.KeyText, StringComparer.Ordinal)];

    /// <summary>Why a tensor cannot be held; null if it can.</summary>
    public static string? WhyNot(TensorInfo tensor) =>
        tensor.Nested is not null ? "nested"
        : tensor.WhyNoData is { } why ? why
        : tensor.DType.StorageClass is null ? tensor.DType.ToString()
        : tensor.IsConjugate || tensor.IsNegative ? "a conjugated or negated view"
        : null;

    public void Write(Stream stream, CancellationToken cancellation = default)
    {
        stream.Write(Header());
        stream.Write(pickle);
        List<StoragePart> parts = Parts;
        stream.Write(Keys(parts));
        Span<byte> count = stackalloc byte[8];
        foreach (StoragePart part in parts)
        {
            BinaryPrimitives.WriteInt64LittleEndian(count, part.Length / part.DType!.ItemSize);
            stream.Write(count);
            StorageBytes.Copy(part, stream.Write, cancellation);
        }
    }

    private static byte[] Header()
    {
        var magic = new PickleOutput();
        magic.Int(s_magic);
        magic.Op('.');
        var version = new PickleOutput();
        version.Int(ProtocolVersion);
        version.Op('.');
        var system = new PickleOutput();
        system.Op('}');
        system.Op('(');
        system.Text("protocol_version");
        system.Int(ProtocolVersion);
        system.Text("little_endian");
        system.Bool(true);
        system.Text("type_sizes");
        system.Op('}');
        system.Op('(');
        foreach (var (name, size) in ((string, int)[])[("short", 2), ("int", 4), ("long", 4)])
        {
            system.Text(name);
            system.Int(size);
        }
        system.Op('u');
        system.Op('u');
        system.Op('.');
        return [.. magic.Bytes, .. version.Bytes, .. system.Bytes];
    }

    private static byte[] Keys(List<StoragePart> parts)
    {
        var keys = new PickleOutput();
        keys.Op(']');
        keys.Op('(');
        foreach (StoragePart part in parts) keys.Text(part.KeyText);
        keys.Op('e');
        keys.Op('.');
        return keys.Bytes.ToArray();
    }
}
