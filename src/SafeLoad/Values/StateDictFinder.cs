using SafeLoad.Common;
using SafeLoad.Tensors;

namespace SafeLoad.Values;

/// <summary>Finds the weights in what was saved and gives them dotted names.</summary>
internal static class StateDictFinder
{
    // Under these keys training scripts keep the weights, the likeliest first.
    private static readonly string[] s_keys =
    [
        "state_dict", "model_state_dict", "model", "weights", "net", "network", "module", "params", "model_weights", "model_state", "net_state_dict",
        "ema", "ema_state_dict", "state_dict_ema", "model_ema", "params_ema", "generator", "g_ema", "encoder", "state",
    ];

    public static StateDict Find(PyValue root, string? key, Budget budget, string? file)
    {
        var (path, value) = Locate(root, key);
        StateDict found = Of(value, path, budget, file);
        return key is null || found.Count > 0 ? found : throw new KeyNotFoundException($"The checkpoint's entry '{key}' holds no tensors.");
    }

    /// <summary>Where the weights stand, and what stands there.</summary>
    /// <param name="root">What was saved.</param>
    /// <param name="key">The entry that holds them, with dots; null to find it.</param>
    public static (string Path, PyValue Value) Locate(PyValue root, string? key)
    {
        if (key is null) return Guess(root);
        PyValue value = root;
        foreach (string part in PartsOf(key, root)) value = Entry(value, part, key);
        return (key, value);
    }

    /// <summary>The tensors of a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="budget">What names may cost.</param>
    /// <param name="file">What errors call the file.</param>
    public static StateDict Of(PyValue value, string path, Budget budget, string? file)
    {
        var entries = new List<KeyValuePair<string, TensorInfo>>();
        var byName = new Dictionary<string, TensorInfo>(StringComparer.Ordinal);
        foreach (var (name, tensor) in Flatten(value, budget, file))
        {
            if (!byName.TryAdd(name, tensor)) throw Throw.DuplicateTensorName(name, file);
            entries.Add(new(name, tensor));
        }
        return new StateDict(path, entries, byName);
    }

    private static (string Path, PyValue Value) Guess(PyValue root)
    {
        // One dict can stand under all keys: it is looked through once.
        var seen = new HashSet<PyReference>(ReferenceEqualityComparer.Instance);
        if (root.RawReference is not PyDict dict || HoldsWeights(root, seen)) return ("", root);
        foreach (string key in s_keys)
        {
            if (!dict.TryGetValue(key, out PyValue value)) continue;
            if (HoldsWeights(value, seen)) return (key, value);
            // Some wrap once more, and no deeper: {'model': {'state_dict': {...}}}.
            if (value.RawReference is not PyDict outer) continue;
            foreach (string inner in s_keys)
            {
                if (outer.TryGetValue(inner, out PyValue wrapped) && HoldsWeights(wrapped, seen)) return (key + "." + inner, wrapped);
            }
        }
        return ("", root);
    }

    private static bool HoldsWeights(PyValue value, HashSet<PyReference> seen) =>
        value.RawReference is PyDict dict ? seen.Add(dict) && HasTensor(dict) : value.RawReference is PyObject inert && ModuleState.IsModule(inert);

    private static bool HasTensor(PyDict dict)
    {
        for (int i = 0; i < dict.Count; i++)
        {
            if (dict.At(i).Value.Is(PyKind.Tensor)) return true;
        }
        return false;
    }

    // The whole key if there is such an entry, else its parts between the dots.
    private static string[] PartsOf(string key, PyValue root) => root.RawReference is PyDict dict && dict.TryGetValue(key, out _) ? [key] : key.Split('.');

    private static PyValue Entry(PyValue value, string part, string key)
    {
        PyValue entry = default;
        bool isThere = value.RawReference switch
        {
            PyDict dict => dict.TryGetValue(part, out entry),
            PyObject inert => (inert.Entries?.TryGetValue(part, out entry) ?? false) || inert.TryGetAttribute(part, out entry),
            IReadOnlyList<PyValue> items when int.TryParse(part, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int index) && index < items.Count => (entry = items[index]).Kind >= 0,
            _ => false,
        };
        return isThere ? entry : throw new KeyNotFoundException($"The checkpoint has no entry '{key}'.");
    }

    // Depth first in file order, without recursion; a container inside of itself is not entered again.
    private static IEnumerable<(string Name, TensorInfo Tensor)> Flatten(PyValue root, Budget budget, string? file)
    {
        if (root.RawReference is PyTensor single)
        {
            yield return ("", single.Info);
            yield break;
        }
        var open = new Stack<Level>();
        var entered = new HashSet<PyReference>(ReferenceEqualityComparer.Instance);
        var lister = new ObjectMembers(budget, new CheckpointLocation(file));
        if (IsToEnter(root)) open.Push(new Level("", Contents(root)));
        while (open.TryPeek(out Level? level))
        {
            int at = level.Next++;
            if (at >= CountOf(level.Container))
            {
                open.Pop();
                continue;
            }
            PyValue value = ItemOf(level.Container, at);
            if (value.RawReference is PyTensor tensor) yield return (NameOf(level, at), tensor.Info);
            else if (IsToEnter(value)) open.Push(new Level(NameOf(level, at), Contents(value)));
        }

        // Names grow with depth: what nobody can read is not worth quadratic memory.
        bool IsToEnter(PyValue value) => open.Count < 100 && value.RawReference is PyDict or PyList or PyTuple or PyObject && entered.Add(value.RawReference);

        // Of a whole module its state dict, and the constants of a program only where it has nothing else.
        PyReference Contents(PyValue value)
        {
            if (value.RawReference is not PyObject inert) return value.RawReference!;
            var members = new PyDict();
            bool isModule = ModuleState.IsModule(inert);
            foreach (var (step, member) in lister.Of(inert))
            {
                if (isModule && step.Kind != ValueStepKind.Key && members.Count > 0) continue;
                members.Add(step.Kind == ValueStepKind.Index ? PyValue.FromInt(step.Index) : step.Key, member);
            }
            return members;
        }

        // A name repeats the keys above it: one key of a megabyte over many small values would make gigabytes of names.
        string NameOf(Level level, int at)
        {
            string name = KeyOf(level.Container, at);
            budget.ChargeCopy(2L * (level.Prefix.Length + name.Length), new CheckpointLocation(file));
            return level.Prefix.Length == 0 ? name : level.Prefix + "." + name;
        }
    }

    private static int CountOf(PyReference container) => container switch
    {
        PyDict dict => dict.Count,
        PyList list => list.Count,
        PyTuple tuple => tuple.Count,
        _ => 0,
    };

    private static PyValue ItemOf(PyReference container, int index) => container switch
    {
        PyDict dict => dict.At(index).Value,
        PyList list => list[index],
        PyTuple tuple => tuple[index],
        _ => throw new InvalidOperationException(),
    };

    private static string KeyOf(PyReference container, int index) =>
        container is PyDict dict ? KeyText(dict.At(index).Key) : index.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string KeyText(PyValue key) => key.Is(PyKind.Str) ? key.AsString() : key.ToString();

    private sealed class Level(string prefix, PyReference container)
    {
        public string Prefix { get; } = prefix;

        public PyReference Container { get; } = container;

        public int Next { get; set; }
    }
}
