using SafeLoad.Tensors;

namespace SafeLoad.Writing;

/// <summary>A tensor on its way into a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tensor">The tensor; strided.</param>
/// <param name="DType">The dtype that it is written in.</param>
internal sealed record SafetensorsEntry(string Name, TensorInfo Tensor, DType DType)
{
    public long ByteLength => TensorBytes.LengthOf(Tensor, DType);
}
