namespace SafeLoad.Loading;

/// <summary>Which readers allow a name. The first three are the caller's to choose, as <see cref="GlobalSets"/>; nobody can ask for the
/// others.</summary>
[Flags]
internal enum AllowedSets
{
    None = 0,
    Numpy = GlobalSets.Numpy,
    Python = GlobalSets.Python,
    OldTorch = GlobalSets.OldTorch,

    /// <summary>What a caller may opt into.</summary>
    Selectable = Numpy | Python | OldTorch,

    /// <summary>PyTorch's own list: always on.</summary>
    PyTorch = 1 << 8,

    /// <summary>Data only where all objects are: TorchScript's type tags come with code, and <c>_rebuild_from_type</c> calls what it is
    /// given.</summary>
    Inert = 1 << 9,

    /// <summary>The classes of a distributed checkpoint's <c>.metadata</c>: on for that one pickle and for no other.</summary>
    Dcp = 1 << 10,

    /// <summary>What PyTorch's list has as soon as a program has imported <c>torch.distributed.tensor</c>: always on.</summary>
    Distributed = 1 << 11,

    /// <summary>The classes of a DeepSpeed checkpoint's optimizer: on for the files of such a folder and for no other.</summary>
    DeepSpeed = 1 << 12,
}
