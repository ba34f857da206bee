using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Loading;

/// <summary>The rebuild functions that make dense tensors, parameters and tensors without data:
/// what each takes and what it refuses.</summary>
public sealed class TensorFunctionTests
{
    private static readonly float[] s_oneTwo = [1, 2];

    [Test]
    public void GivenRebuildTensor_MakesATensor()
    {
        using Checkpoint checkpoint = Open(static pickle =>
            pickle.Call("_rebuild_tensor", static call => call.Storage("FloatStorage", "0", 2).Int(0).Ints(2).Ints(1)));
        Assert.That(checkpoint.RootTensor().ToArray<float>(), Is.EqualTo(s_oneTwo));
    }

    [Test]
    public void GivenRebuildTensorWithTooManyArguments_IsRefused() =>
        Refuse(static pickle =>
            pickle.Call("_rebuild_tensor", static call => call.Storage("FloatStorage", "0", 2).Int(0).Ints(2).Ints(1).False()));

    [Test]
    public void GivenRequiresGrad_IsKept()
    {
        using Checkpoint checkpoint = Open(static pickle => V2(pickle, "FloatStorage", 2, static rest => rest.True().None()));
        Assert.That(checkpoint.RootTensor().RequiresGrad);
        Assert.That(checkpoint.RootTensor().IsParameter, Is.False);
    }

    [TestCase("IntStorage", 2)]
    [TestCase("BoolStorage", 8)]
    [TestCase("QInt8Storage", 8)]
    public void GivenRequiresGradOnADTypeWithoutGradients_IsRefused(string type, int count)
    {
        byte[] file = Samples.ZipOf(pickle => V2(pickle, type, count, static rest => rest.True().None()), Samples.OneTwo);
        Refusal.MalformedAndFound(file, DiagnosticId.BadRequiresGrad);
    }

    private static IEnumerable<TestCaseData> BadV2()
    {
        yield return Row("FiveArguments", static pickle => V2(pickle, "FloatStorage", 2, static rest => rest.False()));
        yield return Row("EightArguments",
            static pickle => V2(pickle, "FloatStorage", 2, static rest => rest.False().None().None().None()));
        yield return Row("RequiresGradAsInt", static pickle => V2(pickle, "FloatStorage", 2, static rest => rest.Int(1).None()));
        yield return Row("HooksAsList",
            static pickle => V2(pickle, "FloatStorage", 2, static rest => rest.False().Op(PickleOpcode.EmptyList)));
        yield return Row("MetadataAsTuple",
            static pickle => V2(pickle, "FloatStorage", 2, static rest => rest.False().None().EmptyTuple()));
        yield return Row("UnknownMetadata",
            static pickle =>
                V2(pickle, "FloatStorage", 2, static rest => rest.False().None().EmptyDict().Mark().Text("data").True().SetItems()));
        yield return Row("MetadataOfInt",
            static pickle =>
                V2(pickle, "FloatStorage", 2, static rest => rest.False().None().EmptyDict().Mark().Text("neg").Int(1).SetItems()));
        yield return Row("ConjOnFloat",
            static pickle =>
                V2(pickle, "FloatStorage", 2, static rest => rest.False().None().EmptyDict().Mark().Text("conj").True().SetItems()));
        yield return Row("NegOnInt",
            static pickle =>
                V2(pickle, "IntStorage", 2, static rest => rest.False().None().EmptyDict().Mark().Text("neg").True().SetItems()));
        yield return Row("StorageAsText",
            static pickle => pickle.Call("_rebuild_tensor_v2", static call => call.Text("0").Int(0).Ints(2).Ints(1).False().None()));
        yield return Row("StorageAsTensor",
            static pickle =>
                pickle.Call("_rebuild_tensor_v2",
                    static call => call.Vector("FloatStorage", "0", 2).Int(0).Ints(2).Ints(1).False().None()));
        yield return Row("OffsetAsBool",
            static pickle =>
                pickle.Call("_rebuild_tensor_v2",
                    static call => call.Storage("FloatStorage", "0", 2).False().Ints(2).Ints(1).False().None()));
        yield return Row("OffsetOfManyBits",
            static pickle =>
                pickle.Call("_rebuild_tensor_v2",
                    static call => call.Storage("FloatStorage", "0", 2).Op(PickleOpcode.Long1, [9, 0, 0, 0, 0, 0, 0, 0, 0, 1]).Ints(2)
                        .Ints(1).False().None()));
        yield return Row("SizeAsInt",
            static pickle =>
                pickle.Call("_rebuild_tensor_v2",
                    static call => call.Storage("FloatStorage", "0", 2).Int(0).Int(2).Ints(1).False().None()));
        yield return Row("SizeOfBools",
            static pickle =>
                pickle.Call("_rebuild_tensor_v2",
                    static call => call.Storage("FloatStorage", "0", 2).Int(0).Mark().True().Tuple().Ints(1).False().None()));
        yield return Row("StrideOfFloats",
            static pickle =>
                pickle.Call("_rebuild_tensor_v2",
                    static call => call.Storage("FloatStorage", "0", 2).Int(0).Ints(2).Mark().Double(1).Tuple().False().None()));
        yield return Row("SizeOfManyBits",
            static pickle =>
                pickle.Call("_rebuild_tensor_v2",
                    static call => call.Storage("FloatStorage", "0", 2).Int(0).Mark().Op(PickleOpcode.Long1, [9, 2, 0, 0, 0, 0, 0, 0, 0, 1])
                        .Tuple().Ints(1).False().None()));

        static TestCaseData Row(string name, Action<PickleBuilder> value) =>
            new TestCaseData(Samples.ZipOf(value, Samples.OneTwo)).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(BadV2))]
    public void GivenBadArguments_IsRefusedByTheFunctionsName(byte[] file)
    {
        var problem = Refusal.MalformedAndFound(file, DiagnosticId.BadRebuildArguments);
        Assert.That(problem.Problem, Does.StartWith("torch._utils._rebuild_tensor_v2 is called with"));
        Assert.That(problem.Location.Opcode, Is.EqualTo("REDUCE"));
    }

    [Test]
    public void GivenSizesInAList_MakesATensor()
    {
        using Checkpoint checkpoint =
            Open(static pickle => pickle.Call("_rebuild_tensor_v2", static call => call.Storage("FloatStorage", "0", 2).Int(0)
            .Op(PickleOpcode.EmptyList).Int(2).Op(PickleOpcode.Append).Call("Size", static size => size.Ints(1), "torch").False().None()));
        Assert.That(checkpoint.RootTensor().ToArray<float>(), Is.EqualTo(s_oneTwo));
    }

    [Test]
    public void GivenArgumentsInAList_IsRefused()
    {
        var problem = Refusal.Malformed(Samples.PickleOf(static pickle => pickle.Global("collections", "OrderedDict")
            .Op(PickleOpcode.EmptyList).Reduce()), DiagnosticId.BadOperand);
        Assert.That(problem.Problem, Does.Contain("a tuple of arguments"));
    }

    [TestCase("float8_e4m3fn", 1)]
    [TestCase("uint16", 2)]
    [TestCase("complex32", 4)]
    [TestCase("uint64", 8)]
    public void GivenRebuildTensorV3_CountsElementsOfItsDType(string dtype, int itemSize)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.ZipOf(pickle => V3(pickle, dtype, 1, 16 / itemSize - 1), new byte[16]));
        TensorInfo tensor = checkpoint.RootTensor();
        Assert.That(tensor.DType, Is.EqualTo(DType.FromName(dtype)));
        Assert.That(tensor.ByteLength, Is.EqualTo(16 - itemSize));
    }

    [TestCase("uint16", 2)]
    [TestCase("uint64", 8)]
    public void GivenRebuildTensorV3OutsideOfItsStorage_IsRefused(string dtype, int itemSize) =>
        Refusal.MalformedAndFound(Samples.ZipOf(pickle => V3(pickle, dtype, 1, 16 / itemSize), new byte[16]),
            DiagnosticId.ViewOutsideStorage);

    [Test]
    public void GivenRebuildTensorV3OfAStorageThatHoldsNoWholeElement_IsRefused() =>
        // 15 bytes are one whole element of 8 bytes, not two.
        Refusal.MalformedAndFound(Samples.ZipOf(static pickle =>
            pickle.Call("_rebuild_tensor_v3", static call => call.Untyped("0", 15).Int(0).Ints(2).Ints(1).False().None().Torch("uint64")),
            new byte[15]), DiagnosticId.ViewOutsideStorage);

    [Test]
    public void GivenRebuildTensorV3OfAQuantizedDType_IsRefused() => Refuse(static pickle => V3(pickle, "qint8", 0, 2));

    [Test]
    public void GivenRebuildTensorV3WithoutADType_IsRefused() =>
        Refuse(static pickle =>
            pickle.Call("_rebuild_tensor_v3", static call => call.Untyped("0", 8).Int(0).Ints(2).Ints(1).False().None().Text("float32")));

    [Test]
    public void GivenParameter_IsOne()
    {
        using Checkpoint checkpoint =
            Open(static pickle => pickle.Call("_rebuild_parameter", static call => call.Vector("FloatStorage", "0", 2).True().None()));
        Assert.That(checkpoint.RootTensor().IsParameter);
        Assert.That(checkpoint.RootTensor().RequiresGrad);
        Assert.That(checkpoint.RootTensor().ToArray<float>(), Is.EqualTo(s_oneTwo));
    }

    [Test]
    public void GivenParameterOfNoTensor_IsRefused() =>
        Refuse(static pickle => pickle.Call("_rebuild_parameter", static call => call.Storage("FloatStorage", "0", 2).True().None()));

    [Test]
    public void GivenParameterClass_Called_IsAParameterWithGradients()
    {
        using Checkpoint checkpoint =
            Open(static pickle => pickle.Call("Parameter", static call => call.Vector("FloatStorage", "0", 2), "torch.nn.parameter"));
        Assert.That(checkpoint.RootTensor().IsParameter && checkpoint.RootTensor().RequiresGrad);
    }

    [Test]
    public void GivenParameterClass_OfInts_IsRefused() =>
        // Its default is requires_grad=True, which ints cannot have.
        Refusal.MalformedAndFound(Samples.ZipOf(static pickle =>
            pickle.Call("Parameter", static call => call.Vector("IntStorage", "0", 2), "torch.nn.parameter"), Samples.OneTwo),
            DiagnosticId.BadRequiresGrad);

    [Test]
    public void GivenParameterWithState_KeepsItsAttributes()
    {
        using Checkpoint checkpoint =
            Open(static pickle => WithState(pickle, static state => state.EmptyDict().Mark().Text("tag").Int(7).SetItems()));
        var parameter = (PyTensor)checkpoint.Root.Reference!;
        Assert.That(parameter.Info.IsParameter);
        Assert.That(parameter.Attributes!["tag"].AsInt64(), Is.EqualTo(7));
    }

    [Test]
    public void GivenStateOfDictAndSlots_KeepsBoth()
    {
        using Checkpoint checkpoint = Open(static pickle => WithState(pickle, static state =>
            state.Mark().EmptyDict().Mark().Text("a").Int(1).SetItems().EmptyDict().Mark().Text("b").Int(2).SetItems().Tuple()));
        Assert.That(((PyTensor)checkpoint.Root.Reference!).Attributes, Has.Count.EqualTo(2));
    }

    [TestCase("__class__")]
    [TestCase("__dict__")]
    [TestCase("__reduce_ex__")]
    [TestCase("requires_grad")]
    [TestCase("shape")]
    [TestCase("data")]
    [TestCase("grad")]
    [TestCase("dtype")]
    public void GivenStateThatContradictsTheTensor_IsRefused(string name)
    {
        byte[] file =
            Samples.ZipOf(pickle => WithState(pickle, state => state.EmptyDict().Mark().Text(name).None().SetItems()), Samples.OneTwo);
        var problem = Refusal.Of<DisallowedGlobalException>(file, DiagnosticId.DisallowedCall);
        Assert.That(problem.Problem, Does.Contain($"'{name}'"));
        byte[] slots = Samples.ZipOf(pickle =>
            WithState(pickle, state => state.Mark().None().EmptyDict().Mark().Text(name).None().SetItems().Tuple()), Samples.OneTwo);
        Refusal.Of<DisallowedGlobalException>(slots, DiagnosticId.DisallowedCall);
    }

    [Test]
    public void GivenStateThatIsNoDict_IsRefused() =>
        Refusal.Malformed(Samples.ZipOf(static pickle => WithState(pickle, static state => state.Int(1)), Samples.OneTwo),
            DiagnosticId.BadOperand);

    [Test]
    public void GivenStateWithIntAsName_IsRefused() =>
        Refusal.Malformed(Samples.ZipOf(static pickle =>
            WithState(pickle, static state => state.EmptyDict().Mark().Int(1).Int(2).SetItems()), Samples.OneTwo), DiagnosticId.BadOperand);

    [Test]
    public void GivenBuildOnATensor_IsRefused()
    {
        byte[] file =
            Samples.ZipOf(static pickle => pickle.Vector("FloatStorage", "0", 2).EmptyDict().Op(PickleOpcode.Build), Samples.OneTwo);
        Refusal.Of<DisallowedGlobalException>(file, DiagnosticId.DisallowedCall);
    }

    [Test]
    public void GivenRebuildFromType_MakesTheTensorWithItsState()
    {
        using Checkpoint checkpoint = Open(static pickle =>
            FromType(pickle, static function => function.Global("torch._utils", "_rebuild_tensor_v2"),
                static type => type.Global("torch.nn.parameter", "Parameter")));
        var tensor = (PyTensor)checkpoint.Root.Reference!;
        Assert.That(tensor.Info.IsParameter);
        Assert.That(tensor.Attributes!["tag"].AsInt64(), Is.EqualTo(7));
        Assert.That(tensor.Info.ToArray<float>(), Is.EqualTo(s_oneTwo));
    }

    [TestCase("builtins", "set")]
    [TestCase("builtins", "bytearray")]
    [TestCase("collections", "OrderedDict")]
    [TestCase("_codecs", "encode")]
    [TestCase("torch._tensor", "_rebuild_from_type_v2")]
    [TestCase("torch", "FloatTensor")]
    public void GivenRebuildFromTypeOfAnotherFunction_IsRefused(string module, string name)
    {
        // PyTorch calls whatever stands there; allowed or not, nothing but a tensor belongs here.
        byte[] file = Samples.ZipOf(pickle =>
            FromType(pickle, function => function.Global(module, name), static type => type.Global("torch", "Tensor")), Samples.OneTwo);
        Refusal.Of<DisallowedGlobalException>(file, DiagnosticId.DisallowedCall);
    }

    [Test]
    public void GivenRebuildFromTypeOfNoClass_IsRefused() =>
        Refuse(static pickle =>
            FromType(pickle, static function => function.Global("torch._utils", "_rebuild_tensor_v2"),
                static type => type.Global("torch", "float32")));

    [Test]
    public void GivenMetaTensor_HasAShapeAndNoData()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.PickleOf(static pickle => Meta(pickle, [2, 3], [3, 1])));
        TensorInfo tensor = checkpoint.RootTensor();
        Assert.That(tensor.IsMeta);
        Assert.That(tensor.Device, Is.EqualTo("meta"));
        Assert.That(tensor.ToString(), Is.EqualTo("float32[2, 3]"));
        Assert.That(() => tensor.ToArray<float>(), Throws.InvalidOperationException);
        Assert.That(tensor.OpenStream, Throws.InvalidOperationException);
        Assert.That(tensor.TryGetMemory(out _), Is.False);
    }

    [Test]
    public void GivenMetaTensorOfMoreThan63Bits_IsRefused() =>
        Refusal.Malformed(Samples.PickleOf(static pickle => Meta(pickle, [1L << 40, 1L << 40], [1L << 40, 1])), DiagnosticId.BadShape);

    [Test]
    public void GivenMetaTensorWithTooFewStrides_IsRefused() =>
        Refusal.Malformed(Samples.PickleOf(static pickle => Meta(pickle, [2, 3], [1])), DiagnosticId.BadShape);

    [Test]
    public void GivenWrapperSubclass_IsAShapeOnItsDevice()
    {
        using Checkpoint checkpoint =
            Checkpoint.Open(Samples.PickleOf(static pickle => Wrapper(pickle, static type => type.Global("torch", "Tensor"))));
        Assert.That(checkpoint.RootTensor().IsMeta);
        Assert.That(checkpoint.RootTensor().Device, Is.EqualTo("cuda:1"));
    }

    [Test]
    public void GivenWrapperSubclassOfNoTensorClass_IsRefused() =>
        Refusal.Malformed(Samples.PickleOf(static pickle => Wrapper(pickle, static type => type.Global("torch", "float32"))),
            DiagnosticId.BadRebuildArguments);

    [Test]
    public void GivenDeviceTensor_IsTheTensorWithThatDevice()
    {
        using Checkpoint checkpoint = Open(static pickle =>
            pickle.Call("_rebuild_device_tensor_from_cpu_tensor",
                static call => call.Vector("FloatStorage", "0", 2).Torch("float32").Text("xla:0").False()));
        Assert.That(checkpoint.RootTensor().Device, Is.EqualTo("xla:0"));
        Assert.That(checkpoint.RootTensor().ToArray<float>(), Is.EqualTo(s_oneTwo));
    }

    [Test]
    public void GivenDeviceTensorOfAnotherDType_IsUnsupported() =>
        Refusal.Of<UnsupportedCheckpointException>(Samples.ZipOf(static pickle =>
            pickle.Call("_rebuild_device_tensor_from_cpu_tensor",
                static call => call.Vector("FloatStorage", "0", 2).Torch("float64").Text("xla:0").False()), Samples.OneTwo),
            DiagnosticId.UnsupportedTensor);

    [Test]
    public void GivenDeviceTensorFromNumpy_IsRefused() =>
        // The one allowed callable without an accepting test: its first argument is a NumPy array, which cannot be made of allowed globals.
        Refuse(static pickle =>
            pickle.Call("_rebuild_device_tensor_from_numpy",
                static call => call.Vector("FloatStorage", "0", 2).Torch("float32").Text("xla:0").False()));

    [Test]
    public void GivenEmptyTensorClass_IsAnEmptyTensor()
    {
        using Checkpoint checkpoint =
            Checkpoint.Open(Samples.PickleOf(static pickle => pickle.Global("torch", "Tensor").EmptyTuple().Op(PickleOpcode.NewObj)));
        Assert.That(checkpoint.RootTensor().ToArray<float>(), Is.Empty);
    }

    [Test]
    public void GivenTensorClassWithASize_IsRefused() =>
        Refusal.Malformed(Samples.PickleOf(static pickle => pickle.Global("torch", "Tensor").Ints(1L << 40).Op(PickleOpcode.NewObj)),
            DiagnosticId.BadRebuildArguments);

    [Test]
    public void GivenTwoTensorsOverOneStorage_ShareIt()
    {
        using Checkpoint checkpoint = Open(static pickle => pickle.Mark().Tensor(2, 0, [2], [1]).Tensor(2, 1, [1], [1]).Tuple());
        var pair = (PyTuple)checkpoint.Root.Reference!;
        TensorInfo first = ((PyTensor)pair[0].Reference!).Info, second = ((PyTensor)pair[1].Reference!).Info;
        Assert.That(second.Storage, Is.SameAs(first.Storage));
        Assert.That(second.ToArray<float>(), Is.EqualTo(new float[] { 2 }));
        Assert.That(checkpoint.Storages, Has.Count.EqualTo(1));
    }

    private static PickleBuilder V2(PickleBuilder pickle, string type, int count, Action<PickleBuilder> rest) =>
        pickle.Call("_rebuild_tensor_v2", call =>
    {
        call.Storage(type, "0", count).Int(0).Ints(count).Ints(1);
        rest(call);
    });

    private static PickleBuilder V3(PickleBuilder pickle, string dtype, int offset, int count) =>
        pickle.Call("_rebuild_tensor_v3", call => call.Untyped("0", 16).Int(offset).Ints(count).Ints(1).False().None().Torch(dtype));

    private static void WithState(PickleBuilder pickle, Action<PickleBuilder> state) => pickle.Call("_rebuild_parameter_with_state", call =>
    {
        call.Vector("FloatStorage", "0", 2).True().None();
        state(call);
    });

    private static void FromType(PickleBuilder pickle, Action<PickleBuilder> function, Action<PickleBuilder> type) =>
        pickle.Call("_rebuild_from_type_v2", call =>
    {
        function(call);
        type(call);
        call.Mark().Storage("FloatStorage", "0", 2).Int(0).Ints(2).Ints(1).False().None().Tuple();
        call.EmptyDict().Mark().Text("tag").Int(7).SetItems();
    }, "torch._tensor");

    private static PickleBuilder Meta(PickleBuilder pickle, long[] shape, long[] strides) =>
        pickle.Call("_rebuild_meta_tensor_no_storage", call => call.Torch("float32").Ints(shape).Ints(strides).False());

    private static void Wrapper(PickleBuilder pickle, Action<PickleBuilder> type) => pickle.Call("_rebuild_wrapper_subclass", call =>
    {
        type(call);
        call.Torch("float32").Ints(2).Ints(1).Int(0).Layout("strided").Call("device", static device => device.Text("cuda").Int(1), "torch")
            .False();
    });

    private static Checkpoint Open(Action<PickleBuilder> value) => Checkpoint.Open(Samples.ZipOf(value, Samples.OneTwo));

    // V3 rows read a storage of 16 bytes, all others one of 8.
    private static void Refuse(Action<PickleBuilder> value)
    {
        byte[] pickle = Samples.PickleOf(value);
        bool wide = pickle.AsSpan().IndexOf("qint8"u8) >= 0;
        Refusal.MalformedAndFound(ZipBuilder.Torch(pickle, wide ? new byte[16] : Samples.OneTwo).ToArray(),
            DiagnosticId.BadRebuildArguments);
    }
}
