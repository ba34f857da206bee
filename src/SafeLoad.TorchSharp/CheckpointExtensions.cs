using SafeLoad.Placement;
using SafeLoad.TorchSharp.Fitting;
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
    /// <param name="dequantize">Whether quantized tensors become float32. Default false: they stay quantized, row by row, each with memory
    /// of its own.</param>
    /// <param name="widen">Whether tensors of dtypes that TorchSharp has no name for become those of a wider one, in which every number is
    /// the same: float8 becomes float32, uint16 int32, uint32 int64, uint64 int64 if its numbers fit, complex32 complex64. Default true.
    /// False gives them as they are; libtorch computes with them, and TorchSharp's typed accessors (<c>item</c>, <c>data</c>) read wrong
    /// numbers from them.</param>
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
        NameRules? names = null, bool dequantize = false, bool widen = true,
        IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        if (device is not null && devices is not null) throw new ArgumentException("Give a device, or a map of devices.", nameof(devices));
        StateDict weights = EntryKeys.Find(checkpoint, key);
        if (device is not null) TransferSettings.Current.Prepare(device.type, device.index, BytesOf(weights));
        var plan = LoadPlan.CreateForNewTensors(weights, new LoadPlanOptions
        {
            Names = names ?? NameRules.None,
            Devices = devices ?? DeviceMap.To((device ?? torch.CPU).ToString()),
        });
        List<PlannedTensor> chosen = Chosen(weights, plan);
        CheckNames(plan, chosen);
        CheckKinds(chosen, widen);
        var parts = new List<TensorPart>(chosen.Count);
        foreach (PlannedTensor planned in chosen)
            parts.AddRange(TensorParts.Of(planned.Slot.Name, planned.Tensor, planned.Slot.Device!, dequantize));
        using DisposeScope scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        Dictionary<string, torch.Tensor> loaded = TensorLoader.Load(parts, widen, progress, cancellation);
        var result = new Dictionary<string, torch.Tensor>(chosen.Count, StringComparer.Ordinal);
        foreach (PlannedTensor planned in chosen)
        {
            var part = new TensorPart(planned.Slot.Name, planned.Tensor, planned.Slot.Device!);
            torch.Tensor made = TensorParts.Assemble(part, loaded, dequantize, widen);
            if (planned.Tensor.RequiresGrad && (planned.Tensor.DType.IsFloatingPoint || planned.Tensor.DType.IsComplex))
                made.requires_grad_(true);
            result.Add(part.Name, made.MoveToOuterDisposeScope());
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

    private static void CheckNames(LoadPlan plan, List<PlannedTensor> chosen)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        IReadOnlyList<string> collisions = plan.Report.Collisions;
        if (collisions.Count == 0)
            collisions = [.. chosen.Select(static planned => planned.Slot.Name).Where(name => !known.Add(name)).Distinct()];
        if (collisions.Count > 0)
            throw new ArgumentException("Two tensors would get one name: "
                + string.Join("; ", collisions.Take(5).Select(static text => Checkpoint.Escape(text))), "names");
    }

    private static void CheckKinds(List<PlannedTensor> chosen, bool widen)
    {
        var problems = new List<string>();
        foreach (PlannedTensor planned in chosen)
        {
            if (problems.Count < 10 && TensorParts.WhyNot(planned.Tensor, widen) is { } problem)
                problems.Add($"{Checkpoint.Escape(planned.Slot.Name)} ({problem})");
        }
        if (problems.Count > 0)
            throw new NotSupportedException("Tensors cannot be loaded: " + string.Join(", ", problems)
                + ". NameRules.Exclude leaves tensors out.");
    }
}
