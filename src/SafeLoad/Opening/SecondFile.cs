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

    /// <summary>What messages call a tar whose first name is the head of another file.</summary>
    public const string TarAtTheStart = "the first bytes are the header of a tar";

    /// <summary>What messages call an HDF5 file behind other bytes.</summary>
    public static string Hdf5At(long start) => FormattableString.Invariant($"an HDF5 file stands at offset {start:N0}");

    /// <summary>What a file hides, in words; null where every reader sees the same. What stands in an archive is one of its
    /// members.</summary>
    public static string? Find(DetectedFormat file)
    {
        if (file.Row.Layout is FormatLayout.Parts { HoldsFiles: true }) return null;
        if (IsTarToo(file)) return TarAtTheStart;
        if (file.Row.Layout is not FormatLayout.Zip && ZipEnd.FindAtEnd(file.Source) == 0) return ZipAtTheEnd;
        return FindHdf5(file) is > 0 and var start && HidesHdf5(file) ? Hdf5At(start) : null;
    }

    /// <summary>Where an HDF5 file begins in one of another kind, as its library looks for one; -1 for none.</summary>
    public static long FindHdf5(DetectedFormat file) =>
        file.Row.Format == FormatTable.Hdf5Behind.Format ? -1 : Hdf5Superblock.FindBehind(file.Source);

    /// <summary>Whether a file that begins as something else is a tar to who asks for one first.</summary>
    public static bool IsTarToo(DetectedFormat file) =>
        Array.Exists(file.Also, static row => row.Layout is FormatLayout.Parts { HoldsFiles: true });

    /// <summary>A zip near the end of a tar or the like, in one of its members or across several; null if there is none.</summary>
    public static ZipSpan? FindZipInMembers(DetectedFormat file) =>
        file.Row.Layout is FormatLayout.Parts { HoldsFiles: true } ? ZipSpan.Find(file.Source) : null;

    /// <summary>Whether a name is that of a tar, packed or not.</summary>
    public static bool IsNamedTar(string name) => name.Contains(".tar", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".tbz2", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether 8 bytes, the first of them lowest, begin as an array of NumPy.</summary>
    public static bool IsArray(ulong head) => NpyHeader.IsAt(head);

    /// <summary>Whether an HDF5 file in one of this kind is hidden wherever it stands. In archives of any files it can be a
    /// member.</summary>
    public static bool HidesHdf5(DetectedFormat file) =>
        file.Row.Layout is not (FormatLayout.Parts { HoldsFiles: true } or FormatLayout.Zip { IsOneFolder: false });
}
