using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Calls that copy their argument: five bytes of pickle fetch a large value from the memo and copy it once more.</summary>
public sealed class RepeatedCallTests
{
    private const int Items = 100_000, Calls = 5000;

    [Test]
    public void GivenSetOfOneListThousandsOfTimes_IsRefused() => AssertTooMuchCopying("builtins", "set", IntList);

    [Test]
    public void GivenOrderedDictOfOneListThousandsOfTimes_IsRefused() => AssertTooMuchCopying("collections", "OrderedDict", PairList);

    [Test]
    public void GivenOrderedDictOfOneDictThousandsOfTimes_IsRefused() => AssertTooMuchCopying("collections", "OrderedDict", IntDict);

    [Test]
    public void GivenCounterOfOneDictThousandsOfTimes_IsRefused() => AssertTooMuchCopying("collections", "Counter", IntDict);

    [Test]
    public void GivenByteArrayOfOneValueThousandsOfTimes_IsRefused() =>
        AssertTooMuchCopying("builtins", "bytearray",
            static pickle => pickle.Op(PickleOpcode.BinBytes, [.. BitConverter.GetBytes(Items), .. new byte[Items]]));

    [Test]
    public void GivenEncodeOfOneTextThousandsOfTimes_IsRefused() =>
        AssertTooMuchCopying("_codecs", "encode", static pickle => pickle.Text(new string('a', Items)),
            static pickle => pickle.Text("latin1"));

    [Test]
    public void GivenShapeOf1000DimensionsThousandsOfTimes_IsRefused() =>
        AssertTooMuchCopying("torch", "Size", static pickle => pickle.Ints([.. Enumerable.Repeat(1L, 1000)]), calls: 200_000);

    [Test]
    public void GivenShapeOf64DimensionsManyTimes_IsRefused()
    {
        // The arguments of a tensor out of the memo: each call makes two arrays of 512 bytes for six bytes of pickle.
        byte[] file = Samples.PickleOf(static pickle =>
        {
            long[] ones = [.. Enumerable.Repeat(1L, 64)];
            pickle.Global("torch._utils", "_rebuild_meta_tensor_no_storage").Put(0).Mark().Torch("float32").Ints(ones).Ints(ones).False()
                .Tuple().Put(1).Op(PickleOpcode.EmptyList).Mark();
            for (int i = 0; i < 200_000; i++) pickle.Op(PickleOpcode.BinGet, [0]).Op(PickleOpcode.BinGet, [1]).Reduce();
            pickle.Op(PickleOpcode.Appends).Op(PickleOpcode.Tuple3);
        });
        Assert.That(Cost.AllocatedBy(() => Refusal.Of<LimitExceededException>(file, DiagnosticId.TooMuchCopying)), Is.LessThan(384L << 20));
    }

    [Test]
    public void GivenTinySparseTensorManyTimes_EachCostsLittle()
    {
        const int calls = 20_000;
        byte[] file = Samples.ZipOf(static pickle =>
        {
            pickle.Global("torch._utils", "_rebuild_sparse_tensor").Put(0).Mark().Layout("sparse_coo").Mark()
                .Matrix("LongStorage", "0", 1, 1).Vector("FloatStorage", "1", 1).Ints(1).Tuple().Tuple().Put(1)
                .Op(PickleOpcode.EmptyList).Mark();
            for (int i = 0; i < calls; i++) pickle.Op(PickleOpcode.BinGet, [0]).Op(PickleOpcode.BinGet, [1]).Reduce();
            pickle.Op(PickleOpcode.Appends).Op(PickleOpcode.Tuple3);
        }, TensorPickles.Longs(0), TensorPickles.Floats(1));
        Assert.That(Cost.AllocatedBy(() => Checkpoint.Open(file).Dispose()) / calls, Is.LessThan(4096));
    }

    [Test]
    public void GivenHonestFile_CopyingIsNoLimit()
    {
        // As many sets as an honest file has bytes for: each list is written out, none comes from the memo.
        byte[] file = Samples.PickleOf(static pickle =>
        {
            pickle.Mark();
            for (int i = 0; i < 20_000; i++)
                pickle.Call("set", static call => call.Mark().Int(1).Int(2).Int(3).Op(PickleOpcode.List), "builtins");
            pickle.Op(PickleOpcode.List);
        });
        Assert.That(() => Checkpoint.Open(file).Dispose(), Throws.Nothing);
    }

    private static void IntList(PickleBuilder pickle)
    {
        pickle.Op(PickleOpcode.EmptyList).Mark();
        for (int i = 0; i < Items; i++) pickle.Int(i);
        pickle.Op(PickleOpcode.Appends);
    }

    private static void PairList(PickleBuilder pickle)
    {
        pickle.Op(PickleOpcode.EmptyList).Mark();
        for (int i = 0; i < Items; i++) pickle.Int(i).Int(i).Op(PickleOpcode.Tuple2);
        pickle.Op(PickleOpcode.Appends);
    }

    private static void IntDict(PickleBuilder pickle)
    {
        pickle.EmptyDict().Mark();
        for (int i = 0; i < Items; i++) pickle.Int(i).Int(i);
        pickle.SetItems();
    }

    // [f(x, rest), f(x, rest), …] with f and the arguments fetched from the memo.
    private static void AssertTooMuchCopying(string module, string name, Action<PickleBuilder> argument, Action<PickleBuilder>? rest =
        null, int calls = Calls)
    {
        byte[] file = Samples.PickleOf(pickle =>
        {
            pickle.Global(module, name).Put(0).Mark();
            argument(pickle);
            rest?.Invoke(pickle);
            pickle.Tuple().Put(1).Op(PickleOpcode.EmptyList).Mark();
            for (int i = 0; i < calls; i++) pickle.Op(PickleOpcode.BinGet, [0]).Op(PickleOpcode.BinGet, [1]).Reduce();
            pickle.Op(PickleOpcode.Appends).Op(PickleOpcode.Tuple3);
        });
        long allocated = Cost.AllocatedBy(() =>
        {
            var problem = Refusal.Of<LimitExceededException>(file, DiagnosticId.TooMuchCopying);
            Assert.That(problem.Location.Opcode, Is.EqualTo("REDUCE"));
        });
        Assert.That(allocated, Is.LessThan(512L << 20));
    }
}
