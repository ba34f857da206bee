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

    /// <summary>The reason of a constant: nobody can call it.</summary>
    public const string Constant = "a constant";

    private static readonly Lazy<Dictionary<string, HarmlessGlobal>> s_entries = new(Parse);

    /// <summary>Every entry.</summary>
    public static IEnumerable<(string Module, string Name, HarmlessGlobal Known)> All
    {
        get
        {
            foreach (string entries in (string[])[Python, Numpy, TorchModules, Torch, Quantization, Distributed, Vision, Torchvision,
                Timm, Torchmetrics, Gpytorch, Transformers, TransformersModels, Frameworks,
                Sklearn, SklearnLater, SklearnOldPaths, Scientific, Pandas, Graphs, Expressions])
            {
                foreach (string line in Rows(entries))
                {
                    int space = line.IndexOf(' ', StringComparison.Ordinal), colon = line.IndexOf(':', StringComparison.Ordinal),
                        hash = line.IndexOf('#', StringComparison.Ordinal);
                    string use = line[..space];
                    var known = new HarmlessGlobal(Use(use), Expand(line[(hash + 2)..]), use == "shared");
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
            }
        }
    }

    /// <summary>What is known of a global; null if it is not known to be harmless.</summary>
    public static HarmlessGlobal? Find(string module, string name) => s_entries.Value.GetValueOrDefault(GlobalKey.Of(module, name));

    private static Dictionary<string, HarmlessGlobal> Parse()
    {
        var found = new Dictionary<string, HarmlessGlobal>(2048, StringComparer.Ordinal);
        foreach (var (module, name, known) in All) found.Add(GlobalKey.Of(module, name), known);
        return found;
    }

    // A row that is too long for a line goes on in the next one, indented.
    private static string[] Rows(string entries) =>
        entries.Replace("\n    ", " ", StringComparison.Ordinal)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static GlobalUse Use(string word) => word switch
    {
        "name" => GlobalUse.Name,
        "operand" => GlobalUse.Operand,
        "value" or "shared" => GlobalUse.Value,
        _ => throw new InvalidOperationException(word),
    };
}
