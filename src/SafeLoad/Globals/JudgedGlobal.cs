namespace SafeLoad.Globals;

/// <summary>What is known of a global, and why.</summary>
internal readonly record struct JudgedGlobal(GlobalJudgement Judgement, string Reason);
