namespace SafeLoad.Diagnostics;

/// <summary>A hundred of numbers: what they have in common.</summary>
/// <param name="Number">The numbers divided by 100: 20 for 20xx.</param>
/// <param name="Title">What its facts are about.</param>
/// <param name="Next">What to do where a row has no advice of its own.</param>
internal sealed record DiagnosticSection(int Number, string Title, string Next)
{
    private const string Again = "fetch the file again; if it stays so, it was not written by PyTorch";

    /// <summary>All sections, by number.</summary>
    public static IReadOnlyList<DiagnosticSection> All { get; } =
    [
        new(10, "Pickle", Again),
        new(11, "Zip", Again),
        new(12, "Legacy stream and tar", Again),
        new(13, "Other containers", Again),
        new(14, "Tensors", "do not hand the file on: PyTorch may read outside of its memory; ask its maker for a new one"),
        new(20, "Globals and calls", "do not load the file elsewhere unless you trust who made it; ask for a state dict"),
        new(30, "Archive tricks", "do not hand the file on: two readers can see two files; fetch it again from its maker"),
        new(40, "Limits", "raise the limit in `CheckpointLimits` if you expect such a file; else refuse it"),
        new(50, "Not supported, not scanned", "convert or unpack the file, or tell us"),
        new(90, "Input and output", "look at the path, the rights and the disk"),
    ];

    /// <summary>The section of a fact.</summary>
    /// <param name="id">The fact.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such range.</exception>
    public static DiagnosticSection Of(DiagnosticId id)
    {
        foreach (DiagnosticSection section in All)
        {
            if (section.Number == (int)id / 100) return section;
        }
        throw new ArgumentOutOfRangeException(nameof(id));
    }
}
