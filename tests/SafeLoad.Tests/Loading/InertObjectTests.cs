using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Loading;

/// <summary>Objects kept as data: nothing is refused by its name, nothing means anything, and tensors that lie stay errors.</summary>
public sealed class InertObjectTests
{
    private static readonly CheckpointOptions s_inert = new() { KeepObjects = true };

    private static Checkpoint Open(Action<PickleBuilder> value, params byte[][] storages) =>
        Checkpoint.Open(Samples.ZipOf(value, storages), s_inert);

    private static PyObject Object(Checkpoint checkpoint) => (PyObject)checkpoint.Root.Reference!;

    [Test]
    public void GivenDangerousCall_IsARecordAndJudged()
    {
        using Checkpoint checkpoint = Open(static pickle => pickle.Global("posix", "system").Mark().Text("echo owned").Tuple().Reduce());
        PyObject call = Object(checkpoint);
        Assert.That((call.ClassName, ((PyTuple)call.Arguments.Reference!)[0].AsString()), Is.EqualTo(("posix.system", "echo owned")));
        Assert.That(checkpoint.NamedGlobals.Single(), Is.EqualTo(new NamedGlobal("posix", "system", GlobalJudgement.Dangerous)));
        Assert.That(checkpoint.Globals, Is.EqualTo((string[])["posix.system"]));
    }

    [Test]
    public void GivenNoOption_TheSameFileIsRefused() =>
        Refusal.Of<DisallowedGlobalException>(Samples.ZipOf(static pickle => pickle.Global("posix", "system").Mark().Text("x").Tuple()
            .Reduce()), DiagnosticId.DisallowedGlobal);

    // INST, OBJ, EXT1, POP, POP_MARK, DUP, NEWOBJ_EX: opcodes that torch.save never writes.
    [Test]
    public void GivenEveryUnusualOpcode_IsRead()
    {
        using Checkpoint checkpoint = Open(static pickle => pickle.Mark()
            .Mark().Text("a").Line(PickleOpcode.Inst, "m\nInst")
            .Mark().Global("m", "Obj").Int(1).Op(PickleOpcode.Obj)
            .Op(PickleOpcode.Ext1, [7])
            .Int(5).Op(PickleOpcode.Pop)
            .Mark().Int(6).Op(PickleOpcode.PopMark)
            .Int(8).Op(PickleOpcode.Dup)
            .Global("m", "New").EmptyTuple().EmptyDict().Op(PickleOpcode.NewObjEx)
            .Tuple());
        var values = (PyTuple)checkpoint.Root.Reference!;
        Assert.That(values.Select(static value => value.Reference is PyObject inert ? inert.ClassName : value.ToString()),
            Is.EqualTo((string[])["m.Inst", "m.Obj", "object", "8", "8", "m.New"]));
        Assert.That(((PyObject)values[5].Reference!).Keywords.Kind, Is.EqualTo(PyKind.Dict));
    }

    [Test]
    public void GivenStates_AttributesAreFound()
    {
        using Checkpoint checkpoint = Open(static pickle => pickle.Global("m", "C").EmptyTuple().Op(PickleOpcode.NewObj)
            .EmptyDict().Text("a").Int(1).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build)
            .Op(PickleOpcode.None).EmptyDict().Text("slot").Int(2).Op(PickleOpcode.SetItem).Op(PickleOpcode.Tuple2).Op(PickleOpcode.Build));
        PyObject value = Object(checkpoint);
        Assert.That((value.TryGetAttribute("a", out PyValue a), value.TryGetAttribute("slot", out PyValue slot),
            value.TryGetAttribute("b", out _)), Is.EqualTo((true, true, false)));
        Assert.That((a.AsInt64(), slot.AsInt64()), Is.EqualTo((1L, 2L)));
    }

    // What torch.max returns: type, (tuple of the fields, dict of what has no index).
    [TestCase("torch.return_types", "max", 0, "3,4")]
    [TestCase("torch.return_types", "max", 1, "(3, 4),{'x': 5}")]
    [TestCase("my.types", "max", 0, "(3, 4),{}")]
    public void GivenReturnedTuple_ItsFieldsAreItsArguments(string module, string name, int named, string expected)
    {
        using Checkpoint checkpoint = Open(pickle =>
        {
            pickle.Global(module, name).Ints(3, 4).EmptyDict();
            if (named > 0) pickle.Text("x").Int(5).Op(PickleOpcode.SetItem);
            pickle.Op(PickleOpcode.Tuple2).Reduce();
        });
        Assert.That(string.Join(',', ((PyTuple)Object(checkpoint).Arguments.Reference!).Select(static value => PythonRepr.Of(value))),
            Is.EqualTo(expected));
    }

    // A tensor is a tensor under any class; its state is kept beside it.
    [Test]
    public void GivenUnknownTensorSubclass_IsATensor()
    {
        using Checkpoint checkpoint = Open(static pickle => pickle.Global("torch._tensor", "_rebuild_from_type_v2").Mark()
            .Global("torch._utils", "_rebuild_tensor_v2").Global("my", "Tensor")
            .Mark().Storage("FloatStorage", "0", 2).Int(0).Ints(2).Ints(1).Op(PickleOpcode.NewFalse).Op(PickleOpcode.None).Tuple()
            .EmptyDict().Text("__note__").Int(1).Op(PickleOpcode.SetItem).Tuple().Reduce(), Samples.OneTwo);
        var tensor = (PyTensor)checkpoint.Root.Reference!;
        Assert.That((tensor.Info.ToArray<float>(), tensor.Attributes!["__note__"].AsInt64()),
            Is.EqualTo(((float[])[1, 2], 1L))
                .Using<(float[], long)>(static (x, y) => x.Item1.SequenceEqual(y.Item1) && x.Item2 == y.Item2));
    }

    [Test]
    public void GivenTensorOutsideItsStorage_StaysAnError() =>
        Refusal.Malformed(Samples.ZipOf(static pickle => pickle.Mark().Global("m", "C").Tensor(2, 0, [3], [1]).Tuple(), Samples.OneTwo),
            DiagnosticId.ViewOutsideStorage, s_inert);

    // What stands in for a storage is no lie of the tensor's: the call is kept as it is.
    [Test]
    public void GivenTensorOfAnObject_IsARecord()
    {
        using Checkpoint checkpoint = Open(static pickle =>
            pickle.Call("_rebuild_tensor_v2",
                static arguments => arguments.Global("m", "storage").EmptyTuple().Reduce().Int(0).Ints(2).Ints(1).False().None()));
        Assert.That(Object(checkpoint).ClassName, Is.EqualTo("torch._utils._rebuild_tensor_v2"));
    }

    [Test]
    public void GivenObjectsAsKeys_AreKeys()
    {
        using Checkpoint checkpoint = Open(static pickle => pickle.EmptyDict().Mark().Global("m", "C").Int(1).Vector("FloatStorage", "0", 2)
            .Int(2).SetItems(), Samples.OneTwo);
        Assert.That(((PyDict)checkpoint.Root.Reference!).Count, Is.EqualTo(2));
    }

    [Test]
    public void GivenPersistentIdsOfAnyKind_AreKept()
    {
        using Checkpoint checkpoint = Open(static pickle => pickle.Mark()
            .Mark().Text("module").Global("m", "Net").Text("net.py").Text("class Net: pass").Tuple().Op(PickleOpcode.BinPersId)
            .Mark().Text("reduce_package").Int(0).Global("m", "make").Int(3).Tuple().Op(PickleOpcode.BinPersId)
            .Text("anything").Op(PickleOpcode.BinPersId).Tuple());
        var values = (PyTuple)checkpoint.Root.Reference!;
        Assert.That((values[0].Kind, ((PyObject)values[1].Reference!).ClassName, values[2].Kind),
            Is.EqualTo((PyKind.Global, "m.make", PyKind.Object)));
    }

    // 2^40 tensors by a state that each level shares twice.
    [Test]
    public void GivenModulesThatShareTheirParts_CostIsLimited()
    {
        const int levels = 40;
        byte[] file = Samples.ZipOf(static pickle =>
        {
            for (int i = 0; i < levels; i++)
            {
                pickle.Global("m", "Net").EmptyTuple().Op(PickleOpcode.NewObj).EmptyDict().Mark()
                    .Text("_parameters").EmptyDict().Text("_modules").EmptyDict();
                if (i > 0) pickle.Mark().Text("a").Get((uint)(i - 1)).Text("b").Get((uint)(i - 1)).SetItems();
                pickle.SetItems().Op(PickleOpcode.Build).Put((uint)i);
                if (i < levels - 1) pickle.Op(PickleOpcode.Pop);
            }
        });
        using Checkpoint checkpoint = Checkpoint.Open(file, s_inert);
        Assert.That(checkpoint.StateDict, Throws.TypeOf<LimitExceededException>());
        Assert.That(Cost.AllocatedBy(() =>
            Assert.Throws<LimitExceededException>(() => ValueWalker.Walk(checkpoint.Root, new SilentVisitor()))), Is.LessThan(1 << 29));
    }

    [Test]
    public void GivenModuleInsideOfItself_IsNotEnteredAgain()
    {
        using Checkpoint checkpoint =
            Open(static pickle => pickle.Global("m", "Net").EmptyTuple().Op(PickleOpcode.NewObj).Put(0).EmptyDict().Mark()
            .Text("_parameters").EmptyDict().Text("w").Vector("FloatStorage", "0", 2).Op(PickleOpcode.SetItem)
            .Text("_modules").EmptyDict().Text("self").Get(0).Op(PickleOpcode.SetItem).SetItems().Op(PickleOpcode.Build), Samples.OneTwo);
        Assert.That(checkpoint.StateDict().Keys, Is.EqualTo((string[])["w"]));
    }

    // Objects inside of objects, a hundred thousand deep.
    [Test]
    public void GivenDeepObjects_OpensAndTheWalkEnds()
    {
        using Checkpoint checkpoint = Open(static pickle =>
        {
            for (int i = 0; i < 100_000; i++) pickle.Global("m", "C");
            pickle.EmptyTuple();
            for (int i = 0; i < 100_000; i++) pickle.Reduce().Op(PickleOpcode.Tuple1);
        });
        Assert.That(() => ValueWalker.Walk(checkpoint.Root, new SilentVisitor()), Throws.TypeOf<LimitExceededException>());
        Assert.That(() => checkpoint.StateDict(), Throws.Nothing);
    }

    // _rebuild_from_type(_rebuild_from_type, …(…)): the stack of the process would be as deep as the file likes.
    [Test]
    public void GivenCallsThatCallThemselves_AreRecords()
    {
        const int levels = 200_000;
        using Checkpoint checkpoint = Open(static pickle =>
        {
            pickle.Global("torch._tensor", "_rebuild_from_type").Put(0).Op(PickleOpcode.Pop).Global("torch", "Tensor").Put(1)
                .Op(PickleOpcode.Pop).Op(PickleOpcode.BinGet, [0]);
            for (int i = 0; i < levels; i++) pickle.Mark().Op(PickleOpcode.BinGet, [0]).Op(PickleOpcode.BinGet, [1]);
            pickle.EmptyTuple();
            for (int i = 0; i < levels; i++) pickle.EmptyDict().Tuple();
            pickle.Reduce();
        });
        Assert.That(Object(checkpoint).ClassName, Is.EqualTo("torch._tensor._rebuild_from_type"));
    }

    // The bytes were proven by the dtype that it was: BUILD on it comes too late.
    [TestCase(true)]
    [TestCase(false)]
    public void GivenNumpyDTypeThatChangesAfterItsUse_TheArrayStays(bool objects)
    {
        using Checkpoint checkpoint = Open(pickle =>
        {
            pickle.Global("numpy", "dtype").Mark().Text("f8").False().True().Tuple().Reduce().Put(0).Op(PickleOpcode.Pop);
            pickle.Mark().Global("numpy.core.multiarray", "scalar").Mark().Op(PickleOpcode.BinGet, [0])
                .Op(PickleOpcode.ShortBinBytes, [8, .. new byte[8]]).Tuple().Reduce();
            pickle.Op(PickleOpcode.BinGet, [0]).Mark().Int(3).Text("|").None().EmptyTuple().EmptyDict();
            if (objects) pickle.Text("field").None().Op(PickleOpcode.SetItem);
            pickle.Int(1 << 20).Int(1).Int(0).Tuple().Op(PickleOpcode.Build).Tuple();
        });
        var array = (PyArray)((PyTuple)checkpoint.Root.Reference!)[0].Reference!;
        Assert.That((NumpyRepr.OfScalar(array), array.ToBytes().Length), Is.EqualTo(("0.0", 8)));
    }
}
