using SafeLoad.Loading;
using SafeLoad.Pickle;
using SafeLoad.Tensors;
using SafeLoad.Tests.Support;
using SafeLoad.Values;
using SafeLoad.Writing;

namespace SafeLoad.Tests.Loading;

/// <summary>Tensors that are spread over several processes (DTensor): the whole where the file has it, else a shape that says whose piece
/// lies beside it.</summary>
public sealed class SpreadTensorTests
{
    private const string Tensors = "torch.distributed.tensor", Placements = Tensors + ".placement_types";

    private static IEnumerable<RebuildFunction> Classes => AllowedGlobals.All.Where(static row => row.IsIn(AllowedSets.Distributed))
        .Select(static row => (RebuildFunction)((PyGlobal)row.Meaning).Meaning!);

    [Test]
    public void GivenAllOfOneProcess_TheNumbersAreTheGatheredOnes()
    {
        using Checkpoint spread = Checkpoint.Open(Fixtures.PathOf("spread/fsdp2.pt"));
        using Checkpoint gathered = Checkpoint.Open(Fixtures.PathOf("spread/fsdp2_full.pt"));
        Assert.That(gathered.StateDict().Count, Is.GreaterThan(5));
        Assert.Multiple(() =>
        {
            foreach (var (name, expected) in gathered.StateDict())
            {
                Assert.That(spread[name].Shape.ToArray(), Is.EqualTo(expected.Shape.ToArray()), name);
                Assert.That(BytesOf(spread[name]), Is.EqualTo(BytesOf(expected)), name);
            }
        });
    }

    [TestCase("spread/dtensor_rank0.pt", "x", 5, 6)]
    [TestCase("spread/dtensor_rank1.pt", "x", 5, 6)]
    [TestCase("spread/fsdp2_rank1.pt", "0.weight", 7, 5)]
    public void GivenOneProcesssPiece_NoFormatTakesItForTheWhole(string fixture, string name, int rows, int columns)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf(fixture));
        TensorInfo tensor = checkpoint[name];
        Assert.That(tensor.Shape.ToArray(), Is.EqualTo((long[])[rows, columns]));
        Assert.That(tensor.IsSpread);
        Assert.That(tensor.Piece!.Storage, Is.Not.Null);
        foreach (string target in (string[])["whole.pt", "whole.safetensors"])
        {
            var options = new ConversionOptions { Save = new SaveOptions { SkipUnsupported = true } };
            Conversion conversion = Conversion.Of(checkpoint, target, options);
            Assert.That(conversion.Plan.WhySkipped, Does.Contain(name + " (spread over several processes"), target);
        }
    }

    [TestCase("spread/dtensor_rank0.pt", "x", "Shard(1)", 0, 0)]
    [TestCase("spread/dtensor_rank1.pt", "x", "Shard(1)", 0, 3)]
    [TestCase("spread/dtensor_rank1.pt", "r", "Replicate()", 0)]
    [TestCase("spread/fsdp2_rank1.pt", "0.weight", "Shard(0)", 4, 0)]
    [TestCase("spread/fsdp2_rank1.pt", "2.bias", "Shard(0)", 2)]
    public void GivenAPiece_ItsPlaceIsKnown(string fixture, string name, string placement, params int[] offset)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf(fixture));
        SpreadInfo spread = checkpoint[name].Spread!;
        Assert.That(spread.Mesh, Is.EqualTo((long[])[2]));
        Assert.That(spread.Placements.Select(static way => way.Text), Is.EqualTo((string[])[placement]));
        Assert.That(spread.Offset, Is.EqualTo(offset));
    }

    // Each process's (start, length) of n elements.
    [TestCase(5, new long[] { 0, 3, 3, 2 })]
    [TestCase(5, new long[] { 0, 2, 2, 2, 4, 1, 5, 0 })]
    [TestCase(7, new long[] { 0, 2, 2, 2, 4, 2, 6, 1, 7, 0 })]
    [TestCase(0, new long[] { 0, 0, 0, 0 })]
    public void GivenElementsForProcesses_EachHasItsRun(long count, long[] expected)
    {
        for (int process = 0; process < expected.Length / 2; process++)
        {
            long start = 0, length = count;
            SpreadInfo.Cut(ref start, ref length, process, expected.Length / 2);
            Assert.That((start, length), Is.EqualTo((expected[2 * process], expected[(2 * process) + 1])), $"process {process}");
        }
    }

    [TestCase(long.MaxValue, long.MaxValue)]
    [TestCase(long.MaxValue, 2)]
    [TestCase(3, long.MaxValue)]
    public void GivenNumbersAsLargeAsTheyGo_NothingOverflows(long count, long processes)
    {
        long start = 0, length = count;
        SpreadInfo.Cut(ref start, ref length, processes - 1, processes);
        Assert.That(start, Is.InRange(0, count));
        Assert.That(length, Is.InRange(0, count - start));
    }

    // A partial tensor has the whole shape in each process, and is the sum of them all.
    [TestCase("Shard", false)]
    [TestCase("Replicate", false)]
    [TestCase("_StridedShard", false)]
    [TestCase("Partial", true)]
    [TestCase("_Partial", true)]
    [TestCase(null, true)]
    public void GivenAPieceOfTheWholeShape_ItIsTheWholeButForSums(string? placement, bool isSpread)
    {
        foreach (CheckpointOptions options in (CheckpointOptions[])[new(), new() { KeepObjects = true }])
        {
            using Checkpoint checkpoint = Checkpoint.Open(File(placement, 2, "FloatStorage"), options);
            TensorInfo tensor = ((PyTensor)checkpoint.Root.RawReference!).Info;
            Assert.That(tensor.IsSpread, Is.EqualTo(isSpread));
            Assert.That(tensor.IsMeta, Is.EqualTo(isSpread));
        }
    }

    [TestCase(1, "FloatStorage", true)]
    [TestCase(2, "IntStorage", true)]
    [TestCase(2, "FloatStorage", false)]
    public void GivenAPieceOfAnotherShapeOrDType_ItIsNotTheWhole(int length, string storage, bool isSpread)
    {
        using Checkpoint checkpoint = Checkpoint.Open(File("Shard", length, storage));
        Assert.That(((PyTensor)checkpoint.Root.RawReference!).Info.IsSpread, Is.EqualTo(isSpread));
    }

    [Test]
    public void GivenAPieceThatLiesAboutItsStorage_IsRefused() =>
        Refusal.MalformedAndFound(File("Shard", 3, "FloatStorage"), DiagnosticId.ViewOutsideStorage);

    [TestCaseSource(nameof(Classes))]
    public void GivenAClassOfThem_CalledAsAFunction_IsRefused(object type)
    {
        var function = (RebuildFunction)type;
        byte[] file = Samples.ZipOf(pickle => pickle.Global(function.Module, function.Name).EmptyTuple().Reduce());
        Assert.Throws<DisallowedGlobalException>(() => Checkpoint.Open(file));
    }

    private static byte[] BytesOf(TensorInfo tensor)
    {
        byte[] bytes = new byte[tensor.ByteLength];
        tensor.CopyTo(bytes);
        return bytes;
    }

    // _rebuild_from_type_v2(_rebuild_wrapper_subclass, DTensor, (…), (None, {'_local_tensor': …, '_spec': …})) of two numbers.
    private static byte[] File(string? placement, int length, string storage) => Samples.ZipOf(pickle =>
    {
        pickle.Global("torch._tensor", "_rebuild_from_type_v2").Mark().Global("torch._utils", "_rebuild_wrapper_subclass")
            .Global(Tensors, "DTensor").Mark().Global(Tensors, "DTensor").Global("torch", "float32").Ints(2).Ints(1).Int(0)
            .Global("torch.serialization", "_get_layout").Mark().Text("torch.strided").Tuple().Reduce()
            .Global("torch", "device").Mark().Text("cpu").Tuple().Reduce().Op(PickleOpcode.NewFalse).Tuple()
            .Op(PickleOpcode.None).EmptyDict().Mark().Text("_local_tensor").Tensor(2, 0, [length], [1], type: storage).Text("_spec");
        if (placement is null) pickle.Op(PickleOpcode.None);
        else
        {
            pickle.Global(Tensors + "._dtensor_spec", "DTensorSpec").EmptyTuple().Op(PickleOpcode.NewObj).EmptyDict().Mark()
                .Text("placements").Global(Placements, placement).EmptyTuple().Op(PickleOpcode.NewObj).EmptyDict()
                .Op(PickleOpcode.Build).Op(PickleOpcode.Tuple1).SetItems().Op(PickleOpcode.Build);
        }
        pickle.SetItems().Op(PickleOpcode.Tuple2).Tuple().Reduce();
    }, Samples.OneTwo);
}
