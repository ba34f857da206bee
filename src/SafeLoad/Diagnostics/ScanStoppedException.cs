namespace SafeLoad.Diagnostics;

/// <summary>A scan has used up its time or memory. No <see cref="SafeLoadException"/>:
/// whoever catches those goes on with the next record, and this must end the whole file.</summary>
internal sealed class ScanStoppedException(Diagnostic limit) : Exception(limit.ToString())
{
    public Diagnostic Limit => limit;
}
