using TorchSharp;

namespace SafeLoad.TorchSharp.Optimizers;

/// <summary>Tensors of an optimizer's state: of the shape, dtype and device of their parameter, in no dispose scope.</summary>
/// <remarks>torch/optim/optimizer.py, <c>_process_value_according_to_param_policy</c>.</remarks>
internal static class StateTensors
{
    private const int PieceBytes = 1 << 24;
    private static readonly Version s_first = new(1, 0);

    /// <summary>Why a tensor of a file cannot become the state of a parameter; null if it can.</summary>
    public static string? WhyNot(TensorInfo tensor, torch.Tensor parameter)
    {
        if (tensor.Storage is null || tensor.Quantization is not null) return $"is {tensor.LayoutName}, {tensor}, which is no plain tensor";
        if (!tensor.Shape.SequenceEqual(parameter.shape))
            return $"has the shape [{string.Join(", ", tensor.Shape.ToArray())}]; its parameter has [{string.Join(", ", parameter.shape)}]";
        // Those that every libtorch has and casts. States of fewer bits are scaled, and mean nothing without their scale.
        if (TorchDTypes.Find(tensor.DType, s_first) is null)
            return $"is {tensor.DType.Name}, which states of PyTorch's own optimizers never are";
        if (tensor.DType.IsComplex && !torch.is_complex(parameter.dtype))
            return $"is {tensor.DType.Name}; its parameter is {TorchDTypes.Of(parameter.dtype).Name}";
        return parameter.device_type == DeviceType.META ? "has no place: its parameter is on the meta device" : null;
    }

    /// <summary>Reads a tensor that <see cref="WhyNot"/> has nothing against.</summary>
    public static torch.Tensor Read(TensorInfo tensor, torch.Tensor parameter, bool negate = false)
    {
        using var scope = torch.NewDisposeScope();
        torch.ScalarType type = TorchDTypes.Find(tensor.DType, s_first)!.Value;
        torch.Tensor flat = torch.empty([tensor.ElementCount], dtype: type, device: torch.CPU);
        using (Stream stream = tensor.OpenStream())
        {
            long pieceElements = PieceBytes / tensor.DType.ItemSize;
            for (long done = 0; done < tensor.ElementCount; done += pieceElements)
            {
                using torch.Tensor piece = flat.narrow(0, done, Math.Min(pieceElements, tensor.ElementCount - done));
                stream.ReadExactly(piece.bytes);
            }
        }
        if (negate) flat.neg_();
        torch.Tensor shaped = flat.view(parameter.shape);
        if (parameter.dtype == type && parameter.device_type == DeviceType.CPU) return shaped.DetachFromDisposeScope();
        using (torch.no_grad())
        {
            torch.Tensor result = torch.empty(parameter.shape, dtype: parameter.dtype, device: parameter.device);
            return result.copy_(shaped).DetachFromDisposeScope();
        }
    }

    /// <summary>A tensor like the parameter, filled with one number.</summary>
    public static torch.Tensor Full(torch.Tensor parameter, double value)
    {
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        return torch.empty(parameter.shape, dtype: parameter.dtype, device: parameter.device).fill_(value).DetachFromDisposeScope();
    }
}
