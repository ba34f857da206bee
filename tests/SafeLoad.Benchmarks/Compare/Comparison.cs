namespace SafeLoad.Benchmarks.Compare;

/// <summary>Two sides on one input, and how they should compare.</summary>
/// <param name="Input">The input's name.</param>
/// <param name="Ours">SafeLoad's side.</param>
/// <param name="Peer">The other side.</param>
/// <param name="Goal">At most this part of the peer's time; null where nothing is promised.</param>
/// <param name="MemoryGoal">At most this part of the peer's peak memory; null where nothing is promised.</param>
/// <param name="PerOpcode">Whether times are given in nanoseconds per opcode of the pickle.</param>
internal sealed record Comparison(string Input, Side Ours, Side Peer, double? Goal, double? MemoryGoal = null, bool PerOpcode = false)
{
    /// <summary>Every comparison; one line each.</summary>
    public static readonly Comparison[] All =
    [
        new("big", Side.List, Side.TorchLoad, 1 / 20.0),
        new("big", Side.Warm, Side.TorchLoad, 1 / 200.0),
        new("big", Side.ReadUnchecked, Side.TorchLoad, 0.40),
        new("big", Side.Read, Side.TorchLoad, 0.40),
        new("big", Side.Read, Side.ReadUnchecked, 1.25),
        new("many", Side.List, Side.TorchLoad, 0.2, 0.5),
        new("many", Side.List, Side.WeightsOnly, 0.1, 0.5),
        new("many", Side.Machine, Side.Unpickle, 0.5, PerOpcode: true),
        new("adam", Side.Read, Side.TorchLoad, 0.4),
        new("dict", Side.Open, Side.TorchLoad, 0.4, 0.7),
        new("dict", Side.Open, Side.WeightsOnly, 0.4, 0.7),
        new("dict", Side.Look, Side.TorchLoad, null),
        new("dict", Side.Machine, Side.Unpickle, 0.5, PerOpcode: true),
    ];
}
