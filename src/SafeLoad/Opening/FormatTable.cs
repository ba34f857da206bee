using SafeLoad.Formats;
using SafeLoad.Formats.Hdf5;
using SafeLoad.Formats.Tar;
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
        "no file that PyTorch or SafeLoad knows") { Mark = FormatMark.HoldsNoProgram, IsUserBlock = true };

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

    // Made when a file gets that far: a checkpoint is told by the first rows, and to make all costs as much as to read it.
    private static readonly Lazy<FormatRow[]>[] s_groups =
    [
        new(Archives), new(Checkpoints), new(RareCheckpoints), new(Models), new(Messages), new(Data), new(Programs), new(Strangers),
    ];

    private static readonly Lazy<FormatRow[]>[] s_zips = [new(TorchZips), new(OtherZips)];

    // Those that nothing tells, then PyTorch's zips, which most checkpoints are.
    private static readonly Lazy<FormatRow[]>[] s_all =
        [new(static () => [Unknown, Series, AnyOtherModel, AnyZip]), s_zips[0], .. s_groups, s_zips[1]];

    /// <summary>All rows, in the order in which they are tried.</summary>
    public static IEnumerable<FormatRow> Rows => s_groups.SelectMany(static group => group.Value);

    /// <summary>The kinds of zip, in the order in which their records are looked at; the last is any other zip.</summary>
    public static IEnumerable<FormatRow> ZipRows => s_zips.SelectMany(static group => group.Value);

    /// <summary>The zip of <c>torch.save</c>: what a zip is taken for that cannot be read.</summary>
    public static FormatRow TorchZip => Of(CheckpointFormat.Zip);

    /// <summary>A pickle, and nothing around it.</summary>
    public static FormatRow BarePickle => Of(CheckpointFormat.Pickle);

    /// <summary>A pickle with the bytes of arrays between its opcodes: told by who runs it.</summary>
    public static FormatRow Joblib => Of(CheckpointFormat.Joblib);

    /// <summary>The row of a format: of several, the first.</summary>
    public static FormatRow Of(CheckpointFormat format)
    {
        foreach (Lazy<FormatRow[]> group in s_all)
        {
            foreach (FormatRow row in group.Value)
            {
                if (row.Format == format) return row;
            }
        }
        return Unknown;
    }

    /// <summary>The row of a file that is no zip. Behind what is a file by itself HDF5 is a second one, which must not hide the
    /// first.</summary>
    public static FormatRow Of(in FileHead head)
    {
        FormatRow row = OfBeginning(head);
        return row.IsUserBlock && Hdf5Superblock.FindBehind(head.Source) > 0 ? Hdf5Behind : row;
    }

    /// <summary>What the first bytes are besides. A tar's first 100 bytes are a name, which can be the head of any other file, and
    /// <c>torch.load</c> asks for a tar before a pickle; a zlib stream is told by two bytes, and joblib asks for no more.</summary>
    public static FormatRow[] AlsoAt(in FileHead head, FormatRow row)
    {
        bool isTar = row.Layout is not FormatLayout.Parts { HoldsFiles: true } && TarHeader.IsAt(head.Bytes),
            isZlib = row.Format != CheckpointFormat.Zlib && IsZlibOfAnyWindow(head.Bytes);
        return (isTar, isZlib) switch
        {
            (true, true) => [Of(CheckpointFormat.Tar), Of(CheckpointFormat.Zlib)],
            (true, false) => [Of(CheckpointFormat.Tar)],
            (false, true) => [Of(CheckpointFormat.Zlib)],
            _ => [],
        };
    }

    private static FormatRow OfBeginning(in FileHead head)
    {
        foreach (Lazy<FormatRow[]> group in s_groups)
        {
            foreach (FormatRow row in group.Value)
            {
                if (row.IsAt(head)) return row;
            }
        }
        return Unknown;
    }

    /// <summary>The row of a zip, by its records.</summary>
    public static FormatRow Of(ZipLook zip)
    {
        foreach (Lazy<FormatRow[]> group in s_zips)
        {
            foreach (FormatRow row in group.Value)
            {
                if (row.Records!(zip)) return row;
            }
        }
        return AnyZip;
    }

    /// <summary>Whether the ending of a name says something.</summary>
    public static bool Says(string name, EndingUse use)
    {
        // No ending reaches into the folder.
        if (name.LastIndexOf('.') <= name.LastIndexOf('/')) return false;
        foreach (Lazy<FormatRow[]> group in s_all)
        {
            foreach (FormatRow row in group.Value)
            {
                if (row.Says(name, use)) return true;
            }
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
