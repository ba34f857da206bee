using System.Numerics;
using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Loading;

/// <summary>The allowed callables that make values and no tensors: what each takes and what it refuses.</summary>
public sealed class ValueFunctionTests
{
    [TestCase("latin1")]
    [TestCase("latin-1")]
    public void GivenCodecsEncode_MakesBytes(string codec)
    {
        PyValue value = Load(pickle => pickle.Call("encode", call => call.Text("a\u00E9\u00FF").Text(codec), "_codecs"));
        Assert.That(value.Kind, Is.EqualTo(PyKind.Bytes));
        Assert.That(value.AsBytes().ToArray(), Is.EqualTo(new byte[] { 0x61, 0xE9, 0xFF }));
    }

    [TestCase("utf-8")]
    [TestCase("rot13")]
    [TestCase("zip")]
    [TestCase("idna")]
    [TestCase("Latin1")]
    [TestCase("../evil")]
    public void GivenCodecsEncodeWithAnotherCodec_IsRefused(string codec)
    {
        // Python looks an unknown codec up by importing encodings.<name>.
        var problem = Refusal.Of<DisallowedGlobalException>(Samples.PickleOf(pickle =>
            pickle.Call("encode", call => call.Text("a").Text(codec), "_codecs")), DiagnosticId.DisallowedCall);
        Assert.That(problem.Globals, Is.Empty);
    }

    [Test]
    public void GivenCodecsEncodeOfTextPastLatin1_IsRefused() =>
        Refuse(static pickle => pickle.Call("encode", static call => call.Text("\u0100").Text("latin1"), "_codecs"));

    [Test]
    public void GivenCodecsEncodeWithAnErrorsArgument_IsRefused() =>
        Refuse(static pickle => pickle.Call("encode", static call => call.Text("a").Text("latin1").Text("ignore"), "_codecs"));

    [Test]
    public void GivenByteArrayOfBytes_IsACopy()
    {
        PyValue value =
            Load(static pickle => pickle.Call("bytearray", static call => call.Op(PickleOpcode.ShortBinBytes, [2, 7, 8]), "builtins"));
        Assert.That(value.Kind, Is.EqualTo(PyKind.ByteArray));
        Assert.That(value.AsBytes().ToArray(), Is.EqualTo(new byte[] { 7, 8 }));
    }

    [Test]
    public void GivenByteArrayOfText_IsItsLatin1()
    {
        PyValue value = Load(static pickle => pickle.Call("bytearray", static call => call.Text("\u00E9").Text("latin-1"), "builtins"));
        Assert.That(value.AsBytes().ToArray(), Is.EqualTo(new byte[] { 0xE9 }));
    }

    [Test]
    public void GivenByteArrayOfANumber_IsRefused() =>
        Refuse(static pickle => pickle.Call("bytearray", static call => call.Int(1L << 40), "builtins"));

    [Test]
    public void GivenByteArrayOfAList_IsRefused() =>
        Refuse(static pickle => pickle.Call("bytearray", static call => call.Op(PickleOpcode.EmptyList), "builtins"));

    [Test]
    public void GivenByteArrayWithAnotherCodec_IsRefused() =>
        Refusal.Of<DisallowedGlobalException>(Samples.PickleOf(static pickle =>
            pickle.Call("bytearray", static call => call.Text("a").Text("utf-7"), "builtins")), DiagnosticId.DisallowedCall);

    [Test]
    public void GivenSetOfAList_HoldsEachItemOnce()
    {
        PyValue value = Load(static pickle =>
            pickle.Call("set",
                static call => call.Op(PickleOpcode.EmptyList).Mark().Int(1).Double(1).True().Int(2).Op(PickleOpcode.Appends), "builtins"));
        Assert.That((PySet)value.Reference!, Has.Count.EqualTo(2));
    }

    [Test]
    public void GivenSetOfText_IsRefused() => Refuse(static pickle => pickle.Call("set", static call => call.Text("abc"), "builtins"));

    [Test]
    public void GivenSetOfLists_IsRefused() =>
        Refusal.Malformed(Samples.PickleOf(static pickle =>
            pickle.Call("set", static call => call.Mark().Op(PickleOpcode.EmptyList).Tuple(), "builtins")), DiagnosticId.UnhashableKey);

    [Test]
    public void GivenComplex_HasItsParts()
    {
        Assert.That(Load(static pickle => pickle.Call("complex", static call => call.Double(1.5).Double(-2), "builtins")).AsComplex(),
            Is.EqualTo(new Complex(1.5, -2)));
        Assert.That(Load(static pickle => pickle.Call("complex", static call => call.Int(3), "builtins")).AsComplex(),
            Is.EqualTo(new Complex(3, 0)));
    }

    [Test]
    public void GivenComplexOfText_IsRefused() =>
        Refuse(static pickle => pickle.Call("complex", static call => call.Text("1j"), "builtins"));

    [Test]
    public void GivenOrderedDictOfPairs_KeepsTheirOrder()
    {
        // As Python 2 wrote it: a list of lists.
        PyValue value = Load(static pickle => pickle.Call("OrderedDict", static call => call.Op(PickleOpcode.EmptyList).Mark()
            .Op(PickleOpcode.EmptyList).Mark().Text("b").Int(1).Op(PickleOpcode.Appends).Mark().Text("a").Int(2).Tuple()
            .Op(PickleOpcode.Appends), "collections"));
        Assert.That(((PyDict)value.Reference!).Select(static pair => pair.Key.AsString()), Is.EqualTo(new[] { "b", "a" }));
        Assert.That(((PyDict)value.Reference!).TypeName, Is.EqualTo("collections.OrderedDict"));
    }

    [Test]
    public void GivenOrderedDictOfTriples_IsRefused() =>
        Refuse(static pickle => pickle.Call("OrderedDict", static call => call.Mark().Ints(1, 2, 3).Tuple(), "collections"));

    [Test]
    public void GivenOrderedDictWithAnUnhashableKey_IsRefused() =>
        Refusal.Malformed(Samples.PickleOf(static pickle =>
            pickle.Call("OrderedDict", static call => call.Mark().Mark().EmptyDict().Int(1).Tuple().Tuple(), "collections")),
            DiagnosticId.UnhashableKey);

    [Test]
    public void GivenBuildOfAnOrderedDict_SetsAttributes()
    {
        PyValue value = Load(static pickle => pickle.Global("collections", "OrderedDict").EmptyTuple().Reduce().EmptyDict().Mark()
            .Text("_metadata").Int(1).SetItems().Op(PickleOpcode.Build));
        Assert.That(((PyDict)value.Reference!).Attributes!["_metadata"].AsInt64(), Is.EqualTo(1));
    }

    [Test]
    public void GivenBuildOfAnOrderedDictWithNone_IsRefused() =>
        Refusal.Malformed(Samples.PickleOf(static pickle => pickle.Global("collections", "OrderedDict").EmptyTuple().Reduce().None()
            .Op(PickleOpcode.Build)), DiagnosticId.BadOperand);

    [Test]
    public void GivenBuildOfAPlainDict_IsRefused() =>
        Refusal.Of<DisallowedGlobalException>(Samples.PickleOf(static pickle => pickle.EmptyDict().EmptyDict().Op(PickleOpcode.Build)),
            DiagnosticId.DisallowedCall);

    [Test]
    public void GivenCounter_HoldsItsCounts()
    {
        PyValue value = Load(static pickle =>
            pickle.Call("Counter", static call => call.EmptyDict().Mark().Text("a").Int(3).SetItems(), "collections"));
        Assert.That(((PyDict)value.Reference!)["a"].AsInt64(), Is.EqualTo(3));
    }

    [Test]
    public void GivenCounterOfAList_IsRefused() =>
        Refuse(static pickle => pickle.Call("Counter", static call => call.Op(PickleOpcode.EmptyList), "collections"));

    [Test]
    public void GivenSize_IsATupleOfItsOwnKind()
    {
        PyValue value = Load(static pickle => pickle.Call("Size", static call => call.Ints(2, 3), "torch"));
        Assert.That(value.Kind, Is.EqualTo(PyKind.Size));
        Assert.That(((PyTuple)value.Reference!).Select(static item => item.AsInt64()), Is.EqualTo(new long[] { 2, 3 }));
    }

    [Test]
    public void GivenSizeOfText_IsRefused() =>
        Refuse(static pickle => pickle.Call("Size", static call => call.Mark().Text("2").Tuple(), "torch"));

    [Test]
    public void GivenDevice_IsAName()
    {
        Assert.That(Text(static pickle => pickle.Call("device", static call => call.Text("cuda").Int(3), "torch")), Is.EqualTo("cuda:3"));
        Assert.That(Text(static pickle => pickle.Call("device", static call => call.Text("cpu").None(), "torch")), Is.EqualTo("cpu"));
    }

    [Test]
    public void GivenDeviceOfANumber_IsRefused() => Refuse(static pickle => pickle.Call("device", static call => call.Int(0), "torch"));

    [TestCase("sparse_bsc")]
    [TestCase("jagged")]
    [TestCase("_mkldnn")]
    public void GivenLayout_IsAName(string name) => Assert.That(Text(pickle => pickle.Layout(name)), Is.EqualTo("torch." + name));

    [Test]
    public void GivenUnknownLayout_IsRefused() => Refuse(static pickle => pickle.Layout("os.system"));

    [TestCase("torch", "FloatStorage")]
    [TestCase("torch", "float32")]
    [TestCase("torch.storage", "TypedStorage")]
    [TestCase("torch.sparse", "FloatTensor")]
    public void GivenNameThatIsNotToBeCalled_IsRefused(string module, string name)
    {
        Refusal.Of<DisallowedGlobalException>(Samples.PickleOf(pickle => pickle.Global(module, name).EmptyTuple().Reduce()),
            DiagnosticId.DisallowedCall);
        Refusal.Of<DisallowedGlobalException>(Samples.PickleOf(pickle => pickle.Global(module, name).EmptyTuple().Op(PickleOpcode.NewObj)),
            DiagnosticId.DisallowedCall);
    }

    [TestCase("_codecs", "encode")]
    [TestCase("builtins", "set")]
    [TestCase("torch._utils", "_rebuild_tensor_v2")]
    [TestCase("torch._tensor", "_rebuild_from_type_v2")]
    public void GivenNewObjectOfAFunction_IsRefused(string module, string name) =>
        Refusal.Of<DisallowedGlobalException>(Samples.PickleOf(pickle => pickle.Global(module, name).EmptyTuple().Op(PickleOpcode.NewObj)),
            DiagnosticId.DisallowedCall);

    [Test]
    public void GivenCallOfAValue_IsRefused() =>
        Refusal.Of<DisallowedGlobalException>(Samples.PickleOf(static pickle => pickle.Text("os.system").EmptyTuple().Reduce()),
            DiagnosticId.DisallowedCall);

    private static PyValue Load(Action<PickleBuilder> value)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.PickleOf(value));
        return checkpoint.Root;
    }

    private static string Text(Action<PickleBuilder> value) => ((PyConstant)Load(value).Reference!).Text;

    private static void Refuse(Action<PickleBuilder> value)
    {
        var problem = Refusal.MalformedAndFound(Samples.PickleOf(value), DiagnosticId.BadRebuildArguments);
        Assert.That(problem.Location.Opcode, Is.EqualTo("REDUCE"));
    }
}
