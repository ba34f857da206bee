using SafeLoad.Diagnostics;
using SafeLoad.Loading;
using SafeLoad.Pickle;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Formats.Numpy;

/// <summary>An .npy array: a header, then the elements; an array of objects has a pickle there, which ends where it says.</summary>
/// <remarks>numpy/lib/format.py, <c>read_array</c>.</remarks>
internal sealed class NpyReader
{
    private readonly ByteSource _source;
    private readonly string? _record;

    private NpyReader(ByteSource source, string? record, NpyHeader header)
    {
        (_source, _record, Header) = (source, record, header);
        DType = NumpyDescription.Read(header.Description);
        Parts.Add(PartKind.Header, "header", header.DataOffset);
    }

    public NpyHeader Header { get; }

    /// <summary>What the header says the elements are; null if that is no dtype that NumPy writes.</summary>
    public NumpyDType? DType { get; }

    /// <summary>Whether a pickle stands behind the header, or may stand there for all that can be told.</summary>
    public bool MayBePickle => DType is not { HasObjects: false };

    /// <summary>What was read so far: the header, and the elements or their pickle.</summary>
    public PartList Parts { get; } = new();

    /// <summary>Reads the header.</summary>
    /// <param name="source">The array, and perhaps others behind it.</param>
    /// <param name="record">What it is called in messages; null if it is the file itself.</param>
    /// <exception cref="MalformedCheckpointException">It is none.</exception>
    public static NpyReader Open(ByteSource source, string? record)
    {
        Span<byte> magic = stackalloc byte[6];
        if (source.Read(0, magic) < magic.Length || magic[0] != 0x93 || !magic[1..].SequenceEqual("NUMPY"u8))
            throw Problems.Npy("the record is no .npy array", new CheckpointLocation(source.Name, record, 0));
        return new NpyReader(source, record, NpyHeader.Read(source, record));
    }

    /// <summary>Finds the elements behind the header. Bytes may follow them.</summary>
    /// <param name="budget">How many dimensions an array may have.</param>
    /// <exception cref="MalformedCheckpointException">They are not all there.</exception>
    public Part ReadElements(Budget budget)
    {
        CheckpointLocation at = new(_source.Name, _record, 0);
        budget.CheckDimensions(Header.Shape.Length, at);
        int itemSize = DType!.ItemSize;
        long count = TensorBounds.ElementCount(Header.Shape, at), available = _source.Length - Parts.End;
        if (itemSize > 0 && count > available / itemSize)
        {
            string claimed = FormattableString.Invariant($"{count:N0} elements of {itemSize} bytes do not fit the {available:N0} bytes");
            throw Problems.Npy(claimed + " after the header: the file was cut short", at);
        }
        return Parts.Add(PartKind.Array, "elements", count * itemSize);
    }

    /// <summary>Finds the pickle behind the header.</summary>
    /// <param name="budget">How long a pickle may be.</param>
    public PickleData ReadPickle(Budget budget)
    {
        PickleData pickle = PickleEnd.Read(_source, Parts.End, _record, budget);
        Parts.Add(PartKind.Pickle, "objects", pickle.End);
        return pickle;
    }
}
