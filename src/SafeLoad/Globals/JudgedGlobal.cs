using SafeLoad.Scanning;

namespace SafeLoad.Globals;

/// <summary>What is known of a global, and why.</summary>
/// <param name="Judgement">What is known.</param>
/// <param name="Reason">Why.</param>
/// <param name="Use">How a pickle may use it; only of meaning when it is harmless.</param>
/// <param name="IsShared">Whether a call gives what others hold too; only of meaning when it is harmless.</param>
internal readonly record struct JudgedGlobal(
    GlobalJudgement Judgement, string Reason, GlobalUse Use = GlobalUse.Value, bool IsShared = false);
