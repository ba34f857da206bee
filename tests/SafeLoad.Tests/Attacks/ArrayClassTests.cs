using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// What is said to be an array and is an object of another class, which pandas makes where NumPy refuses the class; and arrays whose
/// elements are set again while others read them. Nothing that is named here does anything.
/// </summary>
public sealed class ArrayClassTests
{
    private static readonly (string Module, string Function)[] s_functions =
        [("numpy.core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "_reconstruct"), ("array", "_array_reconstructor")];

    [Test]
    public void GivenAnArrayOfAnotherClass_IsNeverClean()
    {
        foreach (var (module, function) in s_functions)
        {
            foreach (int protocol in (int[])[0, 2, 4])
            {
                byte[] pickle = new PickleDialect(protocol).Tell(
                    to => Array(to, module, function, "torch.nn.modules.linear", "Linear")).Stop();
                Assert.That(Scan(pickle), Is.EqualTo(Verdict.Suspicious), $"{module}.{function}, protocol {protocol}");
            }
        }
    }

    // The pairs are a state of pandas' object, not elements.
    [TestCase("pandas.core.series", "Series")]
    [TestCase("pandas", "Series")]
    public void GivenPairsForAnOldObjectOfPandas_IsNeverClean(string module, string name)
    {
        byte[] pickle = new PickleDialect(2).Tell(to => Array(to, "numpy.core.multiarray", "_reconstruct", module, name))
            .List().Tuple(static key => key.Text("eval"), static value => value.New("torch.nn.modules.linear", "Linear"))
            .Op(PickleOpcode.Append).Op(PickleOpcode.Build).Stop();
        Assert.That(Scan(pickle), Is.EqualTo(Verdict.Suspicious));
    }

    [TestCase("numpy", "ndarray")]
    [TestCase("numpy", "matrix")]
    [TestCase("numpy", "recarray")]
    public void GivenAnArray_ItsElementsAreSetOnce(string module, string name)
    {
        foreach (int times in (int[])[1, 2])
        {
            var to = new PickleDialect(2);
            Array(to, "numpy.core.multiarray", "_reconstruct", module, name);
            for (int i = 0; i < times; i++) State(to);
            Assert.That(Scan(to.Stop()), Is.EqualTo(times == 1 ? Verdict.Clean : Verdict.Suspicious), $"{times} times");
        }
    }

    [Test]
    public void GivenAnArrayThatHasItsElements_TheyAreNotSet()
    {
        PickleDialect to = new PickleDialect(4).Call("numpy.core.numeric", "_frombuffer",
            static bytes => Bytes(bytes), static type => Type(type), static shape => shape.Tuple(static one => one.Int(1)),
            static order => order.Text("C"));
        State(to);
        Assert.That(Scan(to.Stop()), Is.EqualTo(Verdict.Suspicious));
    }

    private static void Array(PickleDialect to, string module, string function, string typeModule, string name) => to.Call(module, function,
        type => type.Global(typeModule, name), static shape => shape.Tuple(static none => none.Int(0)), static code => Bytes(code));

    private static void State(PickleDialect to) => to.Tuple(static version => version.Int(1),
        static shape => shape.Tuple(static one => one.Int(1)), static type => Type(type), static order => order.Op(PickleOpcode.NewFalse),
        static bytes => Bytes(bytes)).Op(PickleOpcode.Build);

    private static void Type(PickleDialect to) => to.Call("numpy", "dtype", static name => name.Text("u1"), static zero => zero.Int(0),
        static one => one.Int(1));

    private static void Bytes(PickleDialect to) => to.Call("_codecs", "encode", static text => text.Text("b"),
        static name => name.Text("latin1"));

    private static Verdict Scan(byte[] pickle) => Scanned.Bytes(pickle, "model.pkl").Verdict;
}
