using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Shapes that cost nothing to write and everything to read.</summary>
public sealed class HugeTensorTests
{
    private const long Bound = 1 << 20, Many = 1L << 40;

    [Test]
    public void GivenSparseIndicesOfStride0_IsRefusedUnread()
    {
        // One stored zero stands for 2^40 indices, each of them valid.
        byte[] file = Sparse("sparse_coo",
            static data => data.Tensor(1, 0, [1, Many], [0, 0], "0", "LongStorage").Tensor(1, 0, [Many], [0], "1").Ints(4));
        Assert.That(Cost.AllocatedBy(() => Refusal.Of<LimitExceededException>(file, DiagnosticId.TooManyIndices)), Is.LessThan(Bound));
    }

    [Test]
    public void GivenCompressedIndicesOfStride0_IsRefusedUnread()
    {
        byte[] file = Sparse("sparse_csr",
            static data => data.Tensor(1, 0, [Many + 1], [0], "0", "LongStorage").Tensor(1, 0, [0], [1], "0", "LongStorage")
                .Tensor(1, 0, [0], [1], "1").Ints(Many, 4));
        Assert.That(Cost.AllocatedBy(() => Refusal.Of<LimitExceededException>(file, DiagnosticId.TooManyIndices)), Is.LessThan(Bound));
    }

    [Test]
    public void GivenNestedOffsetsOfStride0_IsRefusedUnread()
    {
        byte[] file =
            Samples.ZipOf(static pickle => pickle.Call("_rebuild_nested_tensor", static call => call.Vector("FloatStorage", "1", 1)
            .Tensor(1, 0, [Many, 0], [0, 0], "0", "LongStorage").Tensor(1, 0, [Many, 0], [0, 0], "0", "LongStorage")
            .Tensor(1, 0, [Many], [0], "0", "LongStorage")), TensorPickles.Longs(0), TensorPickles.Floats(1));
        Assert.That(Cost.AllocatedBy(() => Refusal.Of<LimitExceededException>(file, DiagnosticId.TooManyIndices)), Is.LessThan(Bound));
    }

    [Test]
    public void GivenOneIndexTensorUsedAgainAndAgain_EachUseIsCounted()
    {
        byte[] file = Samples.ZipOf(static pickle =>
        {
            pickle.Global("torch._utils", "_rebuild_sparse_tensor").Put(0).Mark().Layout("sparse_coo").Mark()
                .Tensor(1, 0, [1, 1000], [0, 0], "0", "LongStorage").Tensor(1, 0, [1000], [0], "1").Ints(4).Tuple().Tuple().Put(1).Mark();
            for (int i = 0; i < 100; i++) pickle.Get(0).Get(1).Reduce();
            pickle.Tuple().Op(PickleOpcode.Tuple3);
        }, TensorPickles.Longs(0), TensorPickles.Floats(1));
        var options = new CheckpointOptions { Limits = new CheckpointLimits { MaxIndexBytes = 50 * 8000 } };
        Refusal.Of<LimitExceededException>(file, DiagnosticId.TooManyIndices, options);
        Assert.That(() => Checkpoint.Open(file).Dispose(), Throws.Nothing);
    }

    [Test]
    public void GivenHugeMetaTensor_OpensAndCostsNothing()
    {
        byte[] file = Samples.PickleOf(static pickle =>
            pickle.Call("_rebuild_meta_tensor_no_storage",
                static call => call.Torch("uint8").Ints(Many, 1L << 22).Ints(1L << 22, 1).False()));
        long allocated = Cost.AllocatedBy(() =>
        {
            using Checkpoint checkpoint = Checkpoint.Open(file);
            Assert.That(checkpoint.RootTensor().ElementCount, Is.EqualTo(1L << 62));
            Assert.That(() => checkpoint.RootTensor().ToArray<byte>(), Throws.InvalidOperationException);
            Assert.That(() => checkpoint.RootTensor().ToSingles(), Throws.InvalidOperationException);
        });
        Assert.That(allocated, Is.LessThan(Bound));
    }

    [Test]
    public void GivenBroadcastTensorOf2ToThe40Elements_ReadingItWholeThrowsUnallocated()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.ZipOf(static pickle => pickle.Tensor(2, 0, [Many], [0]), Samples.OneTwo));
        TensorInfo tensor = checkpoint.RootTensor();
        long allocated = Cost.AllocatedBy(() =>
        {
            Assert.That(() => tensor.ToArray<float>(), Throws.InvalidOperationException);
            Assert.That(() => tensor.ToSingles(), Throws.InvalidOperationException);
            Assert.That(() => tensor.CopyTo(new byte[8]), Throws.ArgumentException);
            Assert.That(() => tensor.ToTensor<float>(), Throws.InvalidOperationException);
            // A stream of it is read as far as the caller wants.
            using Stream stream = tensor.OpenStream();
            Assert.That(stream.Read(new byte[4000]), Is.EqualTo(4000));
        });
        Assert.That(allocated, Is.LessThan(Bound));
    }

    [Test]
    public void GivenEmptyTensorOfHugeSizes_EverythingAboutItIsEmpty()
    {
        // The product of the sizes before the 0 passes 64 bits.
        using Checkpoint checkpoint =
            Checkpoint.Open(Samples.ZipOf(static pickle => pickle.Tensor(2, 0, [Many, Many, 0], [0, 0, 1]), Samples.OneTwo));
        TensorInfo tensor = checkpoint.RootTensor();
        Assert.That(tensor.ElementCount, Is.Zero);
        Assert.That(tensor.ToArray<float>(), Is.Empty);
        Assert.That(tensor.ToSingles(), Is.Empty);
        Assert.That(tensor.OpenStream().ReadByte(), Is.EqualTo(-1));
        Assert.That(tensor.TryGetMemory(out var memory) && memory.IsEmpty);
    }

    [TestCase(1024, true)]
    [TestCase(1025, false)]
    public void GivenManyDimensions_UpToTheLimitAreTaken(int dimensions, bool opens)
    {
        long[] ones = [.. Enumerable.Repeat(1L, dimensions)];
        byte[] file = Samples.ZipOf(pickle => pickle.Tensor(2, 0, ones, ones), Samples.OneTwo);
        if (opens)
        {
            using Checkpoint checkpoint = Checkpoint.Open(file);
            Assert.That(checkpoint.RootTensor().ToArray<float>(), Is.EqualTo(new float[] { 1 }));
        }
        else Refusal.Of<LimitExceededException>(file, DiagnosticId.TooManyDimensions);
    }

    [Test]
    public void GivenOneLongKeyOverManyTensors_NamesAreLimited()
    {
        // A name is its path: one key of 500 KB above 20,000 references to one tensor would make 20 GB of names.
        byte[] file = Samples.ZipOf(static pickle =>
        {
            pickle.EmptyDict().Text(new string('k', 500_000)).Vector("FloatStorage", "0", 2).Put(0).Op(PickleOpcode.Tuple1).Put(1)
                .Op(PickleOpcode.Tuple1).Put(2);
            pickle.Op(PickleOpcode.EmptyList).Mark();
            for (int i = 0; i < 20_000; i++) pickle.Op(PickleOpcode.BinGet, [0]);
            pickle.Op(PickleOpcode.Appends).Op(PickleOpcode.Tuple2).Op(PickleOpcode.SetItem);
        }, Samples.OneTwo);
        using Checkpoint checkpoint = Checkpoint.Open(file);
        long allocated = Cost.AllocatedBy(() =>
        {
            var problem = Assert.Throws<LimitExceededException>(() => checkpoint.StateDict());
            Assert.That(problem!.Id, Is.EqualTo(DiagnosticId.TooMuchCopying));
        });
        Assert.That(allocated, Is.LessThan(256L << 20));
    }

    private static byte[] Sparse(string layout, Action<PickleBuilder> data) =>
        Samples.ZipOf(pickle => pickle.Call("_rebuild_sparse_tensor", call =>
    {
        call.Layout(layout).Mark();
        data(call);
        call.Tuple();
    }), TensorPickles.Longs(0), TensorPickles.Floats(1));
}
