namespace SafeLoad.Scanning;

/// <summary>A global that a pickle names.</summary>
/// <param name="Module">The module as the file spells it.</param>
/// <param name="Name">The name as the file spells it.</param>
/// <param name="Judgement">What is known of it.</param>
/// <param name="Location">Where the pickle names it first.</param>
public sealed record ScannedGlobal(string Module, string Name, GlobalJudgement Judgement, CheckpointLocation Location);
