using SafeLoad.Tensors;

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

    /// <summary>Writes one file.</summary>
    /// <param name="stream">Where to write; need not seek.</param>
    /// <param name="shard">The tensors.</param>
    /// <param name="place">Which file it is.</param>
    /// <param name="cancellation">Ends it.</param>
    void Write(Stream stream, IReadOnlyList<KeyValuePair<string, TensorInfo>> shard, ShardPlace place, CancellationToken cancellation);

    /// <summary>The number of bytes that <see cref="Write"/> would write; no tensor is read for it.</summary>
    long LengthOf(IReadOnlyList<KeyValuePair<string, TensorInfo>> shard, ShardPlace place);
}
