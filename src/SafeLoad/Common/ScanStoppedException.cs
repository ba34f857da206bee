namespace SafeLoad.Common;

/// <summary>A scan has used up its time or memory. No <see cref="SafeLoadException"/>: whoever catches those goes on with the next record, and
/// this must end the whole file.</summary>
internal sealed class ScanStoppedException(LimitExceededException limit) : Exception(limit.Message, limit)
{
    public LimitExceededException Limit => limit;
}
