using SafeLoad.Scanning.Python;

namespace SafeLoad.Scanning.Configurations;

/// <summary>A key of a map whose value some loader imports, calls or runs, because of its company. The key alone is too common a word to
/// mean that.</summary>
/// <param name="Key">The key.</param>
/// <param name="Shape">What its value looks like then.</param>
/// <param name="Does">What is done with what it names, behind "which".</param>
/// <remarks>All that a row asks for has to be there. Two kinds of rows stand in <see cref="CallingRules"/>: those of a framework, whose
/// company only its files have; and those of words that any framework can use, which name what they call only beside Python's own word for
/// arguments, and else count for programs alone.</remarks>
internal sealed record CallingRule(string Key, NameShape Shape, string Does)
{
    /// <summary>Keys that all stand beside it.</summary>
    public string[] Beside { get; init; } = [];

    /// <summary>Keys of which one stands beside it, if there are any.</summary>
    public string[] BesideAny { get; init; } = [];

    /// <summary>Keys of which none stands beside it.</summary>
    public string[] BesideNone { get; init; } = [];

    /// <summary>Keys of which no more than one stands beside it.</summary>
    public string[] BesideOne { get; init; } = [];

    /// <summary>Groups of keys; of each group one stands somewhere in the document.</summary>
    public string[][] Around { get; init; } = [];

    /// <summary>Names of files that loaders read so: these are company enough.</summary>
    public string[] Files { get; init; } = [];

    /// <summary>What the names of the loader's own modules begin with, which it may import.</summary>
    public string[] Own { get; init; } = [];

    /// <summary>The values that it means, if not any.</summary>
    public string[] Values { get; init; } = [];

    /// <summary>The keys whose values are taken from the module that the value names.</summary>
    public string[] Names { get; init; } = [];

    /// <summary>Whether no other key stands beside it.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Whether its value is run as it is.</summary>
    public bool IsRun { get; init; }

    /// <summary>Whether its value is a file of an archive that runs when the model is served.</summary>
    public bool IsServed { get; init; }

    /// <summary>Whether it is a word of no framework: then only a program (<see cref="KnownPrograms"/>) is called dangerous.</summary>
    public bool IsWord { get; init; }

    /// <summary>Whether only a name counts that the catalogue calls dangerous.</summary>
    public bool IsOfDangers { get; init; }

    /// <summary>Whether only the name of a program counts.</summary>
    public bool IsOfPrograms { get; init; }

    /// <summary>Whether the file's name is company enough.</summary>
    public bool IsFile(string fileName) => Array.IndexOf(Files, fileName) >= 0;

    /// <summary>Whether a name is of the loader's own modules, and stays there. Functions of a framework can load; where a class is asked
    /// for they are none of what is expected.</summary>
    public bool IsOwn(string path) => Array.Exists(Own, start => path.StartsWith(start, StringComparison.Ordinal))
        && (Shape != NameShape.LongPath || char.IsAsciiLetterUpper(path[path.LastIndexOf('.') + 1])) && !CodeNames.LeadsAway(path);

    /// <summary>Whether a name is none of the loader's own, and looks like one that it imports.</summary>
    public bool Means(string path) => CodeNames.Has(path, Shape)
        && (Values.Length == 0 || Array.IndexOf(Values, path) >= 0) && !IsOwn(path) && (!IsOfPrograms || KnownPrograms.Has(path))
        && (!IsOfDangers || CodeNames.IsDangerous(path));
}
