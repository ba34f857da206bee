namespace SafeLoad.Scanning.Findings;

/// <summary>Globals of one name in one record, wherever they stand there.</summary>
internal sealed class SameGlobal : IEqualityComparer<NamedGlobal>
{
    public bool Equals(NamedGlobal? a, NamedGlobal? b) =>
        a!.Name == b!.Name && a.Module == b.Module && a.Location.Record == b.Location.Record;

    public int GetHashCode(NamedGlobal global) =>
        (global.Name.GetHashCode(StringComparison.Ordinal) * 31 + global.Module.GetHashCode(StringComparison.Ordinal))
        * 31 + (global.Location.Record?.GetHashCode(StringComparison.Ordinal) ?? 0);
}
