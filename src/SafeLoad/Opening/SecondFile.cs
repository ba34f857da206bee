using SafeLoad.Formats;
using SafeLoad.Formats.Hdf5;
using SafeLoad.Formats.Numpy;
using SafeLoad.Formats.Zip;

namespace SafeLoad.Opening;

/// <summary>Another file than the one that the first bytes promise, for readers that look elsewhere: for a zip at the end, or for an HDF5
/// file behind a block of the user's own.</summary>
internal static class SecondFile
{
    /// <summary>What messages call a zip at the end.</summary>
    public const string ZipAtTheEnd = "a zip archive ends where the file ends";

    /// <summary>What messages call an HDF5 file behind other bytes.</summary>
    public static string Hdf5At(long start) => FormattableString.Invariant($"an HDF5 file stands at offset {start:N0}");

    /// <summary>What a file hides, in words; null where every reader sees the same. What stands in an archive is one of its
    /// members.</summary>
    public static string? Find(DetectedFormat file)
    {
        if (file.Row.Layout is FormatLayout.Parts { HoldsFiles: true }) return null;
        if (file.Row.Layout is not FormatLayout.Zip && ZipEnd.FindAtEnd(file.Source) == 0) return ZipAtTheEnd;
        return FindHdf5(file) is > 0 and var start && HidesHdf5(file) ? Hdf5At(start) : null;
    }

    /// <summary>Where an HDF5 file begins in one of another kind, as its library looks for one; -1 for none.</summary>
    public static long FindHdf5(DetectedFormat file) =>
        file.Row.Format == FormatTable.Hdf5Behind.Format ? -1 : Hdf5Superblock.FindBehind(file.Source);

    /// <summary>The parts of such a file.</summary>
    public static PartReader ReadHdf5 => ((FormatLayout.Parts)FormatTable.Hdf5Behind.Layout).Read;

    /// <summary>Whether 8 bytes, the first of them lowest, begin as an array of NumPy.</summary>
    public static bool IsArray(ulong head) => NpyHeader.IsAt(head);

    /// <summary>Whether an HDF5 file in one of this kind is hidden wherever it stands. In archives of any files it can be a
    /// member.</summary>
    public static bool HidesHdf5(DetectedFormat file) =>
        file.Row.Layout is not (FormatLayout.Parts { HoldsFiles: true } or FormatLayout.Zip { IsOneFolder: false });
}
