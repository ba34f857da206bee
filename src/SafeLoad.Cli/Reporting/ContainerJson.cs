using SafeLoad.Values;

namespace SafeLoad.Cli.Reporting;

/// <summary>The section <c>containers</c>: a row for each dict, list, tuple and set.</summary>
internal sealed class ContainerJson(InspectRows rows) : IValueVisitor
{
    public void Enter(ValueStep step) => rows.Enter(step);

    public void Leave() => rows.Leave();

    public void Leaf(PyValue value) { }

    public void Container(PyValue value, bool again)
    {
        int count = value.Reference
            switch { PyDict dict => dict.Count, PyList list => list.Count, PyTuple tuple => tuple.Count, PySet set => set.Count, _ => 0 };
        rows.Begin().Member("type"u8).Text(value.TypeName).Member("len"u8).Number(count).Raw("}"u8);
    }
}
