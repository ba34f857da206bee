namespace SafeLoad.Globals;

/// <summary>Globals that are not on PyTorch's list and do nothing but hold data: exact pairs, how each may be used,
/// and why it is harmless.</summary>
/// <remarks>
/// A line is <c>use module: names # reason</c>, with several modules (old and new paths of the same classes) separated by commas; what is
/// indented below belongs to it. Of a name with a dot, what stands before it replaces the stars of the module. <c>shared</c> is a value
/// whose call gives what others hold too, so that its state may not be set. The use is the least that honest files need: a class that
/// pickle rebuilds by NEWOBJ and BUILD is an operand and never a value. The names are those of Python 3; <see cref="GlobalAliases"/> maps
/// what Python 2 calls the module. What a class does with its state in <c>__setstate__</c> is said in the reason, for many classes by a
/// word in brackets that stands for what they share.
/// </remarks>
internal static partial class HarmlessGlobals
{
    /// <summary>The reason of an enumeration: a call of the class, and its attributes, give members.</summary>
    public const string MemberOfEnumeration = "a member of an enumeration";

    /// <summary>How the reason ends of a class whose objects are made with keywords too.</summary>
    public const string WithKeywords = ", which keywords give";

    /// <summary>What the reason says of a class whose <c>__new__</c> was read, and does nothing else with texts and numbers.</summary>
    public const string WithArguments = "its __new__ keeps ";

    /// <summary>The reason of a constant: nobody can call it.</summary>
    public const string Constant = "a constant";

    // A scan asks for names of one or two packages: the others' rows are not taken apart.
    private static readonly Lazy<Dictionary<string, List<string>>> s_rows = new(ByPackage);

    private static readonly Lazy<Dictionary<string, Lazy<Dictionary<string, HarmlessGlobal>>>> s_packages = new(Packages);

    /// <summary>Every entry.</summary>
    public static IEnumerable<(string Module, string Name, HarmlessGlobal Known)> All => s_rows.Value.SelectMany(
        static rows => rows.Value.SelectMany(Entries).Where(entry => PackageOf(entry.Module).SequenceEqual(rows.Key)));

    /// <summary>What is known of a global; null if it is not known to be harmless.</summary>
    public static HarmlessGlobal? Find(string module, string name) =>
        s_packages.Value.GetValueOrDefault(PackageOf(module).ToString())?.Value.GetValueOrDefault(GlobalKey.Of(module, name));

    private static Dictionary<string, Lazy<Dictionary<string, HarmlessGlobal>>> Packages()
    {
        var packages = new Dictionary<string, Lazy<Dictionary<string, HarmlessGlobal>>>(StringComparer.Ordinal);
        foreach (string package in s_rows.Value.Keys) packages.Add(package, new(() => Parse(package)));
        return packages;
    }

    private static Dictionary<string, HarmlessGlobal> Parse(string package)
    {
        var found = new Dictionary<string, HarmlessGlobal>(StringComparer.Ordinal);
        foreach (string row in s_rows.Value[package])
        {
            foreach (var (module, name, known) in Entries(row))
            {
                if (PackageOf(module).SequenceEqual(package)) found.Add(GlobalKey.Of(module, name), known);
            }
        }
        return found;
    }

    private static IEnumerable<(string Module, string Name, HarmlessGlobal Known)> Entries(string row)
    {
        string line = row.Replace("\n    ", " ", StringComparison.Ordinal);
        int space = line.IndexOf(' ', StringComparison.Ordinal), colon = line.IndexOf(':', StringComparison.Ordinal),
            hash = line.IndexOf('#', StringComparison.Ordinal);
        string use = line[..space];
        var known = new HarmlessGlobal(Use(use), Expand(line[(hash + 2)..].TrimEnd()), use == "shared");
        foreach (string module in line[(space + 1)..colon].Split(',', StringSplitOptions.TrimEntries))
        {
            foreach (string name in line[(colon + 1)..hash].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                int dot = name.IndexOf('.', StringComparison.Ordinal);
                yield return dot < 0 ? (module, name, known)
                    : (module.Replace("*", name[..dot], StringComparison.Ordinal), name[(dot + 1)..], known);
            }
        }
    }

    private static ReadOnlySpan<char> PackageOf(string module) =>
        module.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? module.AsSpan(0, dot) : module;

    // The rows of each package, in the order in which they stand; a row of several packages is in each.
    private static Dictionary<string, List<string>> ByPackage()
    {
        var rows = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (string table in (string[])[Python, Numpy, TorchModules, Torch, Quantization, Distributed, Vision, Torchvision, Timm,
            Torchmetrics, Gpytorch, Transformers, TransformersModels, Frameworks, Sklearn, SklearnLater, SklearnOldPaths, Scientific,
            Pandas, Graphs, Expressions])
        {
            for (int start = 0, end; start < table.Length; start = end + 1)
            {
                // A row that is too long for a line goes on in the next one, indented.
                end = start;
                do end = table.IndexOf('\n', end + 1) is >= 0 and var next ? next : table.Length;
                while (end + 1 < table.Length && table[end + 1] == ' ');
                string row = table[start..end];
                int space = row.IndexOf(' ', StringComparison.Ordinal), colon = row.IndexOf(':', StringComparison.Ordinal);
                foreach (string module in row[(space + 1)..colon].Split(',', StringSplitOptions.TrimEntries))
                {
                    string package = PackageOf(module).ToString();
                    if (!rows.TryGetValue(package, out List<string>? those)) rows.Add(package, those = []);
                    if (those.Count == 0 || !ReferenceEquals(those[^1], row)) those.Add(row);
                }
            }
        }
        return rows;
    }

    private static GlobalUse Use(string word) => word switch
    {
        "name" => GlobalUse.Name,
        "operand" => GlobalUse.Operand,
        "value" or "shared" => GlobalUse.Value,
        _ => throw new InvalidOperationException(word),
    };
}
