using SafeLoad.Tensors;
using SafeLoad.Training;
using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>Tensors that view mapped files: one mapping for each file and dtype, alive as long as one of its views.</summary>
internal static class MappedFiles
{
    /// <summary>Lets tensors of a module view the file.</summary>
    /// <param name="tensors">What is loaded, and where.</param>
    /// <param name="targets">The module's tensors by slot.</param>
    /// <returns>The slots that view the file now; the others have to be read.</returns>
    public static List<string> Assign(IEnumerable<PlannedTensor> tensors, IReadOnlyDictionary<string, torch.Tensor> targets)
    {
        var files = new Dictionary<(string Path, DType DType), List<(PlannedTensor Planned, long Position)>>();
        foreach (PlannedTensor planned in tensors)
        {
            if (targets[planned.Slot.Name].device_type != DeviceType.CPU || Locate(planned, out string path) is not { } position) continue;
            var key = (path, planned.Tensor.DType);
            if (!files.TryGetValue(key, out var views)) files.Add(key, views = []);
            views.Add((planned, position));
        }
        var shared = new List<string>();
        foreach (var ((path, dtype), views) in files)
        {
            long end = views.Max(static view => view.Position + view.Planned.Tensor.Storage!.ByteLength);
            using torch.Tensor mapping = torch.from_file(path, false, end / dtype.ItemSize, TorchDTypes.StoredAs(dtype));
            foreach (var (planned, position) in views)
            {
                using torch.Tensor view = mapping.as_strided(planned.Tensor.Shape.ToArray(), planned.Tensor.Strides.ToArray(), position / dtype.ItemSize + planned.Tensor.StorageOffset);
                targets[planned.Slot.Name].set_(view);
                shared.Add(planned.Slot.Name);
            }
        }
        return shared;
    }

    // Where the storage begins; null if the file has not the very elements, or not where they could be viewed.
    private static long? Locate(PlannedTensor planned, out string path)
    {
        path = "";
        TensorInfo tensor = planned.Tensor;
        if (planned.IsCast || tensor.ElementCount == 0 || tensor.Storage!.IsBigEndian || tensor.IsConjugate || tensor.IsNegative || !tensor.Storage.TryLocate(out path, out long position)) return null;
        // Padding at the end, so that a mapping in whole elements reaches it.
        return position % tensor.DType.ItemSize == 0 && tensor.Storage.ByteLength % tensor.DType.ItemSize == 0 ? position : null;
    }
}
