namespace SafeLoad.TorchSharp;

/// <summary>A strided tensor that is loaded: one of the file, or what one is put together of.</summary>
/// <param name="Name">Its name; no other part has it.</param>
/// <param name="Tensor">The tensor, which has data.</param>
/// <param name="Device">Where it goes: <c>cpu</c>, <c>cuda:1</c>.</param>
internal sealed record TensorPart(string Name, TensorInfo Tensor, string Device);
