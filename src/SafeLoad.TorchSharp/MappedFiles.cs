using SafeLoad.Placement;
using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>Tensors that view mapped files: one mapping for each file and dtype, alive as long as one of its views.</summary>
internal static class MappedFiles
{
    /// <summary>Lets tensors of a module view the file.</summary>
    /// <param name="tensors">What is loaded, and where.</param>
    /// <param name="targets">The module's tensors by slot.</param>
    /// <param name="shared">Gets the slots that view the file now, also where it fails; the others have to be read.</param>
    public static void Assign(IEnumerable<PlannedTensor> tensors, IReadOnlyDictionary<string, torch.Tensor> targets, List<string> shared)
    {
        var views = new List<View>();
        foreach (PlannedTensor planned in tensors)
        {
            if (Locate(planned, targets[planned.Slot.Name]) is { } view) views.Add(view);
        }
        foreach (var file in WithoutOverlap(views).GroupBy(static view => (view.Path, view.Planned.Tensor.DType)))
        {
            DType dtype = file.Key.DType;
            using torch.Tensor mapping = torch.from_file(file.Key.Path, false, file.Max(static view => view.End) / dtype.ItemSize,
                TorchDTypes.StoredAs(dtype), torch.CPU);
            foreach (View view in file)
            {
                TensorInfo tensor = view.Planned.Tensor;
                using torch.Tensor elements =
                    mapping.as_strided(tensor.Shape.ToArray(), tensor.Strides.ToArray(), view.Start / dtype.ItemSize);
                targets[view.Planned.Slot.Name].set_(elements);
                shared.Add(view.Planned.Slot.Name);
            }
        }
    }

    // Where the elements lie; null if the file has not the very ones, one after the other, or not where they could be viewed.
    private static View? Locate(PlannedTensor planned, torch.Tensor target)
    {
        TensorInfo tensor = planned.Tensor;
        if (target.device_type != DeviceType.CPU || planned.IsCast || tensor.ElementCount == 0 || tensor.Storage!.IsBigEndian
            || tensor.IsConjugate || tensor.IsNegative || TorchDTypes.Of(target.dtype) != tensor.DType
            || !tensor.Shape.SequenceEqual(target.shape)) return null;
        // A parameter that repeats elements, or has gaps, could not be trained: only what is dense, in whatever order the module has.
        if (!tensor.IsContiguous && !(IsDense(tensor) && tensor.Strides.SequenceEqual(target.stride()))) return null;
        if (!tensor.Storage.TryLocate(out string path, out long position) || position % tensor.DType.ItemSize != 0) return null;
        long start = position + tensor.StorageOffset * tensor.DType.ItemSize;
        return new View(planned, path, start, start + tensor.ByteLength);
    }

    // Whether the elements lie one after the other in some order of the dimensions.
    private static bool IsDense(TensorInfo tensor)
    {
        long[] shape = tensor.Shape.ToArray(), strides = tensor.Strides.ToArray();
        Array.Sort(strides, shape);
        long expected = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            if (shape[i] == 1) continue;
            if (strides[i] != expected) return false;
            expected *= shape[i];
        }
        return true;
    }

    // What the file has once and the module twice has to become two: else training the one would change the other.
    private static IEnumerable<View> WithoutOverlap(List<View> views)
    {
        string? path = null;
        long end = 0;
        foreach (View view in views.OrderBy(static view => view.Path, StringComparer.Ordinal).ThenBy(static view => view.Start))
        {
            if (view.Path == path && view.Start < end) continue;
            (path, end) = (view.Path, view.End);
            yield return view;
        }
    }

    // A tensor of the file, and where its bytes lie.
    private sealed record View(PlannedTensor Planned, string Path, long Start, long End);
}
