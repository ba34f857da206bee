namespace SafeLoad.Compatibility;

/// <summary>One thing that stops <c>torch.load(weights_only=True)</c>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The global as PyTorch names it, the opcode, or the container. A global is chosen by the file.</param>
/// <param name="Location">Where it stands first.</param>
/// <param name="Advice">What to do about it. Safe to print.</param>
internal sealed record TorchBlocker(TorchBlockerKind Kind, string Name, CheckpointLocation Location, string Advice);
