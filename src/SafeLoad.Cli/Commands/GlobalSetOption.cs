using System.CommandLine;

namespace SafeLoad.Cli.Commands;

/// <summary><c>--globals numpy,python,oldtorch</c>: opt-in sets of globals that are read as data.</summary>
internal static class GlobalSetOption
{
    private static readonly string s_names = string.Join(", ",
        Enum.GetValues<GlobalSets>().Where(static set => set != GlobalSets.None).Select(static set => set.ToString().ToLowerInvariant()));

    public static Option<string?> Create() =>
        new("--globals") { Description = $"Read these sets of globals as data too: {s_names}", HelpName = "SET,..." };

    /// <summary>The sets that a comma-separated list names.</summary>
    /// <exception cref="UsageException">A name is no set.</exception>
    public static GlobalSets Parse(string? text)
    {
        GlobalSets sets = GlobalSets.None;
        foreach (string name in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            bool isSet = Enum.TryParse(name, ignoreCase: true, out GlobalSets set) && !char.IsAsciiDigit(name[0]);
            sets |= isSet ? set : throw new UsageException($"--globals: there is no set '{Checkpoint.Escape(name)}'; there are {s_names}");
        }
        return sets;
    }
}
