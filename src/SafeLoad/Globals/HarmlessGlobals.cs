using System.Collections.Frozen;

namespace SafeLoad.Globals;

/// <summary>Globals that are not on PyTorch's list and do nothing but hold data: exact pairs, how each may be used, and why it is harmless.</summary>
internal static class HarmlessGlobals
{
    // use module: names # reason. The names are those of Python 3; GlobalAliases maps what Python 2 calls the module.
    private const string Entries = """
        call builtins: list dict tuple int float str bytes bool slice range frozenset object # a builtin type that holds data
        call collections: defaultdict deque # a container of the standard library
        call numpy.core.multiarray: _reconstruct scalar # rebuilds a NumPy array or scalar from bytes
        call numpy._core.multiarray: _reconstruct scalar # rebuilds a NumPy array or scalar from bytes
        call numpy.core.numeric: _frombuffer # rebuilds a NumPy array from a buffer
        call numpy._core.numeric: _frombuffer # rebuilds a NumPy array from a buffer
        call numpy: ndarray dtype float64 float32 float16 int64 int32 int16 int8 uint8 uint16 uint32 uint64 bool_ complex64 complex128 # a NumPy type
        call datetime: datetime date time timedelta timezone # a date or time
        call pathlib: PosixPath WindowsPath Path PurePosixPath PureWindowsPath PurePath # a path as text
        call argparse: Namespace # a bag of attributes
        call decimal: Decimal # a number
        call fractions: Fraction # a number
        call uuid: UUID # an identifier
        """;

    private static readonly Lazy<FrozenDictionary<string, HarmlessGlobal>> s_entries = new(static () => Parse(Entries));

    /// <summary>What is known of a global; null if it is not known to be harmless.</summary>
    public static HarmlessGlobal? Find(string module, string name) => s_entries.Value.GetValueOrDefault(GlobalKey.Of(module, name));

    private static FrozenDictionary<string, HarmlessGlobal> Parse(string entries)
    {
        var found = new Dictionary<string, HarmlessGlobal>(StringComparer.Ordinal);
        foreach (string line in entries.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int space = line.IndexOf(' ', StringComparison.Ordinal), colon = line.IndexOf(':', StringComparison.Ordinal), hash = line.IndexOf('#', StringComparison.Ordinal);
            var entry = new HarmlessGlobal(Enum.Parse<GlobalUse>(line[..space], ignoreCase: true), line[(hash + 1)..].Trim());
            foreach (string name in line[(colon + 1)..hash].Split(' ', StringSplitOptions.RemoveEmptyEntries)) found.Add(GlobalKey.Of(line[(space + 1)..colon], name), entry);
        }
        return found.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
