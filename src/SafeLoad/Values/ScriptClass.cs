namespace SafeLoad.Values;

/// <summary>What a TorchScript class says about its attributes: which tensors are parameters and which are buffers.
/// The other tensors are plain attributes.</summary>
/// <param name="Parameters">The names of the parameters, in order.</param>
/// <param name="Buffers">The names of the buffers, in order; null where the file is too old to tell,
/// and then every other tensor counts as one.</param>
internal sealed record ScriptClass(IReadOnlyList<string> Parameters, IReadOnlyList<string>? Buffers)
{
    /// <summary>What looking all names up in a state takes, in bytes: thousands of objects can be of one class.</summary>
    public long LookupCost { get; } = Parameters.Concat(Buffers ?? []).Aggregate(0L, static (cost, name) => cost + 64 + 4L * name.Length);
}
