namespace SafeLoad.Writing;

/// <summary>What was written.</summary>
/// <param name="Plan">The plan that was carried out: its files are there now.</param>
/// <param name="Overflows">Finite numbers that became infinite because their tensor was cast, by the tensor's name.</param>
public sealed record SaveReport(SavePlan Plan, IReadOnlyDictionary<string, long> Overflows);
