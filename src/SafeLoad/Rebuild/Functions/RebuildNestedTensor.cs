using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch._utils._rebuild_nested_tensor(buffer, sizes, strides, storage_offsets)</c>.</summary>
internal sealed class RebuildNestedTensor() : RebuildFunction("torch._utils", "_rebuild_nested_tensor")
{
    public override bool MakesTensor => true;

    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(4, 4);
        TensorInfo buffer = arguments.Tensor(0).Info, sizes = arguments.Tensor(1).Info, strides = arguments.Tensor(2).Info, offsets = arguments.Tensor(3).Info;
        NestedBounds.Check(buffer, sizes, strides, offsets, arguments.Context, arguments.At);
        // A view of the buffer to PyTorch, gradients included.
        var parts = new NestedInfo(buffer, sizes, strides, offsets);
        return new PyValue(new PyTensor(new TensorInfo(buffer.DType, [], [], 0, null) { Device = buffer.Device, RequiresGrad = buffer.RequiresGrad, Nested = parts }));
    }
}
