using System.Collections.Frozen;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary>
/// The opt-in sets: what each of their globals means. Exact pairs, each with an own implementation that only makes data; an entry is a
/// security decision, as on <see cref="Globals.AllowedGlobals"/>.
/// </summary>
internal static class GlobalSetTable
{
    /// <summary>The classes of a distributed checkpoint's <c>.metadata</c>. Nobody can opt into it: it is on for that one pickle and for no other.</summary>
    public const GlobalSets Dcp = (GlobalSets)(1 << 30);

    /// <summary>The sets that a caller may opt into.</summary>
    public const GlobalSets Selectable = GlobalSets.Numpy | GlobalSets.Python | GlobalSets.OldTorch;

    private static readonly FrozenDictionary<(string, string), (GlobalSets Set, PyValue Meaning)> s_meanings = Build().ToFrozenDictionary();

    /// <summary>Every set, and the names that are data only where all objects are.</summary>
    public const GlobalSets Everything = GlobalSets.Numpy | GlobalSets.Python | GlobalSets.OldTorch | InertOnly;

    // Not for callers to choose: TorchScript's type tags come with code, and _rebuild_from_type calls what it is given.
    private const GlobalSets InertOnly = (GlobalSets)0x100;

    /// <summary>The meaning of a name (after Globals.GlobalAliases) in the sets that are on; null if it is in none of them.</summary>
    public static PyValue? Find((string Module, string Name) name, GlobalSets sets) =>
        s_meanings.TryGetValue(name, out var entry) && (entry.Set & sets) != 0 ? entry.Meaning : null;

    /// <summary>The set that a caller can opt into for a name.</summary>
    public static GlobalSets SetOf((string Module, string Name) name) => s_meanings.GetValueOrDefault(name).Set & Selectable;

    /// <summary>Every entry that a caller can opt into.</summary>
    public static IEnumerable<(GlobalSets Set, string Module, string Name)> All =>
        s_meanings.Where(static pair => (pair.Value.Set & Selectable) != 0).Select(static pair => (pair.Value.Set & Selectable, pair.Key.Item1, pair.Key.Item2));

    private static Dictionary<(string, string), (GlobalSets, PyValue)> Build()
    {
        var table = new Dictionary<(string, string), (GlobalSets, PyValue)>();
        // NumPy 2 moved numpy.core to numpy._core; both spellings occur.
        foreach (string core in (string[])["numpy.core", "numpy._core"])
        {
            Add(GlobalSets.Numpy, new Reconstruct(core + ".multiarray"), new NumpyScalar(core + ".multiarray"), new FromBuffer(core + ".numeric"));
        }
        Add(GlobalSets.Numpy, new NumpyDTypeCall());
        AddName(GlobalSets.Numpy, "numpy", "ndarray");

        Add(GlobalSets.Python, new DateTimeCall("datetime", 10), new DateTimeCall("date", 4), new DateTimeCall("time", 6), new TimeDeltaCall(), new TimeZoneCall());
        foreach (string path in (string[])["PosixPath", "WindowsPath", "Path", "PurePosixPath", "PureWindowsPath", "PurePath"])
        {
            // Python 3.13 moved the classes to pathlib._local and 3.14 back.
            Add(GlobalSets.Python | Dcp, new PathCall("pathlib", path), new PathCall("pathlib._local", path));
        }
        Add(GlobalSets.Python, new NamespaceCall(), new DefaultDictCall(), new DequeCall(), new DecimalCall(), new FractionCall(), new UuidCall(), new FrozenSetCall(), new SliceCall("slice"), new SliceCall("range"), new BytesCall(), new LoadFromBytes());
        // As names only: factories of defaultdict, and classes that checkpoints mention.
        foreach (string type in (string[])["list", "dict", "tuple", "int", "float", "str", "bool", "object"]) AddName(GlobalSets.Python, "builtins", type);

        Add(GlobalSets.OldTorch, new Variable("torch.autograd.variable", "Variable"), new Variable("torch.autograd", "Variable"), new ThnnBackend(), new RebuildSparseCsrTensor(), new OldParameter());
        Add(InertOnly, new RebuildFromType());
        foreach (string tag in (string[])["build_intlist", "build_doublelist", "build_boollist", "build_tensorlist", "restore_type_tag"]) Add(InertOnly, new ScriptTag(tag));
        AddStorage("torch", "UntypedStorage");
        AddStorage("torch.storage", "_UntypedStorage");
        foreach (var (module, name) in DcpRecord.Classes) Add(Dcp, new DcpRecord(module, name));
        return table;

        void Add(GlobalSets set, params RebuildFunction[] functions)
        {
            foreach (RebuildFunction function in functions) table.Add((function.Module, function.Name), (set, new PyValue(new PyGlobal(function.Module, function.Name, function))));
        }

        void AddName(GlobalSets set, string module, string name) => table.Add((module, name), (set, new PyValue(new PyGlobal(module, name))));

        void AddStorage(string module, string name) => table.Add((module, name), (GlobalSets.OldTorch, new PyValue(new PyGlobal(module, name, new StorageClass(DType.UInt8, IsUntyped: true)))));
    }
}
