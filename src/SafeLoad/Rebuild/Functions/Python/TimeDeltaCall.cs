using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>datetime.timedelta(days, seconds, microseconds)</c>.</summary>
internal sealed class TimeDeltaCall() : RebuildFunction("datetime", "timedelta")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(0, 3);
        var parts = new List<string>();
        foreach (var (name, index) in (ReadOnlySpan<(string, int)>)[("days", 0), ("seconds", 1), ("microseconds", 2)])
        {
            if (arguments.Count > index && arguments.Int64(index) is not 0 and var value) parts.Add(FormattableString.Invariant($"{name}={value}"));
        }
        return new PyValue(new PyRecord(FullName, $"datetime.timedelta({(parts.Count == 0 ? "0" : string.Join(", ", parts))})"));
    }
}
