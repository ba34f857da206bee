using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Loading;

/// <summary>Entries of the opt-in sets that no bundled file names: what each makes, and what it refuses.</summary>
public sealed class GlobalSetEntriesTests
{
    private static PyValue Open(PickleBuilder pickle, GlobalSets sets)
    {
        using Checkpoint checkpoint = Checkpoint.Open(pickle.Stop(), new CheckpointOptions { GlobalSets = sets });
        return checkpoint.Root;
    }

    private static PickleBuilder Bytes(PickleBuilder pickle, params byte[] bytes) =>
        pickle.Op(PickleOpcode.ShortBinBytes, [(byte)bytes.Length, .. bytes]);

    private static string TextOf(PickleBuilder pickle) => ((PyRecord)Open(pickle, GlobalSets.Python).Reference!).Text;

    private static PickleBuilder Call(string module, string name, Action<PickleBuilder> arguments)
    {
        PickleBuilder pickle = PickleBuilder.Protocol(3).Global(module, name).Mark();
        arguments(pickle);
        return pickle.Tuple().Reduce();
    }

    [Test]
    public void GivenTime_IsItsParts() =>
        Assert.That(TextOf(Call("datetime", "time", static call => Bytes(call, 13, 5, 0, 0, 0, 7))),
            Is.EqualTo("datetime.time(13, 5, 0, 7)"));

    [Test]
    public void GivenTimedelta_NamesWhatIsNotZero() =>
        Assert.That(TextOf(Call("datetime", "timedelta", static call => call.Int(-1).Int(0).Int(5))),
            Is.EqualTo("datetime.timedelta(days=-1, microseconds=5)"));

    // Python's whole numbers are of any length.
    [Test]
    public void GivenNumbersOver64Bits_TheyAreKept()
    {
        byte[] large = [1, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        PickleBuilder Number(PickleBuilder call) => call.Op(PickleOpcode.Long1, [(byte)large.Length, .. large]);
        Assert.That(TextOf(Call("fractions", "Fraction", call => Number(call).Int(3))),
            Is.EqualTo("Fraction(4722366482869645213697, 3)"));
        Assert.That(TextOf(Call("builtins", "range", call => Number(call.Int(0)).Int(1))),
            Is.EqualTo("range(0, 4722366482869645213697)"));
    }

    [Test]
    public void GivenFraction_IsItsTwoNumbers() =>
        Assert.That(TextOf(Call("fractions", "Fraction", static call => call.Text("-3/4"))), Is.EqualTo("Fraction(-3, 4)"));

    [Test]
    public void GivenRange_IsNotCountedThrough()
    {
        PickleBuilder pickle = Call("builtins", "range", static call => call.Int(0).Int(long.MaxValue).Int(1));
        Assert.That(Cost.AllocatedBy(() => TextOf(pickle)), Is.LessThan(1 << 20));
        Assert.That(TextOf(Call("builtins", "range", static call => call.Int(0).Int(9).Int(2))), Is.EqualTo("range(0, 9, 2)"));
    }

    [Test]
    public void GivenWindowsPath_IsText() =>
        Assert.That(TextOf(Call("pathlib", "WindowsPath", static call => call.Text("C:\\").Text("data"))),
            Is.EqualTo("WindowsPath('C:/data')"));

    [Test]
    public void GivenDateOfTheWrongLength_IsRefused() =>
        Assert.That(() => Open(Call("datetime", "date", static call => Bytes(call, 1, 2)), GlobalSets.Python),
            Throws.InstanceOf<MalformedCheckpointException>());

    [Test]
    public void GivenBytesOfANumber_NothingIsAllocated()
    {
        PickleBuilder pickle = Call("builtins", "bytes", static call => call.Int(1L << 40));
        Assert.That(Cost.AllocatedBy(() =>
            Assert.That(() => Open(pickle, GlobalSets.Python), Throws.InstanceOf<MalformedCheckpointException>())), Is.LessThan(1 << 20));
    }

    [Test]
    public void GivenNumpyBuffer_IsAnArrayInItsOrder()
    {
        PickleBuilder dtype = PickleBuilder.Protocol(3).Global("numpy._core.numeric", "_frombuffer").Mark();
        Bytes(dtype, 1, 2, 3, 4, 5, 6).Global("numpy", "dtype").Mark().Text("u1").Op(PickleOpcode.NewFalse).Op(PickleOpcode.NewTrue).Tuple()
            .Reduce().Ints(2, 3).Text("F").Tuple().Reduce();
        var array = (PyArray)Open(dtype, GlobalSets.Numpy).Reference!;
        Assert.That(array.ToBytes(), Is.EqualTo(new byte[] { 1, 3, 5, 2, 4, 6 }));
    }

    [Test]
    public void GivenNumpyScalarOfTooFewBytes_IsRefused()
    {
        PickleBuilder pickle = PickleBuilder.Protocol(3).Global("numpy.core.multiarray", "scalar").Mark().Global("numpy", "dtype").Mark()
            .Text("f8").Tuple().Reduce();
        Bytes(pickle, 1, 2, 3).Tuple().Reduce();
        Assert.That(() => Open(pickle, GlobalSets.Numpy),
            Throws.InstanceOf<MalformedCheckpointException>().With.Property(nameof(SafeLoadException.Problem))
                .Contains("3 bytes for 1 elements"));
    }

    [Test]
    public void GivenTensorThatPlainPickleWrote_IsReadByTheLegacyReader()
    {
        byte[] legacy = File.ReadAllBytes(Fixtures.PathOf("torch-2.11/legacy/tensor.pt"));
        PickleBuilder pickle = Call("torch.storage", "_load_from_bytes",
            call => call.Op(PickleOpcode.BinBytes, [.. BitConverter.GetBytes(legacy.Length), .. legacy]));
        using Checkpoint expected = Checkpoint.Open(legacy);
        Assert.That(Open(pickle, GlobalSets.Python).TypeName, Is.EqualTo(expected.Root.TypeName));
        Assert.That(() => Open(Call("torch.storage", "_load_from_bytes", static call => Bytes(call, 1, 2, 3)), GlobalSets.Python),
            Throws.InstanceOf<MalformedCheckpointException>());
    }

    [Test]
    public void GivenFileInAFileWithinItself_IsRefused()
    {
        // Each level is a legacy stream whose object is the level below.
        byte[] inner = File.ReadAllBytes(Fixtures.PathOf("torch-2.11/legacy/no_tensors.pt"));
        for (int level = 0; level < 4; level++)
        {
            byte[] content = inner;
            inner =
            [
                .. PickleBuilder.Protocol(2).Op(PickleOpcode.Long1, [10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19])
                    .Stop(), .. PickleBuilder.Protocol(2).Int(1001).Stop(), .. PickleBuilder.Protocol(2).EmptyDict().Stop(),
                .. Call("torch.storage", "_load_from_bytes",
                    call => call.Op(PickleOpcode.BinBytes, [.. BitConverter.GetBytes(content.Length), .. content])).Stop(),
                .. PickleBuilder.Protocol(2).Op(PickleOpcode.EmptyList).Stop(),
            ];
        }
        Assert.That(() => Checkpoint.Open(inner, new CheckpointOptions { GlobalSets = GlobalSets.Python }),
            Throws.InstanceOf<MalformedCheckpointException>().With.Property(nameof(SafeLoadException.Problem))
                .Contains("a file in a file"));
    }

    [Test]
    public void GivenOneFileInAValueReadManyTimes_CopiesAreLimited()
    {
        // 1 MB of legacy stream in the memo, loaded 2,000 times for 6 bytes each.
        byte[] legacy =
        [
            .. PickleBuilder.Protocol(2).Op(PickleOpcode.Long1, [10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]).Stop(),
            .. PickleBuilder.Protocol(2).Int(1001).Stop(), .. PickleBuilder.Protocol(2).EmptyDict().Stop(),
            .. PickleBuilder.Protocol(2).Text(new string('x', 1 << 20)).Stop(),
            .. PickleBuilder.Protocol(2).Op(PickleOpcode.EmptyList).Stop(),
        ];
        PickleBuilder pickle = PickleBuilder.Protocol(3).Global("torch.storage", "_load_from_bytes").Op(PickleOpcode.BinPut, [0])
            .Op(PickleOpcode.BinBytes, [.. BitConverter.GetBytes(legacy.Length), .. legacy]).Op(PickleOpcode.BinPut, [1])
            .Op(PickleOpcode.Tuple2).Op(PickleOpcode.EmptyList).Mark();
        for (int i = 0; i < 2000; i++) pickle.Op(PickleOpcode.BinGet, [0]).Op(PickleOpcode.BinGet, [1]).Op(PickleOpcode.Tuple1).Reduce();
        pickle.Op(PickleOpcode.Appends);
        Assert.That(() => Open(pickle, GlobalSets.Python),
            Throws.InstanceOf<LimitExceededException>().With.Property(nameof(SafeLoadException.Id)).EqualTo(DiagnosticId.TooMuchCopying));
    }

    [TestCase("torch.autograd.variable", "Variable", false)]
    [TestCase("torch.nn", "Parameter", true)]
    public void GivenVariableOfOldPyTorch_IsATensor(string module, string name, bool isParameter)
    {
        // NEWOBJ (), BUILD (data, grad, hooks, requires_grad, volatile).
        PickleBuilder pickle = PickleBuilder.Protocol(2).EmptyDict().Mark().Text("w").Global(module, name).EmptyTuple()
            .Op(PickleOpcode.NewObj).Mark().Tensor(2, 0, [2], [1])
            .Op(PickleOpcode.None).Op(PickleOpcode.None).Op(PickleOpcode.NewTrue).Op(PickleOpcode.NewFalse).Tuple().Op(PickleOpcode.Build)
            .SetItems();
        using Checkpoint checkpoint = Checkpoint.Open(ZipBuilder.Torch(pickle.Stop(), Samples.OneTwo).ToArray(),
            new CheckpointOptions { GlobalSets = GlobalSets.OldTorch });
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(new float[] { 1, 2 }));
        Assert.That((checkpoint["w"].IsParameter, checkpoint["w"].RequiresGrad), Is.EqualTo((isParameter, true)));
    }

    [Test]
    public void GivenThnnBackend_IsAConstantWithoutMeaning() =>
        Assert.That(Open(PickleBuilder.Protocol(2).Global("torch.nn.backends.thnn", "_get_thnn_function_backend").EmptyTuple().Reduce(),
            GlobalSets.OldTorch).Reference, Is.InstanceOf<PyRecord>());

    [Test]
    public void GivenOneSet_NamesOfTheOthersStayRefused()
    {
        var refusal = Assert.Throws<DisallowedGlobalException>(() =>
            Open(Call("datetime", "date", static call => Bytes(call, 7, 232, 1, 2)), GlobalSets.Numpy))!;
        Assert.That(refusal.Globals.Single().Set, Is.EqualTo(GlobalSets.Python));
        Assert.That(refusal.Problem, Does.Contain("--globals python"));
    }

    [Test]
    public void GivenNamespaceThatHoldsItself_PrintingEnds()
    {
        PickleBuilder pickle = PickleBuilder.Protocol(2).Global("argparse", "Namespace").EmptyTuple().Op(PickleOpcode.NewObj).Put(0)
            .EmptyDict().Mark().Text("self").Get(0).SetItems().Op(PickleOpcode.Build);
        Assert.That(TextOf(pickle), Is.EqualTo("Namespace(self=Namespace(…))"));
    }
}
