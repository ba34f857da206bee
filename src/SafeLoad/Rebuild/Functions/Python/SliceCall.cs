using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>builtins.slice(start, stop, step)</c> and <c>range</c>: three numbers, never counted through.</summary>
internal sealed class SliceCall(string name) : RebuildFunction("builtins", name)
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(1, 3);
        var parts = new List<string>();
        for (int i = 0; i < arguments.Count; i++)
        {
            if (Name == "range" || !arguments[i].IsNone) arguments.Int64(i);
            parts.Add(arguments[i].ToString());
        }
        if (Name == "range" && parts is [_, _, "1"]) parts.RemoveAt(2);
        return new PyValue(new PyRecord(Name, $"{Name}({string.Join(", ", parts)})", arguments.Tuple.Items));
    }
}
