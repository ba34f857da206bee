using System.Text;
using SafeLoad.Values;

namespace SafeLoad.Tests.Values;

public sealed class ValueWalkerTests
{
    /// <summary>A walk as one line: steps, brackets, leaves, and ^ for what was met before.</summary>
    private sealed class Printer : IValueVisitor
    {
        private readonly StringBuilder _text = new();

        public int Depth { get; private set; }

        public int Deepest { get; private set; }

        public override string ToString() => _text.ToString().Trim();

        public void Enter(ValueStep step)
        {
            Deepest = Math.Max(Deepest, ++Depth);
            _text.Append(step.Kind
                switch { ValueStepKind.Key => "." + PythonRepr.Of(step.Key), ValueStepKind.Attribute => "@" + PythonRepr.Of(step.Key), _ =>
                    $"[{step.Index}]" }).Append('(');
        }

        public void Leave()
        {
            Depth--;
            _text.Append(") ");
        }

        public void Container(PyValue value, bool again) => _text.Append(value.TypeName).Append(again ? "^ " : " ");

        public void Leaf(PyValue value) => _text.Append(value);
    }

    internal static string Print(PyValue value)
    {
        var printer = new Printer();
        ValueWalker.Walk(value, printer);
        Assert.That(printer.Depth, Is.Zero, "Every step in has its step back.");
        return printer.ToString();
    }

    private static PyValue Tuple(params PyValue[] items) => new(new PyTuple(items));

    private static PyValue Int(long value) => PyValue.FromInt(value);

    [Test]
    public void GivenLeaf_IsAllThereIs() => Assert.That(Print(Int(5)), Is.EqualTo("5"));

    [Test]
    public void GivenContainers_AreWalkedDepthFirstInFileOrder()
    {
        var dict = new PyDict();
        dict.Add(PyValue.FromText("b"), Tuple(Int(1), Int(2)));
        dict.Add(Int(7), PyValue.None);
        var list = new PyList([new PyValue(dict), Int(3)]);
        Assert.That(Print(new PyValue(list)), Is.EqualTo("list [0](dict .'b'(tuple [0](1) [1](2) ) .7(None) ) [1](3)"));
    }

    [Test]
    public void GivenAttributes_FollowTheItems()
    {
        var attributes = new PyDict();
        attributes.Add(PyValue.FromText("_metadata"), Int(1));
        var dict = new PyDict { Attributes = attributes };
        dict.Add(PyValue.FromText("a"), Int(0));
        Assert.That(Print(new PyValue(dict)), Is.EqualTo("dict .'a'(0) @'_metadata'(1)"));
    }

    [Test]
    public void GivenListInItself_IsNamedAgainAndNotEntered()
    {
        var list = new PyList();
        list.Add(new PyValue(list));
        list.Add(Int(1));
        Assert.That(Print(new PyValue(list)), Is.EqualTo("list [0](list^ ) [1](1)"));
    }

    [Test]
    public void GivenSharedContainer_IsEnteredOnce()
    {
        PyValue shared = new(new PyList([Int(1)]));
        Assert.That(Print(Tuple(shared, shared)), Is.EqualTo("tuple [0](list [0](1) ) [1](list^ )"));
    }

    // Empty tuples are one object in every pickle; that says nothing about the file.
    [Test]
    public void GivenSharedEmptyContainer_IsNotMarkedAgain()
    {
        PyValue shared = new(PyTuple.Empty);
        Assert.That(Print(Tuple(shared, shared)), Is.EqualTo("tuple [0](tuple ) [1](tuple )"));
    }

    // 2^200 leaves by all ways, 200 containers by one.
    [Test]
    public void GivenExponentialSharing_WalksEachContainerOnce()
    {
        PyValue value = Tuple(Int(1));
        for (int i = 0; i < 200; i++) value = Tuple(value, value);
        Assert.That(Print(value).Split("tuple^ ").Length - 1, Is.EqualTo(200));
    }

    [Test]
    public void GivenNestingUpToTheLimit_IsWalkedAndOneMoreIsRefused()
    {
        PyValue value = Int(0);
        for (int i = 0; i < 1000; i++) value = Tuple(value);
        var printer = new Printer();
        ValueWalker.Walk(value, printer);
        Assert.That(printer.Deepest, Is.EqualTo(1000));
        LimitExceededException error =
            Assert.Throws<LimitExceededException>(() => ValueWalker.Walk(Tuple(value), new Printer(), fileName: "a.pt"))!;
        Assert.That((error.Id, error.Message),
            Is.EqualTo((DiagnosticId.NestingTooDeep,
                "SL4004: values are nested 1,001 levels deep and more; CheckpointLimits.MaxNesting allows 1,000 (a.pt)")));
    }

    [Test]
    public void GivenAHigherLimit_HundredThousandLevelsNeedNoCallStack()
    {
        PyValue value = Int(0);
        for (int i = 0; i < 100_000; i++) value = new PyValue(new PyList([value]));
        var printer = new Printer();
        ValueWalker.Walk(value, printer, new CheckpointLimits { MaxNesting = 100_000 });
        Assert.That(printer.Deepest, Is.EqualTo(100_000));
    }
}
