namespace SafeLoad;

/// <summary>A global that loading refused: its name as the file spells it, and where it stands.</summary>
/// <param name="Module">The module; chosen by the file, not escaped.</param>
/// <param name="Name">The name in the module; chosen by the file, not escaped.</param>
/// <param name="Location">The record and the offset of the opcode that names it.</param>
/// <param name="Set">The set that would read it as data (<see cref="CheckpointOptions.GlobalSets"/>);
/// <see cref="GlobalSets.None"/> if none would.</param>
public sealed record RefusedGlobal(string Module, string Name, CheckpointLocation Location, GlobalSets Set = GlobalSets.None)
{
    /// <summary><c>module.name</c>; chosen by the file, not escaped.</summary>
    public string FullName => Module + "." + Name;
}
