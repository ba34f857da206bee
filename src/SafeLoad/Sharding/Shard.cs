using SafeLoad.Loading;
using SafeLoad.Values;

namespace SafeLoad.Sharding;

/// <summary>One file of a checkpoint that is merged out of several.</summary>
/// <param name="Name">What messages call it: its name without the folder.</param>
/// <param name="Loaded">What was read.</param>
/// <param name="Weights">The dict of its tensors: its root, or what stands one level below.</param>
internal sealed record Shard(string Name, LoadedCheckpoint Loaded, PyDict Weights);
