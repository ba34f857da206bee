namespace SafeLoad.Formats.Hdf5;

/// <summary>Bytes of an HDF5 file that stand in a row.</summary>
/// <param name="Address">Where they begin, counted from the superblock.</param>
/// <param name="Length">How many they are.</param>
internal readonly record struct Hdf5Run(long Address, long Length)
{
    public long End => Address + Length;
}
