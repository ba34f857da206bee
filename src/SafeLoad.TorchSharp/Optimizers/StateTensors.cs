using System.Globalization;
using SafeLoad.Placement;
using SafeLoad.Tensors;
using SafeLoad.TorchSharp.Transfers;
using TorchSharp;

namespace SafeLoad.TorchSharp.Optimizers;

/// <summary>Tensors of an optimizer's state: of the shape, dtype and device of their parameter, in no dispose scope.</summary>
/// <remarks>torch/optim/optimizer.py, <c>_process_value_according_to_param_policy</c>.</remarks>
internal static class StateTensors
{
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

    /// <summary>Reads states in the way of a module's tensors.</summary>
    /// <param name="states">What is read.</param>
    /// <param name="progress">Told how many bytes have been read.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>A new tensor for each.</returns>
    public static torch.Tensor[] Read(IReadOnlyList<StateTensor> states, IProgress<long>? progress,
        CancellationToken cancellation)
    {
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        var targets = new Dictionary<string, torch.Tensor>(StringComparer.Ordinal);
        var tensors = new List<KeyValuePair<string, TensorInfo>>();
        var slots = new List<TensorSlot>();
        foreach (var (tensor, parameter, _) in states)
        {
            string name = slots.Count.ToString(CultureInfo.InvariantCulture);
            DType wanted = TorchDTypes.Of(parameter.dtype);
            targets.Add(name, DeviceMemory.Take(parameter.shape, parameter.dtype, parameter.device));
            tensors.Add(new(name, tensor));
            // What the plan does not cast, integers mostly, libtorch does.
            slots.Add(new TensorSlot(name, FloatCast.IsPossible(tensor.DType, wanted) ? wanted : tensor.DType, parameter.shape));
        }
        LoadPlan plan = LoadPlan.Create(tensors, slots);
        plan.ThrowIfInvalid();
        using (var filled = new FilledTensors(targets, plan.Tensors)) filled.Fill(plan, progress, cancellation, []);
        torch.Tensor[] read = [.. slots.Select(slot => targets[slot.Name])];
        for (int i = 0; i < read.Length; i++)
        {
            if (states[i].IsNegated) read[i].neg_();
        }
        foreach (torch.Tensor tensor in read) tensor.DetachFromDisposeScope();
        return read;
    }

    /// <summary>A tensor like the parameter, filled with one number.</summary>
    public static torch.Tensor Full(torch.Tensor parameter, double value)
    {
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        return torch.empty(parameter.shape, dtype: parameter.dtype, device: parameter.device).fill_(value).DetachFromDisposeScope();
    }
}
