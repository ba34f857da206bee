using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary>A tensor class: <c>torch.Tensor</c>, <c>torch.FloatTensor</c>, <c>torch.cuda.LongTensor</c> …. PyTorch 0.1 to 0.3 pickled tensors as
/// an empty one that BUILD fills. Not with a number, which would allocate what a file only claims.</summary>
internal sealed class LegacyTensor(string module, string name, DType dtype) : RebuildFunction(module, name)
{
    public DType DType { get; } = dtype;

    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(0, 0);
        var empty = new StorageInfo("", DType, "cpu", 0, new IO.MemoryByteSource(default));
        return arguments.Context.AwaitState(new PyTensor(new TensorInfo(DType, [0], [1], 0, empty)), this);
    }

    public override PyValue NewObject(in RebuildArguments arguments) => Invoke(arguments);

    /// <summary>(storage, storage offset, size, stride).</summary>
    public override void SetState(PyReference value, PyValue state, in RebuildArguments arguments)
    {
        if (!state.Is(PyKind.Tuple)) throw Throw.BadOperand("a tuple of storage, offset, size and stride", state.TypeName, arguments.At);
        var fields = new RebuildArguments(arguments.Context, this, (PyTuple)state.RawReference!, arguments.At);
        fields.Expect(4, 4);
        PyStorage storage = fields.Storage(0);
        if (storage.DType != DType) throw fields.Bad($"a storage of {storage.DType} for a tensor of {DType}");
        ((PyTensor)value).Fill(TensorBuilder.Strided(fields));
    }
}
