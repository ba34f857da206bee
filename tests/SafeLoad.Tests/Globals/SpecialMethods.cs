using SafeLoad.Tests.House;

namespace SafeLoad.Tests.Globals;

/// <summary>Which special methods the classes of the catalogue have that are not <c>object</c>'s, read from special-methods.txt.</summary>
internal static class SpecialMethods
{
    /// <summary>Stands for the methods of a class that could neither be imported nor read.</summary>
    public const string Unread = "?";

    private static readonly Lazy<Dictionary<(string Module, string Name), string[]>> s_methods = new(Read);

    /// <summary>Methods by class, each with the class that defines it behind a colon where that matters; none for constants and
    /// functions.</summary>
    public static IReadOnlyDictionary<(string Module, string Name), string[]> All => s_methods.Value;

    /// <summary>Whether a class has a method that is not <c>object</c>'s.</summary>
    public static bool Has(string module, string name, string method) =>
        All.TryGetValue((module, name), out string[]? methods) && Array.Exists(methods, known => known.Split(':')[0] == method);

    // module: method method:class = Name Name; what goes on in the next line is indented.
    private static Dictionary<(string, string), string[]> Read()
    {
        string text = File.ReadAllText(Path.Combine(HouseFiles.Root, "tests/SafeLoad.Tests/Globals/special-methods.txt"));
        var found = new Dictionary<(string, string), string[]>();
        foreach (string line in text.ReplaceLineEndings("\n").Replace("\n    ", " ", StringComparison.Ordinal).Split('\n'))
        {
            if (line.StartsWith('#') || line.Length == 0) continue;
            string[] words = line.Split(' ');
            int names = Math.Max(Array.IndexOf(words, "="), 1) + 1;
            string[] methods = words[1] is Unread ? [Unread] : words[1] is "!" ? [] : words[1..(names - 1)];
            foreach (string name in words[names..]) found.Add((words[0].TrimEnd(':'), name), methods);
        }
        return found;
    }
}
