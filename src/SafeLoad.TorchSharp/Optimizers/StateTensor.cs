using TorchSharp;

namespace SafeLoad.TorchSharp.Optimizers;

/// <summary>A tensor of a file that becomes a part of a parameter's state.</summary>
/// <param name="Tensor">The tensor, which <see cref="StateTensors.WhyNot"/> has nothing against.</param>
/// <param name="Parameter">The parameter.</param>
/// <param name="IsNegated">Whether the file has it with the other sign.</param>
internal sealed record StateTensor(TensorInfo Tensor, torch.Tensor Parameter, bool IsNegated);
