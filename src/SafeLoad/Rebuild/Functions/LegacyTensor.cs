using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary>A tensor class: <c>torch.Tensor</c>, <c>torch.FloatTensor</c>, <c>torch.cuda.LongTensor</c> …. PyTorch 0.1 to 0.3 pickled tensors as
/// an empty one that BUILD fills. Not with a number, which would allocate what a file only claims.</summary>
internal sealed class LegacyTensor(string module, string name, DType dtype) : RebuildFunction(module, name)
{
    public DType DType { get; } = dtype;

    /// <summary>Stands for the BUILD of such a tensor in messages.</summary>
    public static readonly LegacyTensor SetState = new("torch", "Tensor.__setstate__", Tensors.DType.Float32);

    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(0, 0);
        var empty = new StorageInfo("", DType, "cpu", 0, new IO.MemoryByteSource(default));
        return new PyValue(new PyTensor(new TensorInfo(DType, [0], [1], 0, empty)) { IsBlank = true });
    }

    public override PyValue NewObject(in RebuildArguments arguments) => Invoke(arguments);
}
