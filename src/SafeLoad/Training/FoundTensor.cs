using SafeLoad.Values;

namespace SafeLoad.Training;

/// <summary>A tensor, a NumPy array or a storage that was met on a walk through a checkpoint.</summary>
/// <param name="Name">The way to it from where the walk began, with dots. Chosen by the file.</param>
/// <param name="Value">What was met.</param>
/// <param name="Role">What the entry is in which it stands; null if it stands in none.</param>
internal sealed record FoundTensor(string Name, PyReference Value, TrainingRole? Role)
{
    /// <summary>The tensor; an array's elements as a tensor; null for a storage, and for an array of a dtype that PyTorch lacks.</summary>
    public TensorInfo? Tensor => Value switch
    {
        PyTensor tensor => tensor.Info,
        PyArray array => NumpyTensors.Tensor(array),
        _ => null,
    };

    /// <summary>Whether its bytes are in no file: a number that became a tensor on the way into a state dict.</summary>
    public bool IsMade => Value is PyTensor { Info.Storage.IsMade: true };

    /// <summary>The storages of the file that it reaches: its own, and those whose bytes these are.</summary>
    public IEnumerable<StorageInfo> Storages => Value switch
    {
        PyTensor tensor => tensor.Info.Parts.SelectMany(static part => WithBases(part.Storage!)),
        PyArray array => WithBases(array.Storage),
        PyStorage storage => WithBases(storage.Info),
        _ => [],
    };

    /// <summary>A storage, and those whose bytes it is made of.</summary>
    public static IEnumerable<StorageInfo> WithBases(StorageInfo storage)
    {
        for (StorageInfo? next = storage; next is not null; next = next.Base) yield return next;
    }
}
