using SafeLoad.Loading;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>SymPy's expressions, and other values that are honest with some arguments and reach further with others. Nothing that is named
/// here does anything.</summary>
public sealed class ExpressionTests
{
    private const string Functions = "sympy.functions.elementary.trigonometric";

    private static readonly Dictionary<string, Action<PickleDialect>> s_arguments = new()
    {
        ["symbol"] = static to => Made(to, "sympy.core.symbol", "Symbol", static name => name.Text("x")),
        ["number"] = static to => Made(to, "sympy.core.numbers", "Integer", static number => number.Int(2)),
        ["int"] = static to => to.Int(2),
        ["text"] = static to => to.Text("x"),
        ["text in a tuple"] = static to => to.Tuple(static text => text.Text("x")),
        ["text in a list"] = static to => to.List().Text("x").Op(PickleOpcode.Append),
        ["text of a call"] = static to => to.Call("builtins", "str", static text => text.Text("x")),
        ["layer"] = static to => to.New("torch.nn.modules.linear", "Linear"),
        ["class"] = static to => to.Global("torch.nn.modules.linear", "Linear"),
    };

    private static PickleDialect Made(PickleDialect to, string module, string name, params Action<PickleDialect>[] arguments) =>
        to.Global(module, name).Tuple(arguments).Op(PickleOpcode.NewObj);

    private static Verdict Of(PickleDialect pickle) => Scanned.Bytes(pickle.Stop(), "model.pkl").Verdict;

    [TestCase("symbol", true)]
    [TestCase("number", true)]
    [TestCase("int", true)]
    [TestCase("text", false)]
    [TestCase("text in a tuple", false)]
    [TestCase("text in a list", false)]
    [TestCase("text of a call", false)]
    [TestCase("layer", false)]
    [TestCase("class", false)]
    public void GivenAFunctionOfExpressions_NothingElseIsClean(string argument, bool isClean)
    {
        Verdict expected = isClean ? Verdict.Clean : Verdict.Suspicious;
        Assert.That(Of(Made(new PickleDialect(2), Functions, "sin", s_arguments[argument])), Is.EqualTo(expected));
        Assert.That(Of(new PickleDialect(2).Call(Functions, "sin", s_arguments[argument])), Is.EqualTo(expected));
    }

    [TestCase("symbol", true)]
    [TestCase("number", true)]
    [TestCase("int", true)]
    [TestCase("text", false)]
    [TestCase("text in a tuple", false)]
    [TestCase("text in a list", false)]
    [TestCase("text of a call", false)]
    [TestCase("layer", false)]
    [TestCase("class", false)]
    public void GivenWhatIsMadeOfExpressions_NothingElseIsClean(string argument, bool isClean)
    {
        foreach (var (module, name) in ((string, string)[])[("sympy.core.power", "Pow"), ("sympy.core.add", "Add"),
            ("sympy.core.mul", "Mul"), ("sympy.core.relational", "Equality"), ("sympy.core.relational", "LessThan")])
        {
            Verdict expected = isClean ? Verdict.Clean : Verdict.Suspicious;
            Assert.That(Of(Made(new PickleDialect(2), module, name, s_arguments[argument], s_arguments["number"])), Is.EqualTo(expected));
            Assert.That(Of(new PickleDialect(2).Call(module, name, s_arguments[argument], s_arguments["number"])), Is.EqualTo(expected));
            if (!isClean) Assert.That(Of(new PickleDialect(2).Call("copy_reg", "_reconstructor", type => type.Global(module, name),
                type => type.Global(module, name), s_arguments[argument])), Is.EqualTo(expected));
        }
    }

    [TestCase("text", true)]
    [TestCase("int", true)]
    [TestCase("text in a tuple", false)]
    [TestCase("text in a list", false)]
    [TestCase("text of a call", false)]
    public void GivenANumberOfAText_ItIsTheTextItself(string argument, bool isClean) =>
        Assert.That(Of(Made(new PickleDialect(2), "sympy.core.numbers", "Rational", s_arguments[argument])),
            Is.EqualTo(isClean ? Verdict.Clean : Verdict.Suspicious));

    [TestCase("positive", Verdict.Clean)]
    [TestCase("__call__", Verdict.Suspicious)]
    public void GivenWhatIsAssumedOfASymbol_ItIsNoHook(string keyword, Verdict expected)
    {
        PickleDialect pickle = new PickleDialect(4).Global("sympy.core.symbol", "Symbol").Tuple(static name => name.Text("x"));
        pickle.Dict().Text(keyword).Int(1).Op(PickleOpcode.SetItem).Op(PickleOpcode.NewObjEx);
        Assert.That(Of(pickle), Is.EqualTo(expected));
    }

    // SymPy gives the same object for the same arguments, to everybody: 3 would be 4 from then on.
    [TestCase("symbol")]
    [TestCase("number")]
    public void GivenAStateOfAnExpression_ItSetsNothing(string argument)
    {
        Action<PickleDialect> state = static to => to.Dict().Text("p").Int(4).Op(PickleOpcode.SetItem);
        foreach (int protocol in (int[])[2, 4])
        {
            Assert.That(Of(Expression(protocol).Dict().Op(PickleOpcode.Build)), Is.EqualTo(Verdict.Clean));
            Assert.That(Of(Expression(protocol).Tell(state).Op(PickleOpcode.Build)), Is.EqualTo(Verdict.Suspicious));
            Assert.That(Of(Expression(protocol).Tuple(static none => none.Op(PickleOpcode.None), state).Op(PickleOpcode.Build)),
                Is.EqualTo(Verdict.Suspicious));
            Assert.That(Of(Sum(protocol).Tell(state).Op(PickleOpcode.Build)), Is.EqualTo(Verdict.Suspicious));
        }

        PickleDialect Expression(int protocol) => new PickleDialect(protocol).Tell(s_arguments[argument]);

        PickleDialect Sum(int protocol) => Made(new PickleDialect(protocol), "sympy.core.add", "Add", s_arguments[argument]);
    }

    [TestCase("sympy.core.numbers", "Float", "1.5")]
    [TestCase("sympy.core.symbol", "Dummy", "x")]
    public void GivenAStateOfWhatIsAlwaysNew_IsClean(string module, string name, string text)
    {
        PickleDialect pickle = Made(new PickleDialect(2), module, name, to => to.Text(text));
        Assert.That(Of(pickle.Dict().Text("_prec").Int(53).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build)), Is.EqualTo(Verdict.Clean));
    }

    [TestCase("numpy.core.multiarray", "_reconstruct", "ndarray", Verdict.Clean)]
    [TestCase("numpy._core.multiarray", "_reconstruct", "ndarray", Verdict.Clean)]
    [TestCase("numpy.core.multiarray", "scalar", "ndarray", Verdict.Suspicious)]
    [TestCase("numpy.core.multiarray", "_reconstruct", "matrix", Verdict.Suspicious)]
    [TestCase("torch.nn.modules.linear", "Linear", "ndarray", Verdict.Suspicious)]
    public void GivenAnArrayOfJax_NumPyMakesIt(string module, string name, string type, Verdict expected)
    {
        PickleDialect pickle = new PickleDialect(2).Call("jax._src.array", "_reconstruct_array", to => to.Global(module, name),
            to => to.Tuple(made => made.Global("numpy", type), static shape => shape.Tuple(), static text => text.Text("b")),
            static state => state.Tuple(), static known => known.Dict());
        Assert.That(Of(pickle), Is.EqualTo(expected));
    }

    [Test]
    public void GivenATimeZoneOfAFile_ItIsGivenNone([Values] bool isOpened)
    {
        PickleDialect pickle = new PickleDialect(2).Call("dateutil.tz.tz", "tzfile",
            file => _ = isOpened ? file.Text("a") : file.Op(PickleOpcode.None), static name => name.Text("b"));
        Assert.That(Of(pickle), Is.EqualTo(isOpened ? Verdict.Suspicious : Verdict.Clean));
    }

    [TestCase("relu", Verdict.Clean)]
    [TestCase("load", Verdict.Dangerous)]
    [TestCase("from_file", Verdict.Dangerous)]
    [TestCase("__class__", Verdict.Dangerous)]
    public void GivenAFunctionOfPyTorchsClass_ItIsOneThatMayBeNamed(string name, Verdict expected)
    {
        PickleDialect pickle = new PickleDialect(2).New("torch.nn.modules.module", "Module").Dict().Text("activation");
        pickle.Call("__builtin__", "getattr", static type => type.Global("torch._C", "_VariableFunctionsClass"), to => to.Text(name));
        Assert.That(Of(pickle.Op(PickleOpcode.SetItem).Op(PickleOpcode.Build)), Is.EqualTo(expected));
    }

    // A handle refers to the dict that its hooks stand in.
    [TestCase("dict of nothing", Verdict.Clean)]
    [TestCase("dict of a class", Verdict.Suspicious)]
    [TestCase("class", Verdict.Suspicious)]
    [TestCase("object", Verdict.Suspicious)]
    public void GivenAHandleOfHooks_ItRefersToDictsOfHooks(string hooks, Verdict expected)
    {
        PickleDialect pickle = new PickleDialect(2).New("torch.utils.hooks", "RemovableHandle");
        pickle.Tuple(
            dict =>
            {
                if (hooks == "class") dict.Global("torch.nn.modules.linear", "Linear");
                else if (hooks == "object") dict.New("torch.nn.modules.linear", "Linear");
                else dict.Call("collections", "OrderedDict");
                if (hooks == "dict of a class") dict.Int(1).Global("torch.nn.modules.linear", "Linear").Op(PickleOpcode.SetItem);
            },
            static id => id.Int(1)).Op(PickleOpcode.Build);
        Assert.That(Of(pickle), Is.EqualTo(expected));
    }

    [TestCase("transformers.models.albert.configuration_albert", "AlbertOnnxConfig", GlobalJudgement.Unknown)]
    [TestCase("transformers.models.aimv2.configuration_aimv2", "Aimv2TextConfig", GlobalJudgement.Harmless)]
    [TestCase("transformers.models.aimv2.configuration_aimv2", "aimv2.Aimv2TextConfig", GlobalJudgement.Unknown)]
    [TestCase("transformers.models.*.configuration_*", "Aimv2TextConfig", GlobalJudgement.Unknown)]
    [TestCase("transformers.models.aimv2.configuration_albert", "Aimv2TextConfig", GlobalJudgement.Unknown)]
    public void GivenAStarInARow_ItStandsForOneNameAlone(string module, string name, object judgement) =>
        Assert.That(GlobalCatalog.Judge(module, name).Judgement, Is.EqualTo(judgement));
}
