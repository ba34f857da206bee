namespace SafeLoad.Tensors;

/// <summary>What one dimension of a mesh of processes does with a tensor.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Text">As PyTorch's constructor spells it: <c>Shard(0)</c>. Chosen by the file.</param>
/// <param name="Dimension">The tensor's dimension that it cuts; -1 for none.</param>
/// <param name="Split">Into how many pieces that dimension was cut before each of them was cut for the processes; 1 for once.</param>
internal sealed record SpreadPlacement(SpreadKind Kind, string Text, long Dimension = -1, long Split = 1)
{
    /// <summary>Whether it cuts the tensor.</summary>
    public bool IsCut => Kind is SpreadKind.Shard or SpreadKind.StridedShard;
}
