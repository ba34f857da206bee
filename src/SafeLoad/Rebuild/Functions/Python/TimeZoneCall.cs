using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>datetime.timezone(offset[, name])</c>.</summary>
internal sealed class TimeZoneCall() : RebuildFunction("datetime", "timezone")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(1, 2);
        if (arguments[0].RawReference is not PyRecord { TypeName: "datetime.timedelta" } offset) throw arguments.Wrong(0, "a datetime.timedelta");
        string name = arguments.Count == 2 ? ", " + PythonRepr.Of(PyValue.FromText(arguments.Text(1))) : "";
        return new PyValue(new PyRecord(FullName, name.Length == 0 && offset.Text == "datetime.timedelta(0)" ? "datetime.timezone.utc" : $"datetime.timezone({offset.Text}{name})"));
    }
}
