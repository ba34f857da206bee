using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Values;

namespace SafeLoad.Loading.Functions;

/// <summary>A tensor class: <c>torch.Tensor</c>, <c>torch.FloatTensor</c>, <c>torch.cuda.LongTensor</c> ….
/// PyTorch 0.1 to 0.3 pickled tensors as an empty one that BUILD fills. Not with a number,
/// which would allocate what a file only claims.</summary>
internal sealed class LegacyTensor : RebuildFunction
{
    public LegacyTensor(string module, string name, DType dtype) : base(module, name, Empty)
    {
        DType = dtype;
        IsTensorClass = true;
        New = Empty;
        Fill = FillStrided;
    }

    public DType DType { get; }

    private static PyValue Empty(in RebuildArguments arguments)
    {
        arguments.Expect(0, 0);
        DType dtype = ((LegacyTensor)arguments.Function).DType;
        var empty = new StorageInfo("", dtype, "cpu", 0, new MemoryByteSource(default));
        return arguments.AwaitState(new PyTensor(new TensorInfo(dtype, [0], [1], 0, empty)));
    }

    // (storage, storage offset, size, stride).
    private static void FillStrided(PyReference value, PyValue state, in RebuildArguments arguments)
    {
        if (!state.Is(PyKind.Tuple)) throw Problems.BadOperand("a tuple of storage, offset, size and stride", state.TypeName, arguments.At);
        DType dtype = ((LegacyTensor)arguments.Function).DType;
        RebuildArguments fields = arguments.With((PyTuple)state.RawReference!);
        fields.Expect(4, 4);
        PyStorage storage = fields.Storage(0);
        if (storage.DType != dtype) throw fields.Bad($"a storage of {storage.DType} for a tensor of {dtype}");
        ((PyTensor)value).Fill(TensorBuilder.Strided(fields));
    }
}
