using SafeLoad.Opening;

namespace SafeLoad.Compatibility;

/// <summary>Whether <c>torch.load(weights_only=True)</c> of a release opens a file.</summary>
/// <param name="Version">The release.</param>
/// <param name="Format">What the file is.</param>
/// <param name="Blockers">Everything that stops it, all of it, not only the first.</param>
/// <param name="Notes">What else to know, such as a release that would run code in the file.</param>
internal sealed record TorchAnswer(TorchVersion Version, CheckpointFormat Format, IReadOnlyList<TorchBlocker> Blockers,
    IReadOnlyList<string> Notes)
{
    /// <summary>What reports call the format: lower-case letters and digits.</summary>
    public string FormatName => FormatTable.Of(Format).Id;

    /// <summary>The release by whose rules the answer was found: <see cref="Version"/>,
    /// or the newest that is known where that is a later one.</summary>
    public TorchVersion RulesOf => Version.CompareTo(TorchVersion.Newest) > 0 ? TorchVersion.Newest : Version;

    /// <summary>Whether it opens the file.</summary>
    public bool Opens => Blockers.Count == 0;
}
