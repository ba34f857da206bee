using SafeLoad.Placement;
using SafeLoad.TorchSharp.Transfers;
using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>Checkpoints as tensors of TorchSharp.</summary>
public static class CheckpointExtensions
{
    /// <summary>Loads the tensors of a state dict. Tensors that share memory in the file share it here; strides are the file's.</summary>
    /// <param name="checkpoint">The checkpoint; it may be disposed afterwards.</param>
    /// <param name="key">The entry that holds the tensors: <c>model_state_dict</c>; dots lead further down. Null: found by itself.</param>
    /// <param name="device">Where the tensors go. Null: to the CPU, or where <paramref name="devices"/> says.</param>
    /// <param name="devices">Where each tensor goes: by its name, for a model over several devices, or by the device in the file. Null:
    /// to <paramref name="device"/>.</param>
    /// <param name="names">Which tensors, and under which names. Null: all, by their own.</param>
    /// <param name="dequantize">Whether quantized tensors become float32. Default false: they come out as <c>NAME.int_repr</c>,
    /// <c>NAME.scale</c> and <c>NAME.zero_point</c>.</param>
    /// <param name="progress">Told how many bytes have been read; null for nobody.</param>
    /// <param name="cancellation">Ends it; nothing is left behind.</param>
    /// <returns>New tensors by name, in the file's order and in the caller's dispose scope.
    /// They require gradients where the file says so.</returns>
    /// <exception cref="NotSupportedException">TorchSharp, or the libtorch that is loaded, cannot hold a tensor, or a device is not there;
    /// the message names them. Nothing was loaded.</exception>
    /// <exception cref="KeyNotFoundException">There is no such entry, or it holds no tensors.</exception>
    /// <exception cref="ArgumentException">Two tensors would get one name, or both devices and a device are given.</exception>
    /// <exception cref="SafeLoadException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Dictionary<string, torch.Tensor> load_tensors(this Checkpoint checkpoint, string? key = null, torch.Device? device =
        null, DeviceMap? devices = null,
        NameRules? names = null, bool dequantize = false, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        if (device is not null && devices is not null) throw new ArgumentException("Give a device, or a map of devices.", nameof(devices));
        StateDict weights = key is null ? checkpoint.StateDict() : checkpoint.StateDict(key);
        if (device is not null) TransferSettings.Current.Prepare(device.type, device.index, BytesOf(weights));
        var plan = LoadPlan.CreateForNewTensors(weights, new LoadPlanOptions
        {
            Names = names ?? NameRules.None,
            Devices = devices ?? DeviceMap.To((device ?? torch.CPU).ToString()),
        });
        List<PlannedTensor> chosen = Chosen(weights, plan);
        CheckNames(plan, chosen, dequantize);
        CheckKinds(chosen);
        var parts = new List<TensorPart>(chosen.Count);
        foreach (PlannedTensor planned in chosen)
            parts.AddRange(TensorParts.Of(planned.Slot.Name, planned.Tensor, planned.Slot.Device!));
        using DisposeScope scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        Dictionary<string, torch.Tensor> loaded = TensorLoader.Load(parts, progress, cancellation);
        var result = new Dictionary<string, torch.Tensor>(chosen.Count, StringComparer.Ordinal);
        foreach (PlannedTensor planned in chosen)
        {
            foreach (var (name, made) in TensorParts.Assemble(planned.Slot.Name, planned.Tensor, loaded, dequantize))
            {
                if (planned.Tensor.RequiresGrad && (planned.Tensor.DType.IsFloatingPoint || planned.Tensor.DType.IsComplex))
                    made.requires_grad_(true);
                result.Add(name, made.MoveToOuterDisposeScope());
            }
        }
        return result;
    }

    private static long BytesOf(StateDict weights)
    {
        long bytes = 0;
        foreach (TensorInfo tensor in weights.Values) bytes += tensor.ByteLength;
        return bytes;
    }

    // In the file's order, with what no strided slot takes: sparse tensors and such are loaded by their parts.
    private static List<PlannedTensor> Chosen(StateDict weights, LoadPlan plan)
    {
        if (plan.Report.Mismatches.Count == 0) return [.. plan.Tensors];
        var bySource = new Dictionary<string, PlannedTensor>(StringComparer.Ordinal);
        foreach (PlannedTensor planned in plan.Tensors) bySource.Add(planned.SourceName, planned);
        foreach (PlannedTensor planned in plan.Report.Mismatches) bySource.Add(planned.SourceName, planned);
        var chosen = new List<PlannedTensor>(bySource.Count);
        foreach (string name in weights.Keys)
        {
            if (bySource.TryGetValue(name, out PlannedTensor? planned)) chosen.Add(planned);
        }
        return chosen;
    }

    private static void CheckNames(LoadPlan plan, List<PlannedTensor> chosen, bool dequantize)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var collisions = new List<string>(plan.Report.Collisions);
        if (collisions.Count == 0)
        {
            foreach (PlannedTensor planned in chosen)
            {
                foreach (string name in TensorParts.NamesOf(planned.Slot.Name, planned.Tensor, dequantize))
                {
                    if (!known.Add(name) && !collisions.Contains(name) && collisions.Count < 5) collisions.Add(name);
                }
            }
        }
        if (collisions.Count > 0)
            throw new ArgumentException("Two tensors would get one name: "
                + string.Join("; ", collisions.Take(5).Select(static text => Checkpoint.Escape(text))), "names");
    }

    private static void CheckKinds(List<PlannedTensor> chosen)
    {
        var problems = new List<string>();
        foreach (PlannedTensor planned in chosen)
        {
            if (problems.Count < 10 && TensorParts.WhyNot(planned.Tensor) is { } problem)
                problems.Add($"{Checkpoint.Escape(planned.Slot.Name)} ({problem})");
        }
        if (problems.Count > 0)
            throw new NotSupportedException("Tensors cannot be loaded: " + string.Join(", ", problems)
                + ". NameRules.Exclude leaves tensors out.");
    }
}
