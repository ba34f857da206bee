using SafeLoad.Values;

namespace SafeLoad.Cli.Reporting;

/// <summary>The section <c>leaves</c>: a row for each value that is no container.</summary>
internal sealed class LeafJson(InspectRows rows, ValueJson values) : IValueVisitor
{
    // Who lists a million numbers wants the array, not a row for each: tensors, arrays and storages are always listed,
    // other leaves up to here.
    private const int MostValues = 200_000;

    private long _values;

    /// <summary>How many leaves have no row.</summary>
    public long LeftOut => Math.Max(0, _values - MostValues);

    public void Enter(ValueStep step) => rows.Enter(step);

    public void Leave() => rows.Leave();

    public void Container(PyValue value, bool again) { }

    public void Leaf(PyValue value)
    {
        if (value.Kind is not (PyKind.Tensor or PyKind.Array or PyKind.Storage) && ++_values > MostValues) return;
        JsonOutput row = rows.Begin();
        values.Write(row, value);
        row.Raw("}"u8);
    }
}
