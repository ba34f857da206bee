namespace SafeLoad;

/// <summary>A global that a file names, and what is known of it.</summary>
/// <param name="Module">The module as the file spells it.</param>
/// <param name="Name">The name as the file spells it; dots lead further.</param>
/// <param name="Judgement">What is known of it by its name alone.</param>
public sealed record NamedGlobal(string Module, string Name, GlobalJudgement Judgement)
{
    /// <summary><c>module.name</c>; chosen by the file, not escaped.</summary>
    public string FullName => Module + "." + Name;
}
