namespace SafeLoad.Tensors;

/// <summary>What a dimension of a mesh of processes does with a tensor.</summary>
/// <remarks>torch/distributed/tensor/placement_types.py.</remarks>
internal enum SpreadKind
{
    /// <summary>Something that is not known here: where a process's piece lies cannot be said.</summary>
    Unknown,
    /// <summary>Each process has a copy.</summary>
    Replicate,
    /// <summary>Each process has a run of one of the tensor's dimensions.</summary>
    Shard,
    /// <summary>Each process has several runs of one of the tensor's dimensions,
    /// since another dimension of the mesh cut it first.</summary>
    StridedShard,
    /// <summary>Each process has a tensor of the whole shape, and the tensor is their sum,
    /// or what else they are to be reduced to.</summary>
    Partial,
}
