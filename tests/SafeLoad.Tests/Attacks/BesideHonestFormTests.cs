using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>What stands one step beside forms that honest files of NumPy, pandas and Arrow have: the form is clean, the step is
/// not. Nothing that is named here does anything.</summary>
public sealed class BesideHonestFormTests
{
    private static Verdict Of(PickleDialect pickle) => Scanned.Bytes(pickle.Stop(), "model.pkl").Verdict;

    [TestCase("pandas", "NA", Verdict.Clean)]
    [TestCase("pandas._libs.missing", "NA", Verdict.Clean)]
    [TestCase("pandas", "Series", Verdict.Suspicious)]
    [TestCase("numpy", "mean", Verdict.Suspicious)]
    public void GivenAConstant_AFunctionThatTakesDataMayBeHandedIt(string module, string name, Verdict expected)
    {
        var pickle = new PickleDialect(2).Call("pandas", "StringDtype", static to => to.Text("python"), to => to.Global(module, name));
        Assert.That(Of(pickle), Is.EqualTo(expected));
    }

    [TestCase("ml_dtypes", "bfloat16", Verdict.Clean)]
    [TestCase("numpy", "float64", Verdict.Clean)]
    [TestCase("torch.nn.modules.linear", "Linear", Verdict.Suspicious)]
    public void GivenAClassOfNumbers_ADtypeIsMadeOfIt(string module, string name, Verdict expected) =>
        Assert.That(Of(new PickleDialect(2).Call("numpy", "dtype", to => to.Global(module, name))), Is.EqualTo(expected));

    // NumPy looks up what it says of floats, and others hold it too.
    [Test]
    public void GivenLimitsOfAType_TheyAreMadeOfNothing([Values] bool hasArgument)
    {
        PickleDialect pickle = new PickleDialect(2).Global("numpy", "finfo");
        if (hasArgument) pickle.Tuple(static to => to.Text("f4"));
        else pickle.Op(PickleOpcode.EmptyTuple);
        pickle.Op(PickleOpcode.NewObj).Dict().Text("bits").Int(64).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build);
        Assert.That(Of(pickle), Is.EqualTo(hasArgument ? Verdict.Suspicious : Verdict.Clean));
    }

    [Test]
    public void GivenMaskedElement_ItsStateIsNotSet([Values] bool isSet)
    {
        PickleDialect pickle = new PickleDialect(2).Call("numpy.ma.core", "MaskedConstant");
        if (isSet) pickle.Dict().Text("x").Int(1).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build);
        Assert.That(Of(pickle), Is.EqualTo(isSet ? Verdict.Suspicious : Verdict.Clean));
    }

    // A text is none that an object of a known class stands for: every unpickler stops there.
    [TestCase("joblib.numpy_pickle", "NumpyArrayWrapper", Verdict.Malformed)]
    [TestCase("torch.nn.modules.linear", "Linear", Verdict.Malformed)]
    [TestCase("not_there", "Thing", Verdict.Dangerous)]
    public void GivenAnObjectForAModulesName_NothingIsImported(string module, string name, Verdict expected)
    {
        byte[] pickle = PickleBuilder.Protocol(4).Global(module, name).EmptyTuple().Op(PickleOpcode.NewObj).Text("dtype")
            .Op(PickleOpcode.StackGlobal).Stop();
        Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict, Is.EqualTo(expected));
    }

    // pyarrow asks what it is given for these, and calls them.
    [Test]
    public void GivenAHookOfArrow_ItIsFound([Values("__arrow_array__", "__arrow_c_array__", "__arrow_c_schema__", "__arrow_c_stream__")]
        string hook)
    {
        PickleDialect pickle = new PickleDialect(2).New("argparse", "Namespace");
        pickle.Dict().Text(hook).Global("torch.nn.modules.linear", "Linear").Op(PickleOpcode.SetItem).Op(PickleOpcode.Build);
        Assert.That(Of(pickle), Is.EqualTo(Verdict.Suspicious));
    }

    // joblib writes NumPy's texts as it does objects.
    [Test]
    public void GivenJoblibsArrayOfTexts_ItIsAPickleOfItsOwn([Values] bool isCallInside)
    {
        byte[] inner = isCallInside ? JoblibPickles.Objects(static p => p.Raw(JoblibPickles.Call)) : JoblibPickles.Objects();
        byte[] file = PickleBuilder.Protocol(4).Array("O8", 1, new()
        {
            ["dtype"] = static p => p.Global("numpy._core._internal", "_convert_to_stringdtype_kwargs").Ints(1).Reduce(),
        }).Raw(inner).Stop();
        ScanReport report = Scanned.Bytes(file, "model.joblib");
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((isCallInside ? Verdict.Suspicious : Verdict.Clean, true)));
    }

    [TestCase("bfloat16", 2, 2, true)]
    [TestCase("float8_e5m2", 1, 1, true)]
    [TestCase("bfloat16", 1, 2, false)]
    [TestCase("float8_e5m2", 2, 1, false)]
    public void GivenJoblibsArrayOfMlDtypes_ItsSizeIsTheTypes(string type, int stated, int bytes, bool isClean)
    {
        byte[] file = PickleBuilder.Protocol(4).Array("f8", 1, new()
        {
            ["dtype"] = p => p.Global("numpy", "dtype").Mark().Global("ml_dtypes", type).Op(PickleOpcode.NewFalse)
                .Op(PickleOpcode.NewTrue).Tuple().Reduce().Mark().Int(3).Text("<").Op(PickleOpcode.None).Op(PickleOpcode.None)
                .Op(PickleOpcode.None).Int(stated).Int(1).Int(64).Tuple().Op(PickleOpcode.Build),
        }).Raw(new byte[bytes]).Stop();
        ScanReport report = Scanned.Bytes(file, "model.joblib");
        Assert.That(report is { Verdict: Verdict.Clean, Complete: true }, Is.EqualTo(isClean));
    }
}
