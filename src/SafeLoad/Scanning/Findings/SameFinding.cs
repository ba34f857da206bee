namespace SafeLoad.Scanning.Findings;

/// <summary>Findings of the same fact in one record, wherever it stands there.</summary>
internal sealed class SameFinding : IEqualityComparer<Finding>
{
    public bool Equals(Finding? a, Finding? b) => a!.Id == b!.Id && a.Message == b.Message && a.Location.Record == b.Location.Record;

    public int GetHashCode(Finding finding) =>
        finding.Message.GetHashCode(StringComparison.Ordinal)
        * 31 + (finding.Location.Record?.GetHashCode(StringComparison.Ordinal) ?? 0) + (int)finding.Id;
}
