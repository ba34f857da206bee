using SafeLoad.Scanning;

namespace SafeLoad;

/// <summary>A global that a file names, and what is known of it.</summary>
/// <param name="Module">The module as the file spells it; not escaped.</param>
/// <param name="Name">The name as the file spells it, not escaped; dots lead further.</param>
/// <param name="Judgement">What is known of it by its name alone.</param>
/// <param name="Location">The record and the offset of the opcode that names it first; empty where that was not kept.</param>
/// <param name="Set">The set that would read it as data (<see cref="CheckpointOptions.GlobalSets"/>);
/// <see cref="GlobalSets.None"/> if none would.</param>
public sealed record NamedGlobal(string Module, string Name, GlobalJudgement Judgement, CheckpointLocation Location = default,
    GlobalSets Set = GlobalSets.None)
{
    /// <summary><c>module.name</c>; chosen by the file, not escaped.</summary>
    public string FullName => Module + "." + Name;
}
