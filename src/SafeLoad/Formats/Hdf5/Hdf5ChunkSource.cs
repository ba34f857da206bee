namespace SafeLoad.Formats.Hdf5;

/// <summary>
/// The elements of a chunked dataset in order. A band of chunks is read and put together when something in it is asked for, and
/// again if memory was needed elsewhere meanwhile. Chunks that were never written hold the fill value.
/// </summary>
internal sealed class Hdf5ChunkSource(Hdf5File file, Hdf5Grid grid, Hdf5Chunk[] chunks, Hdf5Filters filters, byte[] fill, long length)
    : ByteSource
{
    private readonly WeakReference<byte[]> _band = new(null!);
    private long _bandStart = -1;

    public override long Length { get; } = length;

    public override string? Name => file.Content.Name;

    public override int Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset >= Length) return 0;
        if (destination.Length > Length - offset) destination = destination[..(int)(Length - offset)];
        int done = 0;
        while (done < destination.Length)
        {
            // Which row, in which band, and where in it.
            (long row, long inRow) = Math.DivRem(offset + done, grid.RowLength);
            (long outer, long inner) = Math.DivRem(row, grid.Shape[grid.BandDimension]);
            long rowInBand = inner % grid.BandRows;
            ReadOnlySpan<byte> bytes = Assemble(outer, inner - rowInBand).AsSpan((int)(rowInBand * grid.RowLength + inRow));
            if (bytes.Length > destination.Length - done) bytes = bytes[..(destination.Length - done)];
            bytes.CopyTo(destination[done..]);
            done += bytes.Length;
        }
        return done;
    }

    /// <summary>Undoes what was done to each chunk, and lets it go again.</summary>
    /// <exception cref="SafeLoadException">One is not what went in.</exception>
    public void Check()
    {
        if (filters.IsEmpty) return;
        foreach (Hdf5Chunk chunk in chunks)
        {
            file.Budget.Watch(file.At(chunk.Address));
            Decode(chunk);
        }
    }

    private byte[] Assemble(long outer, long firstRow)
    {
        int dimension = grid.BandDimension;
        long size = grid.Shape[dimension], chunkRows = grid.ChunkShape[dimension], rows = Math.Min(grid.BandRows, size - firstRow);
        lock (_band)
        {
            if (_bandStart == outer * size + firstRow && _band.TryGetTarget(out byte[]? known)) return known;
            byte[] band = new byte[rows * grid.RowLength];
            Hdf5FillSource.Fill(band, fill, 0);
            long firstChunk = (outer * grid.Counts[dimension] + firstRow / chunkRows) * grid.ChunksInRow,
                count = ((rows - 1) / chunkRows + 1) * grid.ChunksInRow;
            for (int next = FindFirst(firstChunk); next < chunks.Length && chunks[next].Number - firstChunk < count; next++)
                Place(Decode(chunks[next]), chunks[next].Number - firstChunk, band, rows);
            _bandStart = outer * size + firstRow;
            _band.SetTarget(band);
            file.LastBand = band;
            return band;
        }
    }

    private int FindFirst(long number)
    {
        int low = 0, high = chunks.Length;
        while (low < high)
        {
            int middle = low + (high - low) / 2;
            if (chunks[middle].Number < number) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private byte[] Decode(Hdf5Chunk chunk)
    {
        byte[] stored = new byte[chunk.Length];
        file.Content.ReadExactly(chunk.Address, stored);
        return filters.Undo(stored, chunk.FilterMask, grid.ChunkLength, file.At(chunk.Address));
    }

    // Copies the part of a chunk that lies in the dataset, run by run: chunks at the edges reach beyond it.
    private void Place(byte[] chunk, long numberInBand, byte[] band, long rows)
    {
        int first = grid.BandDimension, last = grid.Shape.Length - 1;
        Span<long> extent = stackalloc long[last + 1], index = stackalloc long[last + 1];
        index.Clear();
        long start = 0, step = grid.ItemSize;
        for (int i = last; i >= first; i--)
        {
            long place = numberInBand;
            if (i > first) (numberInBand, place) = Math.DivRem(numberInBand, grid.Counts[i]);
            long begin = place * grid.ChunkShape[i];
            extent[i] = Math.Min(grid.ChunkShape[i], (i == first ? rows : grid.Shape[i]) - begin);
            start += begin * step;
            step *= grid.Shape[i];
        }
        int run = (int)(extent[last] * grid.ItemSize);
        while (true)
        {
            long from = 0, to = 0;
            for (int i = first; i <= last; i++)
            {
                from = from * grid.ChunkShape[i] + index[i];
                to = to * grid.Shape[i] + index[i];
            }
            chunk.AsSpan((int)(from * grid.ItemSize), run).CopyTo(band.AsSpan((int)(start + to * grid.ItemSize)));
            int dimension = last - 1;
            while (dimension >= first && ++index[dimension] == extent[dimension]) index[dimension--] = 0;
            if (dimension < first) return;
        }
    }
}
