namespace SafeLoad.Writing;

/// <summary>A kind of file that holds tensors by name.</summary>
internal interface ITensorFormat
{
    /// <summary>Whether tensors that view the same bytes go on viewing them; else each has bytes of its own.</summary>
    bool KeepsViews { get; }

    /// <summary>Free text that stands in an index of shards too.</summary>
    IEnumerable<KeyValuePair<string, string>> IndexMetadata { get; }

    /// <summary>Why a tensor cannot be held under a name, in a few words; null if it can.</summary>
    string? WhyNot(string name, TensorInfo tensor);

    /// <summary>The bytes of one file.</summary>
    /// <param name="tensors">The tensors in it.</param>
    /// <param name="place">Which file it is.</param>
    /// <param name="shared">Names that are not written by the name of the tensor that they are.</param>
    IFileContent Plan(IReadOnlyList<KeyValuePair<string, TensorInfo>> tensors, ShardPlace place, ILookup<string, string> shared);
}
