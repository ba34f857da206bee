using System.Buffers.Binary;
using System.Text;
using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Numpy;

/// <summary>The header of an .npy file: the dtype's description, the shape, and where the data begin.</summary>
/// <param name="Description">NumPy's <c>descr</c>: a text, or a list of fields.</param>
/// <param name="FortranOrder">Whether the first dimension runs fastest.</param>
/// <param name="Shape">The size of each dimension.</param>
/// <param name="DataOffset">Where the data begin.</param>
/// <remarks>numpy/lib/format.py, versions 1.0 to 3.0.</remarks>
internal sealed record NpyHeader(object Description, bool FortranOrder, long[] Shape, long DataOffset)
{
    // numpy itself takes 10,000 characters from strangers, since its parser is Python's; ours only needs a bound.
    private const int MaxLength = 1 << 20;

    /// <summary>Whether 8 bytes, the first of them lowest, begin with NumPy's magic.</summary>
    public static bool IsAt(ulong head) => (head & 0xFFFF_FFFF_FFFF) == 0x5950_4D55_4E93;

    /// <summary>Whether a file begins with NumPy's magic and a version.</summary>
    public static bool IsAt(ReadOnlySpan<byte> head) => head.Length > 6 && head[0] == 0x93 && head[1..].StartsWith("NUMPY"u8);

    /// <summary>Whether a source begins with NumPy's magic and a version.</summary>
    public static bool IsAt(ByteSource source)
    {
        Span<byte> head = stackalloc byte[7];
        return IsAt(head[..source.Read(0, head)]);
    }

    /// <summary>Where the header's text begins and how long it says that it is, whatever stands in it; null if its version has no
    /// such number, or the source none.</summary>
    public static (long Start, long Length)? PlaceIn(ByteSource source)
    {
        Span<byte> prefix = stackalloc byte[12];
        int read = source.Read(0, prefix), version = read > 6 ? prefix[6] : 0, lengthSize = version == 1 ? 2 : 4;
        if (version is < 1 or > 3 || read < 8 + lengthSize) return null;
        return (8 + lengthSize, version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..])
            : BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]));
    }

    public static NpyHeader Read(ByteSource source, string? record)
    {
        CheckpointLocation at = new(source.Name, record, 0);
        Span<byte> versions = stackalloc byte[7];
        int version = source.Read(0, versions) > 6 ? versions[6] : 0;
        if (PlaceIn(source) is not var (start, length)) throw Problems.Npy($"the .npy header has version {version}; 1 to 3 exist", at);
        if (length > MaxLength || length > source.Length - start)
            throw Problems.Npy(FormattableString.Invariant(
                $"the .npy header is said to have {length:N0} bytes; {source.Length - start:N0} are there and {MaxLength:N0} allowed"), at);
        byte[] bytes = new byte[length];
        source.ReadExactly(start, bytes);
        string text = version == 3 ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
        if (!PythonLiteral.TryParse(text, out object? value) || value is not List<object?> { Count: 6 } pairs)
            throw Problems.Npy("the .npy header is no literal dict of descr, fortran_order and shape", at with { Offset = start });
        object? description = null;
        bool? fortran = null;
        long[]? shape = null;
        for (int i = 0; i < pairs.Count; i += 2)
        {
            switch (pairs[i])
            {
                case "descr": description = pairs[i + 1]; break;
                case "fortran_order": fortran = pairs[i + 1] as bool?; break;
                case "shape" when pairs[i + 1] is List<object?> sizes && sizes.TrueForAll(static size => size is long):
                    shape = [.. sizes.Select(static size => (long)size!)]; break;
            }
        }
        if (description is not (string or List<object?>) || fortran is null || shape is null)
            throw Problems.Npy("the .npy header lacks descr, fortran_order or shape", at with { Offset = start });
        return new NpyHeader(description, fortran.Value, shape, start + length);
    }
}
