using SafeLoad.Values;

namespace SafeLoad.Tests.Support;

/// <summary>Goes along a walk and does nothing.</summary>
internal sealed class SilentVisitor : IValueVisitor
{
    public void Enter(ValueStep step) { }

    public void Leave() { }

    public void Container(PyValue value, bool again) { }

    public void Leaf(PyValue value) { }
}
