namespace SafeLoad.Training;

/// <summary>A tensor of a checkpoint that is none of its weights, or that was not written.</summary>
/// <param name="Name">Its name: of one of the weights as <see cref="Weights.Tensors"/> has it, of every other the way from the root. Chosen
/// by the file.</param>
/// <param name="Tensor">The tensor; null for a storage that no tensor views, for an array of a dtype that PyTorch lacks, and for
/// one that cannot be read.</param>
/// <param name="Role">What the entry is in which it stands; null if it stands in none.</param>
/// <param name="Reason">Why it is none of the weights, or was not written. Safe to print.</param>
public sealed record OtherTensor(string Name, TensorInfo? Tensor, TrainingRole? Role, string Reason)
{
    internal IReadOnlyList<StorageInfo> Storages { get; init; } = [];

    // Whether it would have been written, had it been among the weights.
    internal bool IsNamed { get; init; }
}
