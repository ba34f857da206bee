using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Hdf5;

/// <summary>A chunk as its index has it.</summary>
/// <param name="Number">Its number in the grid, row by row.</param>
/// <param name="Address">Where it stands.</param>
/// <param name="Length">Its bytes as they are stored.</param>
/// <param name="FilterMask">The filters that it leaves out.</param>
internal readonly record struct Hdf5Chunk(long Number, long Address, int Length, uint FilterMask)
{
    public Hdf5Run Run => new(Address, Length);
}

/// <summary>
/// The grid of chunks that covers a dataset, and its bands: the chunks that together hold a run of neighbouring rows. Who reads a
/// dataset from front to end reads band after band, and each chunk once.
/// </summary>
internal sealed class Hdf5Grid
{
    // Reading fewer bytes at once costs more than the bytes.
    private const long SmallBand = 1 << 16;

    private readonly long[] _maxCounts;

    public Hdf5Grid(Hdf5Space space, long[] chunkShape, int itemSize, CheckpointLocation at)
    {
        // The size of an element is the last one.
        if (chunkShape.Length != space.Shape.Length + 1 || chunkShape[^1] != itemSize)
            throw Problems.Hdf5("the chunks of a dataset have other dimensions than the dataset", at);
        Shape = space.Shape;
        ChunkShape = chunkShape[..^1];
        ItemSize = itemSize;
        long length = Hdf5Space.Count(chunkShape, at);
        if (length > Array.MaxLength)
            throw Problems.UnsupportedTensor(
                FormattableString.Invariant($"a dataset has chunks of {length:N0} bytes; up to {Array.MaxLength:N0} are read"), at);
        ChunkLength = (int)length;
        Counts = new long[Shape.Length];
        _maxCounts = new long[Shape.Length];
        for (int i = 0; i < Shape.Length; i++)
        {
            Counts[i] = Cover(Shape[i], ChunkShape[i]);
            _maxCounts[i] = space.MaxShape[i] == Hdf5Cursor.Undefined ? Hdf5Cursor.Undefined : Cover(space.MaxShape[i], ChunkShape[i]);
        }
        Count = Hdf5Space.Count(Counts, at);
        (BandDimension, RowLength, ChunksInRow) = FindBands();
        long chunkRow = Math.Max(1, ChunkShape[BandDimension] * RowLength);
        // Zeros make all of this meaningless; such a dataset has no bytes and no bands.
        BandRows = Math.Min(Shape[BandDimension], ChunkShape[BandDimension] * Math.Max(1, SmallBand / chunkRow));
        BandRows = Math.Max(1, BandRows);
    }

    public long[] Shape { get; }

    public long[] ChunkShape { get; }

    public int ItemSize { get; }

    /// <summary>Bytes of a whole chunk.</summary>
    public int ChunkLength { get; }

    /// <summary>How many chunks cover each dimension.</summary>
    public long[] Counts { get; }

    /// <summary>How many chunks cover the dataset.</summary>
    public long Count { get; }

    /// <summary>The dimension along which bands follow each other. In the ones before it, each chunk has one element.</summary>
    public int BandDimension { get; }

    /// <summary>Bytes of one row of that dimension.</summary>
    public long RowLength { get; }

    /// <summary>How many chunks cover one row of that dimension.</summary>
    public long ChunksInRow { get; }

    /// <summary>How many rows a band has; the last one of all can have fewer.</summary>
    public long BandRows { get; }

    /// <summary>Bytes of a whole band.</summary>
    public long BandLength => RowLength > long.MaxValue / BandRows ? long.MaxValue : BandRows * RowLength;

    /// <summary>How many chunks there could be if the dataset grew as far as it may; null if that is without end.</summary>
    public long? MaxCount(CheckpointLocation at) =>
        Array.IndexOf(_maxCounts, Hdf5Cursor.Undefined) < 0 ? Hdf5Space.Count(_maxCounts, at) : null;

    /// <summary>The number of a chunk by its place in each dimension; null if the dataset does not reach there.</summary>
    public long? NumberOf(ReadOnlySpan<long> places)
    {
        long number = 0;
        for (int i = 0; i < Counts.Length; i++)
        {
            if (places[i] < 0 || places[i] >= Counts[i]) return null;
            number = number * Counts[i] + places[i];
        }
        return number;
    }

    /// <summary>The number of a chunk by its number in the grid that the dataset may grow to;
    /// null if the dataset does not reach there now.</summary>
    public long? NumberFromMax(long number)
    {
        Span<long> places = stackalloc long[Counts.Length];
        for (int i = Counts.Length - 1; i >= 0; i--) (number, places[i]) = Math.DivRem(number, Math.Max(1, _maxCounts[i]));
        return NumberOf(places);
    }

    /// <summary>The one dimension that grows without end; -1 if none does, or several.</summary>
    public int GrowingDimension =>
        Array.IndexOf(_maxCounts, Hdf5Cursor.Undefined) is >= 0 and var first
            && Array.LastIndexOf(_maxCounts, Hdf5Cursor.Undefined) == first ? first : -1;

    /// <summary>The number of a chunk by its number in a grid whose outermost dimension is the growing one; null if the dataset does not
    /// reach there now.</summary>
    /// <remarks>H5VMprivate.h of the library, <c>H5VM_swizzle_coords</c>.</remarks>
    public long? NumberFromGrowing(long number)
    {
        int growing = GrowingDimension;
        Span<long> places = stackalloc long[Counts.Length];
        for (int i = Counts.Length - 1; i >= 0; i--)
        {
            if (i != growing) (number, places[i]) = Math.DivRem(number, Math.Max(1, _maxCounts[i]));
        }
        places[growing] = number;
        return NumberOf(places);
    }

    // As far out as each chunk has one element and as little would be in a band that it is not worth its while.
    private (int Dimension, long RowLength, long ChunksInRow) FindBands()
    {
        int first = Array.FindIndex(ChunkShape, static size => size > 1), dimension = Shape.Length - 1;
        long rowLength = ItemSize, chunksInRow = 1;
        while (dimension > 0 && ((first >= 0 && dimension > first) || Shape[dimension] <= SmallBand / Math.Max(1, rowLength)))
        {
            rowLength *= Shape[dimension];
            chunksInRow *= Counts[dimension];
            dimension--;
        }
        return (dimension, rowLength, chunksInRow);
    }

    private static long Cover(long size, long chunk) => size / chunk + (size % chunk == 0 ? 0 : 1);
}
