namespace SafeLoad.Diagnostics;

// Texts about what loading does not allow.
internal static partial class Problems
{
    public static DisallowedGlobalException DisallowedGlobals(IReadOnlyList<NamedGlobal> globals)
    {
        const int shown = 5;
        var names = globals.Select(static global => global.FullName).Distinct(StringComparer.Ordinal).ToList();
        string list = ListText.Of(names, shown, Quote);
        string what = names.Count == 1 ? "the global " + list + " is" : FormattableString.Invariant($"{names.Count} globals are");
        string colon = names.Count == 1 ? "" : ": " + list;
        return Disallowed(DiagnosticId.DisallowedGlobal, $"{what} not on PyTorch's list of safe globals{colon}; {Advice(globals)}",
            globals[0].Location, globals);
    }

    // What is refused can still be looked at, and its weights be taken out of it: as data, which trusts nobody.
    internal const string ShowAsData = "--inert (CheckpointOptions.KeepObjects) shows it as data, and safeload convert or clean takes the "
        + "weights out of it";

    private const string WayOut = "nothing was run; " + ShowAsData;

    // All of it in sets: say which.
    private static string Advice(IReadOnlyList<NamedGlobal> globals)
    {
        GlobalSets sets = globals.Aggregate(GlobalSets.None, static (all, global) => all | global.Set);
        string names = sets.ToString().ToLowerInvariant().Replace(", ", ",", StringComparison.Ordinal);
        return globals.All(static global => global.Set != GlobalSets.None)
            ? $"--globals {names} (CheckpointOptions.GlobalSets) reads them as data"
            : WayOut + "; do not load this file elsewhere unless you trust who made it";
    }

    public static DisallowedGlobalException LuaFunctions(IReadOnlyList<NamedGlobal> functions)
    {
        string what = functions.Count == 1 ? "a Lua function"
            : FormattableString.Invariant($"{functions.Count:N0} Lua functions, the first");
        const string Advice = "nothing was run, do not load this file elsewhere unless you trust who made it";
        return Disallowed(DiagnosticId.CodeInFile,
            $"the file holds {what} at offset {functions[0].Location.Offset:N0}; {Advice}", functions[0].Location, functions);
    }

    public static DisallowedGlobalException DisallowedOpcode(CheckpointLocation at, IReadOnlyList<NamedGlobal> globals) =>
        Disallowed(DiagnosticId.DisallowedOpcode, $"torch.load(weights_only=True) has no {at.Opcode}; {WayOut}", at, globals);

    public static DisallowedGlobalException DisallowedCall(string problem, CheckpointLocation at) =>
        Disallowed(DiagnosticId.DisallowedCall, $"{problem}", at, []);

    public static DisallowedGlobalException NotCallable(string? global, string type, CheckpointLocation at) =>
        DisallowedCall(global is not null ? $"{global} is allowed as a name and not as something to call" : $"a {type} is called", at);

    public static DisallowedGlobalException UnexpectedState(string type, CheckpointLocation at) =>
        DisallowedState($"BUILD sets state on a {type}, which PyTorch never writes", at);

    public static DisallowedGlobalException DisallowedState(string problem, CheckpointLocation at) => DisallowedCall(problem, at);

    private static DisallowedGlobalException Disallowed(
        DiagnosticId id, FormattableString text, CheckpointLocation at, IReadOnlyList<NamedGlobal> globals) =>
        new(new Diagnostic(id, Text(text), at), globals);
}
