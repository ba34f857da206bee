using SafeLoad.Formats;
using SafeLoad.Formats.Zip;
using SafeLoad.Loading;

namespace SafeLoad.Opening;

/// <summary>All that is known of one format.</summary>
/// <param name="Format">What it is to the program: kinds that are only told and never read share one.</param>
/// <param name="Id">What reports call it: lower-case letters and digits.</param>
/// <param name="Words">What messages call it, with its article: "this is …".</param>
internal sealed record FormatRow(CheckpointFormat Format, string Id, string Words)
{
    /// <summary>The bytes that its files have at <see cref="MagicOffset"/>, one of these, a character for each byte; empty where no
    /// fixed bytes tell it. Data and not code: to tell a file from a hundred formats costs no hundred calls.</summary>
    public string[] Magics { get; init; } = [];

    /// <summary>Where the <see cref="Magics"/> stand.</summary>
    public int MagicOffset { get; init; }

    /// <summary>How its first bytes look beyond the <see cref="Magics"/>; null where those say it all, or where <see cref="Records"/>
    /// tells it from another row.</summary>
    public FormatSignature? Signature { get; init; }

    /// <summary>How the records of a zip look that is one; null for what is no zip.</summary>
    public Func<ZipLook, bool>? Records { get; init; }

    /// <summary>What a scan can say of it.</summary>
    public FormatMark Mark { get; init; } = FormatMark.Scanned;

    /// <summary>Names in its schema beside which a library unpickles.</summary>
    public string[] UnpickledTypes { get; init; } = [];

    /// <summary>How it is taken apart.</summary>
    public FormatLayout Layout { get; init; } = FormatLayout.Opaque;

    /// <summary>Opens its files; null for what is told and not opened.</summary>
    public Func<DetectedFormat, LoadContext, LoadedCheckpoint>? Load { get; init; }

    /// <summary>Whether it holds weights: nothing else answers <c>--expect checkpoint</c>.</summary>
    public bool HoldsWeights { get; init; }

    /// <summary>Whether it is a model that is told by its library alone.</summary>
    public bool IsOtherModel => Format == CheckpointFormat.OtherModel;

    /// <summary>Whether a scan applies the loader's checks too. Not where the loader has no more to say than the scan, or refuses the
    /// format as a whole.</summary>
    public bool IsChecked { get; init; }

    /// <summary>Whether such files lie in every folder, so that none of them is worth a note.</summary>
    public bool IsEveryday { get; init; }

    /// <summary>Whether it is what honest programs put into the user block of an HDF5 file: text, MATLAB's heading, bytes of which
    /// nothing is known. With HDF5 where its library looks, such a file is HDF5 and nothing else.</summary>
    public bool IsUserBlock { get; init; }

    /// <summary>What to do with it instead; null if there is nothing to say.</summary>
    public string? Advice { get; init; }

    /// <summary>What is known of this very file beyond <see cref="Words"/>, in their place; null for nothing. Safe to print.</summary>
    public Func<ByteSource, ZipContainer?, string>? Tell { get; init; }

    /// <summary>The endings of its files' names.</summary>
    public FormatEnding[] Endings { get; init; } = [];

    /// <summary>Whether it is this very row.</summary>
    public bool Equals(FormatRow? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>Whether one of its endings is that of a name, and says something of this kind.</summary>
    public bool Says(string name, EndingUse use)
    {
        foreach (FormatEnding ending in Endings)
        {
            if ((ending.Uses & use) != 0 && ending.IsOf(name)) return true;
        }
        return false;
    }

    /// <summary>Whether a file that begins so is one. Never so for what only its <see cref="Records"/> tell.</summary>
    public bool IsAt(in FileHead head) =>
        Magics.Length == 0 ? Signature?.Invoke(head) == true : HasMagic(head) && Signature?.Invoke(head) != false;

    /// <summary>What messages call it, and what to do with it.</summary>
    public string Describe() => Advice is null ? Words : Words + "; " + Advice;

    private bool HasMagic(in FileHead head)
    {
        foreach (string magic in Magics)
        {
            if (head.Has(MagicOffset, magic)) return true;
        }
        return false;
    }
}
