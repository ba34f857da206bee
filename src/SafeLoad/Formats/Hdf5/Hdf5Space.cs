using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Hdf5;

/// <summary>A dataspace: the shape of a dataset or attribute.</summary>
/// <param name="Shape">The size of each dimension; empty for a scalar, one 0 for "no value at all".</param>
/// <param name="MaxShape">How far each may grow; <see cref="Hdf5Cursor.Undefined"/> without end.</param>
/// <param name="ElementCount">The number of elements.</param>
/// <remarks>HDF5 File Format Specification, "The Dataspace Message"; versions 1 and 2.</remarks>
internal sealed record Hdf5Space(long[] Shape, long[] MaxShape, long ElementCount)
{
    // H5S_MAX_RANK of the library.
    private const int MostDimensions = 32;
    private const int Null = 2;

    public static Hdf5Space Read(Hdf5Cursor cursor)
    {
        CheckpointLocation at = cursor.At;
        int version = cursor.ReadVersion(1, 2, "a dataspace");
        int rank = cursor.ReadByte(), flags = cursor.ReadByte(), type = cursor.ReadByte();
        if (version == 1) cursor.Skip(4);
        else if (type > Null || (type != 1 && rank > 0))
            throw Problems.Hdf5(FormattableString.Invariant($"a dataspace of type {type} and {rank} dimensions"), at);
        if (rank > MostDimensions)
            throw Problems.Hdf5(FormattableString.Invariant($"a dataspace has {rank} dimensions; {MostDimensions} are possible"), at);
        if (version == 2 && type == Null) return new Hdf5Space([0], [0], 0);
        long[] shape = new long[rank], most = new long[rank];
        for (int i = 0; i < rank; i++) shape[i] = cursor.ReadLength();
        for (int i = 0; i < rank; i++) most[i] = (flags & 1) != 0 ? cursor.ReadLimit() : shape[i];
        for (int i = 0; i < rank; i++)
        {
            if (most[i] != Hdf5Cursor.Undefined && most[i] < shape[i]) throw Problems.Hdf5("a dimension is larger than it may grow", at);
        }
        return new Hdf5Space(shape, most, Count(shape, at));
    }

    /// <summary>The product of sizes that 63 bits must hold; 0 if one of them is 0.</summary>
    public static long Count(ReadOnlySpan<long> sizes, CheckpointLocation at)
    {
        if (sizes.Contains(0)) return 0;
        long count = 1;
        foreach (long size in sizes)
        {
            if (Math.BigMul(count, size, out count) != 0 || count < 0) throw Problems.BadShape("more than 2^63 elements", sizes, at);
        }
        return count;
    }
}
