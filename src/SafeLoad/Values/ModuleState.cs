using SafeLoad.Diagnostics;

namespace SafeLoad.Values;

/// <summary>
/// The state dict of a whole module that is kept as data: the names that <c>module.state_dict()</c> would give, in its order. No class is
/// needed for it: every <c>nn.Module</c> keeps its parameters, buffers and children in dicts of the same names.
/// </summary>
/// <remarks>torch/nn/modules/module.py: <c>state_dict</c>, <c>_save_to_state_dict</c>;
/// hooks and overrides of a file's own classes cannot be known. TorchScript's objects (torch/jit/_recursive.py) keep everything in one
/// state, and their code tells parameters from buffers.</remarks>
internal static class ModuleState
{
    private static readonly PyValue s_parameters = PyValue.FromText("_parameters"), s_buffers = PyValue.FromText("_buffers"),
        s_modules = PyValue.FromText("_modules"), s_temporary = PyValue.FromText("_non_persistent_buffers_set");

    /// <summary>Whether an object is a module: it has the dicts that every module has, or it is a TorchScript object.</summary>
    public static bool IsModule(PyObject value) =>
        (Dict(value, s_parameters) is not null && Dict(value, s_modules) is not null)
        || value.Callable.RawReference is PyGlobal { Meaning: ScriptClass }
        || QuantizedState.IsPackedConvolution(value) || Compiled(value) is not null;

    /// <summary>The state dict of a module, of tensors mostly. A module inside of itself is not entered again.</summary>
    /// <param name="module">The module.</param>
    /// <param name="budget">Names repeat the names above them: what they may cost.</param>
    /// <param name="at">What a limit calls the file.</param>
    public static PyDict Of(PyObject module, Budget budget, CheckpointLocation at)
    {
        var result = new PyDict(PyDict.OrderedDictType);
        var open = new Stack<Level>();
        var entered = new HashSet<PyReference>(ReferenceEqualityComparer.Instance);
        Open("", module);
        while (open.TryPeek(out Level? level))
        {
            if (!level.Children.MoveNext())
            {
                open.Pop();
                entered.Remove(level.Module);
                continue;
            }
            var (key, child) = level.Children.Current;
            if (child.IsNone) continue;
            if (child.RawReference is PyObject inner && IsModule(inner)) Open(level.Prefix + TextOf(key) + ".", inner);
            else Add(level.Prefix, key, child);
        }
        return result;

        void Open(string prefix, PyObject entering)
        {
            budget.CheckNesting(open.Count, at);
            budget.ChargeCopy(256 + prefix.Length * 2L, at);
            if (!entered.Add(entering)) return;
            if (ScriptState.Of(entering, budget, at) is { } script)
            {
                foreach (var (name, value) in script.Tensors) Add(prefix, name, value);
                open.Push(new Level(prefix, entering, script.Modules));
                return;
            }
            if (Compiled(entering) is { } compiled)
            {
                open.Push(new Level(prefix, entering,
                    new List<KeyValuePair<PyValue, PyValue>> { new(PyValue.FromText("_orig_mod"), new PyValue(compiled)) }));
                return;
            }
            PyDict? parameters = Dict(entering, s_parameters), buffers = Dict(entering, s_buffers), modules = Dict(entering, s_modules);
            // Also what gives no name costs a look, and many modules can share one dict.
            budget.ChargeCopy(16L * ((parameters?.Count ?? 0) + (buffers?.Count ?? 0) + (modules?.Count ?? 0)), at);
            PySet? temporary = entering.TryGetAttribute(s_temporary, out PyValue set) ? set.RawReference as PySet : null;
            AddAll(prefix, parameters, null);
            AddAll(prefix, buffers, temporary);
            foreach (var (name, value) in QuantizedState.Of(entering)) Add(prefix, PyValue.FromText(name), value);
            open.Push(new Level(prefix, entering, modules ?? []));
        }

        void AddAll(string prefix, PyDict? entries, PySet? without)
        {
            foreach (var (name, value) in entries ?? [])
            {
                if (value.IsNone) continue;
                if (without is null) Add(prefix, name, value);
                else
                {
                    budget.ChargeCopy(64 + name.Length, at);
                    if (!without.Contains(name)) Add(prefix, name, value);
                }
            }
        }

        void Add(string prefix, PyValue key, PyValue value)
        {
            string name = TextOf(key);
            budget.ChargeCopy(64 + 2L * (prefix.Length + name.Length), at);
            result.Add(PyValue.FromText(prefix + name), value);
        }
    }

    /// <summary>An attribute of an object that is a dict, or an object that holds a dict's entries (a subclass of it); else null.</summary>
    private static PyDict? Dict(PyObject value, PyValue name) =>
        !value.TryGetAttribute(name, out PyValue attribute) ? null
        : attribute.RawReference as PyDict ?? (attribute.RawReference as PyObject)?.Entries;

    // torch.compile: a call with the module and how it was compiled (torch/_dynamo/eval_frame.py, OptimizedModule.__reduce__).
    private static PyObject? Compiled(PyObject value) =>
        value.Callable.RawReference is PyGlobal { Name: "OptimizedModule", Module: "torch._dynamo.eval_frame" }
        && value.Arguments.RawReference is PyTuple { Count: > 0 } arguments ? arguments[0].RawReference as PyObject : null;

    private static string TextOf(PyValue name) => name.Is(PyKind.Str) ? name.AsString() : name.ToString();

    private sealed class Level(string prefix, PyObject module, IEnumerable<KeyValuePair<PyValue, PyValue>> children)
    {
        public string Prefix { get; } = prefix;

        public PyObject Module { get; } = module;

        public IEnumerator<KeyValuePair<PyValue, PyValue>> Children { get; } = children.GetEnumerator();
    }
}
