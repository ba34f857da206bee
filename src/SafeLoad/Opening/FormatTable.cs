using SafeLoad.Formats;
using SafeLoad.Formats.Zip;

namespace SafeLoad.Opening;

/// <summary>
/// Every format that is known, one row each, in the order in which they are tried.
/// </summary>
/// <remarks>
/// The order is part of what the table says. First what has a magic of its own that no pickle begins with. Then what <c>torch.load</c>
/// tries, in its order,
/// so that a file is what PyTorch would take it for: the zip by its first four bytes, a tar by the sum of its header, the legacy stream
/// by its
/// magic number, a pickle (torch/serialization.py, <c>_is_zipfile</c> and <c>_legacy_load</c>). Behind a zip's first bytes its records
/// tell. What is proven by
/// every byte of the file (TorchSharp's) goes before what two bytes tell (zlib). Then models of other libraries, then data that are no
/// model, then
/// what is no model at all, the surest signs first.
/// A new format is a row here and, if it is to be opened or taken apart, a loader and a reader that the row names.
/// </remarks>
internal static partial class FormatTable
{
    /// <summary>What is none of the rows: bytes that nothing is known of.</summary>
    public static FormatRow Unknown { get; } = new(CheckpointFormat.Other, "other",
        "no file that PyTorch or SafeLoad knows") { Mark = FormatMark.HoldsNoProgram };

    /// <summary>Several zips in a row: looked for before a single one.</summary>
    public static FormatRow Series { get; } = new(CheckpointFormat.Dcp, "dcp", "several PyTorch zips, one after the other")
    {
        Layout = new FormatLayout.Zip(),
        Load = SeriesLoader.Load,
        HoldsWeights = true,
    };

    /// <summary>Any model that is told and not opened, where it is not known which.</summary>
    public static FormatRow AnyOtherModel { get; } = new(CheckpointFormat.OtherModel, "other",
        "a model of another library") { Mark = FormatMark.NotLookedAt, HoldsWeights = true };

    /// <summary>A zip that is none of the kinds.</summary>
    public static FormatRow AnyZip { get; } = new(CheckpointFormat.OrdinaryZip, "other",
        "a zip without data.pkl, so not one that torch.save wrote")
    {
        Records = static _ => true,
        Layout = new FormatLayout.Zip(),
        Tell = TellZip,
    };

    /// <summary>All rows, in the order in which they are tried.</summary>
    public static IReadOnlyList<FormatRow> Rows { get; } = [.. Archives(), .. Checkpoints(), .. Models(), .. Messages(), .. Data(),
        .. Programs(), .. Strangers()];

    /// <summary>The kinds of zip, in the order in which their records are looked at; the last is any other zip.</summary>
    public static IReadOnlyList<FormatRow> ZipRows { get; } = Zips();

    private static readonly FormatRow[] s_all = [Unknown, Series, AnyOtherModel, AnyZip, .. Rows, .. ZipRows];

    private static readonly FormatEnding[] s_endings = [.. s_all.SelectMany(static row => row.Endings)];

    /// <summary>The zip of <c>torch.save</c>: what a zip is taken for that cannot be read.</summary>
    public static FormatRow TorchZip { get; } = Of(CheckpointFormat.Zip);

    /// <summary>A pickle, and nothing around it.</summary>
    public static FormatRow BarePickle { get; } = Of(CheckpointFormat.Pickle);

    /// <summary>A pickle with the bytes of arrays between its opcodes: told by who runs it.</summary>
    public static FormatRow Joblib { get; } = Of(CheckpointFormat.Joblib);

    /// <summary>The row of a format.</summary>
    public static FormatRow Of(CheckpointFormat format)
    {
        foreach (FormatRow row in s_all)
        {
            if (row.Format == format) return row;
        }
        return Unknown;
    }

    /// <summary>Whether the ending of a name says something.</summary>
    public static bool Says(string name, EndingUse use)
    {
        if (!name.Contains('.', StringComparison.Ordinal)) return false;
        foreach (FormatEnding ending in s_endings)
        {
            if ((ending.Uses & use) != 0 && ending.IsOf(name)) return true;
        }
        return false;
    }

    /// <summary>Whether a file begins as a zip: with a record or with the end of an empty one. PyTorch and Python look for no
    /// more.</summary>
    public static bool IsZip(in FileHead head) => head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8)
        || HasReplacedSignature(head);

    private static FormatEnding[] Promised(string[] endings) =>
        Array.ConvertAll(endings, static ending => new FormatEnding(ending, EndingUse.Promises));

    // Some programs write a mark of their own over a zip's first bytes, and put them back before they load it.
    private static bool HasReplacedSignature(in FileHead head) =>
        head.Has(2, "\x03\x04"u8) && head.Length > ZipSignature.LocalSize + ZipSignature.EndSize && ZipEnd.FindAtEnd(head.Source) == 0;
}
