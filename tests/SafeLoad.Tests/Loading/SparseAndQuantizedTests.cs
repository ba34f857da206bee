using SafeLoad.Pickle;
using SafeLoad.Tensors;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Loading;

/// <summary>Tensors made of tensors: sparse, quantized, nested. Their parts must fit together,
/// and every index inside of the shape.</summary>
public sealed class SparseAndQuantizedTests
{
    // [[0, 1], [1, 2]]: (0, 1) and (1, 2) in 2 x 3.
    private static readonly byte[] s_cooIndices = TensorPickles.Longs(0, 1, 1, 2), s_values = TensorPickles.Floats(5, 7);

    [Test]
    public void GivenCoo_HasItsParts()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Coo([2, 3], s_cooIndices));
        TensorInfo tensor = checkpoint.RootTensor();
        Assert.That(tensor.Layout, Is.EqualTo(TensorLayout.SparseCoo));
        Assert.That(tensor.Shape.ToArray(), Is.EqualTo(new long[] { 2, 3 }));
        Assert.That(tensor.Sparse!.Indices!.ToArray<long>(), Is.EqualTo(new long[] { 0, 1, 1, 2 }));
        Assert.That(tensor.Sparse.Values.ToArray<float>(), Is.EqualTo(new float[] { 5, 7 }));
        Assert.That(tensor.IsMeta, Is.False);
        Assert.That(() => tensor.ToArray<float>(), Throws.InvalidOperationException);
    }

    [TestCase(0, 1, 1, 3)]
    [TestCase(0, 2, 1, 2)]
    [TestCase(-1, 1, 1, 2)]
    [TestCase(0, 1, long.MinValue, 2)]
    [TestCase(0, 1, 1, long.MaxValue)]
    public void GivenCooIndexOutsideOfTheShape_IsRefused(long a, long b, long c, long d) =>
        Refusal.MalformedAndFound(Coo([2, 3], TensorPickles.Longs(a, b, c, d)), DiagnosticId.BadSparseTensor);

    [TestCase(2)]
    [TestCase(2, 3, 4)]
    [TestCase]
    public void GivenCooOfAnotherNumberOfDimensions_IsRefused(params long[] shape) =>
        Refusal.MalformedAndFound(Coo(shape, s_cooIndices), DiagnosticId.BadSparseTensor);

    [Test]
    public void GivenCooShapeThatOverflows_IsRefused() =>
        Refusal.MalformedAndFound(Coo([1L << 32, 1L << 32], s_cooIndices), DiagnosticId.BadShape);

    [Test]
    public void GivenHybridCoo_ValuesHaveTheDenseDimensions()
    {
        byte[] file = Sparse("sparse_coo",
            static data => data.Matrix("LongStorage", "0", 1, 2).Matrix("FloatStorage", "1", 2, 1).Ints(4, 1).False(),
            TensorPickles.Longs(0, 3), s_values);
        using Checkpoint checkpoint = Checkpoint.Open(file);
        Assert.That(checkpoint.RootTensor().Sparse!.IsCoalesced, Is.False);
        Refusal.Malformed(Sparse("sparse_coo",
            static data => data.Matrix("LongStorage", "0", 1, 2).Matrix("FloatStorage", "1", 2, 1).Ints(4, 2).False(),
            TensorPickles.Longs(0, 3), s_values), DiagnosticId.BadSparseTensor);
    }

    [Test]
    public void GivenCooIndicesOfInt32_IsRefused() =>
        Refusal.MalformedAndFound(Sparse("sparse_coo",
            static data => data.Matrix("IntStorage", "0", 2, 2).Vector("FloatStorage", "1", 2).Ints(2, 3), TensorPickles.Ints(0, 1, 1, 2),
            s_values), DiagnosticId.BadSparseTensor);

    [Test]
    public void GivenCooWithFewerValuesThanIndices_IsRefused() =>
        Refusal.MalformedAndFound(Sparse("sparse_coo",
            static data => data.Matrix("LongStorage", "0", 2, 2).Tensor(2, 0, [1], [1], "1").Ints(2, 3), s_cooIndices, s_values),
            DiagnosticId.BadSparseTensor);

    [Test]
    public void GivenCooOfMetaParts_IsRefused()
    {
        byte[] file = Sparse("sparse_coo",
            static data => data.Call("_rebuild_meta_tensor_no_storage", static call => call.Torch("int64").Ints(2, 2).Ints(2, 1).False())
                .Vector("FloatStorage", "0", 2).Ints(2, 3), s_values);
        Refusal.MalformedAndFound(file, DiagnosticId.BadSparseTensor);
    }

    [Test]
    public void GivenStridedAsLayout_IsRefused() =>
        Refusal.MalformedAndFound(Sparse("strided",
            static data => data.Matrix("LongStorage", "0", 2, 2).Vector("FloatStorage", "1", 2).Ints(2, 3), s_cooIndices, s_values),
            DiagnosticId.BadRebuildArguments);

    [Test]
    public void GivenLegacyStream_IndicesAreCheckedWhenTheirBytesAreThere()
    {
        Assert.That(() => Checkpoint.Open(Legacy(2)).Dispose(), Throws.Nothing);
        Refusal.MalformedAndFound(Legacy(3), DiagnosticId.BadSparseTensor);

        static byte[] Legacy(long last)
        {
            byte[] root = Samples.PickleOf(static pickle =>
                pickle.Call("_rebuild_sparse_tensor",
                    static call =>
                        Data(call, "sparse_coo",
                            static data => data.Matrix("LongStorage", "0", 2, 2).Vector("FloatStorage", "1", 2).Ints(2, 3))));
            return new LegacyBuilder { Root = root, Keys = LegacyBuilder.KeyList("0", "1") }.Add(4, TensorPickles.Longs(0, 1, 1, last))
                .Add(2, s_values).ToArray();
        }
    }

    // Two values in 2 x 4: rows for CSR and BSR (blocks of 1 x 2), columns for CSC and BSC.
    [TestCase("sparse_csr", new long[] { 0, 1, 2 }, new long[] { 3, 0 }, new long[] { 2 })]
    [TestCase("sparse_csc", new long[] { 0, 1, 1, 2, 2 }, new long[] { 1, 0 }, new long[] { 2 })]
    [TestCase("sparse_bsr", new long[] { 0, 1, 2 }, new long[] { 1, 0 }, new long[] { 2, 1, 2 })]
    [TestCase("sparse_bsc", new long[] { 0, 1, 2 }, new long[] { 1, 0 }, new long[] { 2, 1, 2 })]
    public void GivenCompressed_HasItsParts(string layout, long[] compressed, long[] plain, long[] values)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Compressed(layout, compressed, plain, values));
        TensorInfo tensor = checkpoint.RootTensor();
        Assert.That("torch." + layout, Is.EqualTo(tensor.Layout.NameOf()));
        Assert.That(tensor.Sparse!.CompressedIndices!.ToArray<long>(), Is.EqualTo(compressed));
        Assert.That(tensor.Sparse.PlainIndices!.ToArray<long>(), Is.EqualTo(plain));
    }

    private static IEnumerable<TestCaseData> BadCompressed()
    {
        yield return Row("csr plain index past the end", "sparse_csr", [0, 1, 2], [4, 0], [2]);
        yield return Row("csr plain index negative", "sparse_csr", [0, 1, 2], [-1, 0], [2]);
        yield return Row("csr begins with 1", "sparse_csr", [1, 1, 2], [3, 0], [2]);
        yield return Row("csr ends with 3", "sparse_csr", [0, 1, 3], [3, 0], [2]);
        yield return Row("csr ends with 1", "sparse_csr", [0, 1, 1], [3, 0], [2]);
        yield return Row("csr falls", "sparse_csr", [0, 3, 2], [3, 0], [2]);
        yield return Row("csr overflows a step", "sparse_csr", [0, long.MinValue, 2], [3, 0], [2]);
        yield return Row("csr row too full", "sparse_csr", [0, 5, 5], [0, 1, 2, 3, 3], [5]);
        yield return Row("csr too few rows", "sparse_csr", [0, 2], [3, 0], [2]);
        yield return Row("csr fewer values", "sparse_csr", [0, 1, 2], [3, 0], [1]);
        yield return Row("csc plain index is a column", "sparse_csc", [0, 1, 1, 2, 2], [3, 0], [2]);
        yield return Row("csc with rows", "sparse_csc", [0, 1, 2], [1, 0], [2]);
        yield return Row("bsr block does not divide", "sparse_bsr", [0, 1, 2], [1, 0], [2, 1, 3]);
        yield return Row("bsr empty block", "sparse_bsr", [0, 1, 2], [1, 0], [2, 0, 2]);
        yield return Row("bsr plain index past the blocks", "sparse_bsr", [0, 1, 2], [2, 0], [2, 1, 2]);
        yield return Row("bsr without blocks", "sparse_bsr", [0, 1, 2], [1, 0], [2]);
        yield return Row("bsc plain index past the blocks", "sparse_bsc", [0, 1, 2], [2, 0], [2, 1, 2]);
        yield return Row("csr with blocks", "sparse_csr", [0, 1, 2], [1, 0], [2, 1, 2]);

        static TestCaseData Row(string name, string layout, long[] compressed, long[] plain, long[] values) =>
            new TestCaseData(layout, compressed, plain, values).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(BadCompressed))]
    public void GivenCompressedThatDoesNotFit_IsRefused(string layout, long[] compressed, long[] plain, long[] values) =>
        Refusal.MalformedAndFound(Compressed(layout, compressed, plain, values), DiagnosticId.BadSparseTensor);

    [Test]
    public void GivenCompressedOfMixedIndexTypes_IsRefused()
    {
        byte[] file = Sparse("sparse_csr",
            static data => data.Vector("LongStorage", "0", 3).Vector("IntStorage", "1", 2).Vector("FloatStorage", "2", 2).Ints(2, 4),
            TensorPickles.Longs(0, 1, 2), TensorPickles.Ints(3, 0), s_values);
        Refusal.MalformedAndFound(file, DiagnosticId.BadSparseTensor);
    }

    [Test]
    public void GivenCompressedOfInt32_IsChecked()
    {
        Assert.That(() => Checkpoint.Open(Csr(3)).Dispose(), Throws.Nothing);
        Refusal.Malformed(Csr(4), DiagnosticId.BadSparseTensor);
        Refusal.Malformed(Csr(-1), DiagnosticId.BadSparseTensor);

        static byte[] Csr(int column) =>
            Sparse("sparse_csr",
                static data => data.Vector("IntStorage", "0", 3).Vector("IntStorage", "1", 2).Vector("FloatStorage", "2", 2).Ints(2, 4),
                TensorPickles.Ints(0, 1, 2), TensorPickles.Ints(column, 0), s_values);
    }

    [Test]
    public void GivenBatchedCsr_EachBatchIsChecked()
    {
        Assert.That(() => Checkpoint.Open(Batched(0, 1, 1, 0, 0, 1)).Dispose(), Throws.Nothing);
        Refusal.Malformed(Batched(0, 1, 1, 0, 0, 2), DiagnosticId.BadSparseTensor);

        static byte[] Batched(params long[] starts) =>
            Sparse("sparse_csr",
                static data => data.Matrix("LongStorage", "0", 2, 3).Matrix("LongStorage", "1", 2, 1).Matrix("FloatStorage", "2", 2, 1)
                    .Ints(2, 2, 4),
            TensorPickles.Longs(starts), TensorPickles.Longs(3, 0), s_values);
    }

    [Test]
    public void GivenPerTensorQuantization_HasItsScale()
    {
        using Checkpoint checkpoint =
            Checkpoint.Open(Quantized("QInt8Storage", static parameters => parameters.Torch("per_tensor_affine").Double(0.5).Int(3)));
        Assert.That(checkpoint.RootTensor().Quantization, Is.EqualTo(new QuantizationInfo("torch.per_tensor_affine", 0.5, 3)));
        Assert.That(checkpoint.RootTensor().ToArray<sbyte>(), Is.EqualTo(new sbyte[] { 1, 2, 3, 4, 5, 6 }));
    }

    [Test]
    public void GivenPerChannelQuantization_HasItsScales()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Quantized("QInt8Storage",
            static parameters => parameters.Torch("per_channel_affine").Vector("DoubleStorage", "1", 2).Vector("LongStorage", "2", 2)
                .Int(0)));
        QuantizationInfo quantization = checkpoint.RootTensor().Quantization!;
        Assert.That(quantization.Scheme, Is.EqualTo("torch.per_channel_affine"));
        Assert.That(quantization.Scales!.ToArray<double>(), Is.EqualTo(new[] { 0.5, 0.25 }));
        Assert.That(quantization.ZeroPoints!.ToArray<long>(), Is.EqualTo(new long[] { 1, 2 }));
    }

    [Test]
    public void GivenPerChannelQuantizationInLists_HasItsScales()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Quantized("QUInt8Storage", static parameters => parameters.Torch("per_channel_affine")
            .Op(PickleOpcode.EmptyList).Mark().Double(0.5).Double(2).Op(PickleOpcode.Appends).Op(PickleOpcode.EmptyList).Mark().Int(1)
            .Int(-2).Op(PickleOpcode.Appends).Int(0)));
        Assert.That(checkpoint.RootTensor().Quantization!.Scales!.ToArray<double>(), Is.EqualTo(new[] { 0.5, 2 }));
        Assert.That(checkpoint.RootTensor().Quantization!.ZeroPoints!.ToArray<long>(), Is.EqualTo(new long[] { 1, -2 }));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(-1)]
    [TestCase(long.MaxValue)]
    public void GivenPerChannelQuantizationOfAnotherAxis_IsRefused(long axis) =>
        // Axis 1 has 3 channels, for which there are 2 scales; axis 2 is not there.
        Refusal.MalformedAndFound(Quantized("QInt8Storage",
            parameters => parameters.Torch("per_channel_affine").Vector("DoubleStorage", "1", 2).Vector("LongStorage", "2", 2).Int(axis)),
            DiagnosticId.BadQuantization);

    private static IEnumerable<TestCaseData> BadQuantizers()
    {
        yield return Row("FewerZeroPoints", DiagnosticId.BadQuantization,
            static parameters => parameters.Torch("per_channel_affine").Vector("DoubleStorage", "1", 2)
                .Tensor(2, 0, [1], [1], "2", "LongStorage").Int(0));
        yield return Row("ScalesOf2Dimensions", DiagnosticId.BadQuantization,
            static parameters => parameters.Torch("per_channel_affine").Matrix("DoubleStorage", "1", 2, 1).Vector("LongStorage", "2", 2)
                .Int(0));
        yield return Row("ScalesOfInts", DiagnosticId.BadQuantization,
            static parameters => parameters.Torch("per_channel_affine").Vector("LongStorage", "2", 2).Vector("LongStorage", "2", 2).Int(0));
        yield return Row("ScalesAsTuple", DiagnosticId.BadQuantization,
            static parameters => parameters.Torch("per_channel_affine").Ints(1, 2).Vector("LongStorage", "2", 2).Int(0));
        yield return Row("ListOfText", DiagnosticId.BadQuantization,
            static parameters => parameters.Torch("per_channel_affine").Op(PickleOpcode.EmptyList).Text("a").Op(PickleOpcode.Append)
                .Vector("LongStorage", "2", 2).Int(0));
        yield return Row("NoAxis", DiagnosticId.BadRebuildArguments,
            static parameters => parameters.Torch("per_channel_affine").Vector("DoubleStorage", "1", 2).Vector("LongStorage", "2", 2));
        yield return Row("ScaleAsText", DiagnosticId.BadRebuildArguments,
            static parameters => parameters.Torch("per_tensor_affine").Text("1").Int(0));
        yield return Row("SchemeAsText", DiagnosticId.BadRebuildArguments,
            static parameters => parameters.Text("torch.per_tensor_affine").Double(1).Int(0));
        yield return Row("SchemeIsADType", DiagnosticId.BadRebuildArguments,
            static parameters => parameters.Torch("float32").Double(1).Int(0));
        yield return Row("SymmetricScheme", DiagnosticId.BadRebuildArguments,
            static parameters => parameters.Torch("per_tensor_symmetric").Double(1).Int(0));
        yield return Row("Nothing", DiagnosticId.BadRebuildArguments, static parameters => { });

        static TestCaseData Row(string name, DiagnosticId id, Action<PickleBuilder> parameters) =>
            new TestCaseData(Quantized("QInt8Storage", parameters), id).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(BadQuantizers))]
    public void GivenBadQuantizer_IsRefused(byte[] file, DiagnosticId id) => Refusal.MalformedAndFound(file, id);

    [Test]
    public void GivenQuantizerOfAnOrdinaryDType_IsRefused() =>
        Refusal.MalformedAndFound(Quantized("CharStorage", static parameters => parameters.Torch("per_tensor_affine").Double(0.5).Int(3)),
            DiagnosticId.BadQuantization);

    [Test]
    public void GivenQuantizedViewOutsideOfItsStorage_IsRefused()
    {
        byte[] file = Samples.ZipOf(static pickle =>
            pickle.Call("_rebuild_qtensor", static call => call.Storage("QInt8Storage", "0", 6).Int(0).Ints(2, 3).Ints(4, 1)
            .Mark().Torch("per_tensor_affine").Double(1).Int(0).Tuple().False().None()), new byte[6]);
        Refusal.MalformedAndFound(file, DiagnosticId.ViewOutsideStorage);
    }

    // A 2-part nested tensor over a buffer of 6: [2, 2] at 0 and [1, 2] at 4.
    [Test]
    public void GivenNested_HasItsParts()
    {
        using Checkpoint checkpoint =
            Checkpoint.Open(Nested(TensorPickles.Longs(2, 2, 1, 2), TensorPickles.Longs(2, 1, 2, 1), TensorPickles.Longs(0, 4)));
        TensorInfo tensor = checkpoint.RootTensor();
        Assert.That(tensor.Nested!.Buffer.ToArray<float>(), Has.Length.EqualTo(6));
        Assert.That(tensor.Nested.Offsets.ToArray<long>(), Is.EqualTo(new long[] { 0, 4 }));
        Assert.That(() => tensor.ToArray<float>(), Throws.InvalidOperationException);
    }

    [TestCase(new long[] { 2, 2, 1, 2 }, new long[] { 2, 1, 2, 1 }, new long[] { 0, 5 }, DiagnosticId.ViewOutsideStorage)]
    [TestCase(new long[] { 2, 2, 1, 2 }, new long[] { 5, 1, 2, 1 }, new long[] { 0, 4 }, DiagnosticId.ViewOutsideStorage)]
    [TestCase(new long[] { 2, 2, -1, 2 }, new long[] { 2, 1, 2, 1 }, new long[] { 0, 4 }, DiagnosticId.BadShape)]
    [TestCase(new long[] { 2, 2, 1, 2 }, new long[] { 2, 1, 2, 1 }, new long[] { -1, 4 }, DiagnosticId.BadShape)]
    public void GivenNestedPartOutsideOfItsBuffer_IsRefused(long[] sizes, long[] strides, long[] offsets, DiagnosticId id) =>
        Refusal.MalformedAndFound(Nested(TensorPickles.Longs(sizes), TensorPickles.Longs(strides), TensorPickles.Longs(offsets)), id);

    [Test]
    public void GivenNestedWithFewerOffsetsThanParts_IsRefused()
    {
        byte[] file = Samples.ZipOf(static pickle =>
            pickle.Call("_rebuild_nested_tensor",
                static call => call.Vector("FloatStorage", "0", 6).Matrix("LongStorage", "1", 2, 2).Matrix("LongStorage", "2", 2, 2)
                    .Vector("LongStorage", "3", 1)),
            new byte[24], TensorPickles.Longs(2, 2, 1, 2), TensorPickles.Longs(2, 1, 2, 1), TensorPickles.Longs(0));
        Refusal.MalformedAndFound(file, DiagnosticId.BadNestedTensor);
    }

    // PyTorch 2.11 says requires_grad=True where the values say so, whatever the layout.
    [TestCase("sparse_coo", true)]
    [TestCase("sparse_coo", false)]
    [TestCase("sparse_csr", true)]
    [TestCase("sparse_csr", false)]
    public void GivenSparse_NeedsGradientsWhereItsValuesDo(string layout, bool needed)
    {
        byte[] file = layout == "sparse_coo"
            ? Sparse(layout, data => Values(data.Matrix("LongStorage", "0", 2, 2), "1", 2, needed).Ints(2, 3), s_cooIndices, s_values)
            : Sparse(layout, data => Values(data.Vector("LongStorage", "0", 3).Vector("LongStorage", "1", 2), "2", 2, needed).Ints(2, 4),
                TensorPickles.Longs(0, 1, 2), TensorPickles.Longs(3, 0), s_values);
        using Checkpoint checkpoint = Checkpoint.Open(file);
        Assert.That(checkpoint.RootTensor().RequiresGrad, Is.EqualTo(needed));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void GivenNested_NeedsGradientsWhereItsBufferDoes(bool needed)
    {
        byte[] file = Samples.ZipOf(pickle =>
            pickle.Call("_rebuild_nested_tensor",
                call => Values(call, "0", 6, needed).Matrix("LongStorage", "1", 2, 2).Matrix("LongStorage", "2", 2, 2)
                    .Vector("LongStorage", "3", 2)),
            new byte[24], TensorPickles.Longs(2, 2, 1, 2), TensorPickles.Longs(2, 1, 2, 1), TensorPickles.Longs(0, 4));
        using Checkpoint checkpoint = Checkpoint.Open(file);
        Assert.That(checkpoint.RootTensor().RequiresGrad, Is.EqualTo(needed));
    }

    // A vector of floats: storage, offset, size, stride, requires_grad, hooks.
    private static PickleBuilder Values(PickleBuilder pickle, string key, long count, bool needed) =>
        pickle.Call("_rebuild_tensor_v2", call =>
        (needed ? call.Storage("FloatStorage", key, count).Int(0).Ints(count).Ints(1).True()
            : call.Storage("FloatStorage", key, count).Int(0).Ints(count).Ints(1).False())
            .Call("OrderedDict", static _ => { }, "collections"));

    private static byte[] Coo(long[] shape, byte[] indices) =>
        Sparse("sparse_coo", data => data.Matrix("LongStorage", "0", 2, 2).Vector("FloatStorage", "1", 2).Ints(shape).True(), indices,
            s_values);

    private static byte[] Compressed(string layout, long[] compressed, long[] plain, long[] values)
    {
        long count = values.Aggregate(1L, static (product, size) => product * size);
        return Sparse(layout, data => data.Vector("LongStorage", "0", compressed.Length).Vector("LongStorage", "1", plain.Length)
            .Tensor(count, 0, values, TensorBounds.ContiguousStrides(values), "2").Ints(2, 4), TensorPickles.Longs(compressed),
            TensorPickles.Longs(plain), new byte[count * 4]);
    }

    private static byte[] Sparse(string layout, Action<PickleBuilder> data, params byte[][] storages) =>
        Samples.ZipOf(pickle => pickle.Call("_rebuild_sparse_tensor", call => Data(call, layout, data)), storages);

    private static void Data(PickleBuilder call, string layout, Action<PickleBuilder> data)
    {
        call.Layout(layout).Mark();
        data(call);
        call.Tuple();
    }

    // Six bytes 1 to 6 in 2 x 3, with storages for two scales and two zero points.
    private static byte[] Quantized(string type, Action<PickleBuilder> parameters) =>
        Samples.ZipOf(pickle => pickle.Call("_rebuild_qtensor", call =>
    {
        call.Storage(type, "0", 6).Int(0).Ints(2, 3).Ints(3, 1).Mark();
        parameters(call);
        call.Tuple().False().None();
    }), [1, 2, 3, 4, 5, 6], [.. BitConverter.GetBytes(0.5), .. BitConverter.GetBytes(0.25)], TensorPickles.Longs(1, 2));

    private static byte[] Nested(byte[] sizes, byte[] strides, byte[] offsets) =>
        Samples.ZipOf(static pickle =>
            pickle.Call("_rebuild_nested_tensor",
                static call => call.Vector("FloatStorage", "0", 6).Matrix("LongStorage", "1", 2, 2).Matrix("LongStorage", "2", 2, 2)
                    .Vector("LongStorage", "3", 2)),
            new byte[24], sizes, strides, offsets);
}
