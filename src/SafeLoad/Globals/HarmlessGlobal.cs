namespace SafeLoad.Globals;

/// <summary>A global that is known to do no more than hold data.</summary>
/// <param name="Use">How a pickle may use it.</param>
/// <param name="Reason">Why it is harmless.</param>
/// <param name="IsShared">Whether a call gives what others hold too, such as a member of an enumeration: its state may not be set.</param>
internal sealed record HarmlessGlobal(GlobalUse Use, string Reason, bool IsShared);
