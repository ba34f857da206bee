using SafeLoad.Diagnostics;
using SafeLoad.Globals;
using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>
/// What functions that are safe to call do with their arguments beyond keeping them: set them as attributes or hooks, make an instance of
/// them, go through them by their own methods.
/// </summary>
/// <param name="attributes">What is known of the dicts of this content.</param>
internal sealed class ArgumentRules(AttributeRules attributes)
{
    // Which argument PyTorch sets as the hooks of a tensor, and which as its state. torch/_utils.py, torch/_tensor.py.
    private static readonly Dictionary<string, (int Hooks, int State)> s_tensors = new(StringComparer.Ordinal)
    {
        ["torch._utils._rebuild_tensor_v2"] = (5, -1), ["torch._utils._rebuild_tensor_v3"] = (5, -1),
        ["torch._utils._rebuild_qtensor"] = (6, -1), ["torch._utils._rebuild_parameter"] = (2, -1),
        ["torch._utils._rebuild_parameter_with_state"] = (2, 3), ["torch._tensor._rebuild_from_type_v2"] = (-1, 3),
    };

    // They set attributes from a dict, or from pairs, that they are given: SimpleNamespace since Python 3.13.
    private static readonly HashSet<string> s_setters = new(StringComparer.Ordinal)
    {
        "types.SimpleNamespace", "ultralytics.utils.IterableSimpleNamespace", "ultralytics.yolo.utils.IterableSimpleNamespace",
    };

    // They go through what they are given by its own methods: __iter__, keys, __str__, __index__, __float__.
    private static readonly HashSet<string> s_converters = new(StringComparer.Ordinal)
    {
        "builtins.list", "builtins.dict", "builtins.tuple", "builtins.int", "builtins.float", "builtins.complex", "builtins.str",
        "builtins.bytes", "builtins.bytearray", "builtins.range", "builtins.set", "builtins.frozenset", "collections.OrderedDict",
        "collections.Counter", "collections.defaultdict", "collections.deque", "array.array", "decimal.Decimal", "fractions.Fraction",
        "itertools.count", "torch.Size", "torch.fx.immutable_collections.immutable_list",
        "torch.fx.immutable_collections.immutable_dict", "nltk.probability.FreqDist", "random.Random",
    };

    /// <summary>A call, and what it gives.</summary>
    public void Check(PyGlobal function, PyTuple arguments, PyReference? result, ReadingBuilder seen, CheckpointLocation at)
    {
        if (arguments.Count == 0) return;
        string name = Callables.RealName(function);
        if (s_tensors.TryGetValue(name, out var roles))
        {
            if (roles.Hooks >= 0 && roles.Hooks < arguments.Count) attributes.SetTensorHooks(arguments[roles.Hooks], seen, at);
            if (roles.State >= 0 && roles.State < arguments.Count) attributes.SetState(null, arguments[roles.State], seen, at);
        }
        if (s_setters.Contains(name) || function.Module == "transformers.modeling_outputs") SetAll(arguments, seen, at);
        if (result is PyObject made && Callables.IsMapping(made)) attributes.Copied(made, arguments[^1], seen, at);
        if (s_converters.Contains(name)) CheckConverted(function, arguments, seen, at);
        // What a range pickles; that the three are numbers is the loader's check.
        if (function.Name == "xrange" && arguments.Count != 3)
            CallRules.ReportUse(function, "it is not given start, end and step", seen, at);
        int type = Callables.ClassArgument(function);
        if (type >= 0 && type < arguments.Count) CheckClass(function, arguments[type], seen, at);
        if (name.StartsWith("copyreg.", StringComparison.Ordinal)) CheckReconstructed(name, arguments, result, seen, at);
        // A tensor is made one of a class without calling the class.
        if (name is "torch._tensor._rebuild_from_type_v2" && arguments.Count > 1) CallRules.ReportComputed(arguments[1], seen, at);
        if (name is "torch._utils._rebuild_wrapper_subclass") CallRules.ReportComputed(arguments[0], seen, at);
    }

    // copyreg._reconstructor(type, base, state): base.__new__(type, state) and base.__init__(object, state); __newobj_ex__(type, args,
    // keywords).
    private void CheckReconstructed(string name, PyTuple arguments, PyReference? result, ReadingBuilder seen, CheckpointLocation at)
    {
        if (name is "copyreg.__newobj_ex__" && arguments.Count > 2)
        {
            CallRules.CheckNew(arguments[0], arguments[2], seen, at);
            attributes.SetAttributes(arguments[2], seen, at);
        }
        if (name is not "copyreg._reconstructor" || arguments.Count < 3) return;
        if (arguments[1].RawReference is PyGlobal type) CallRules.CheckUse(type, GlobalUse.Value, $"{name} calls it", seen, at);
        else CallRules.ReportComputed(arguments[1], seen, at);
        if (arguments[2].RawReference is PyObject && Callables.CanBeCalled(arguments[2]))
            CallRules.ReportComputed(arguments[2], seen, at);
        if (result is null) return;
        attributes.Copied(result, arguments[2], seen, at);
        attributes.HasItemsAsAttributes(result, seen, at);
    }

    private void SetAll(PyTuple arguments, ReadingBuilder seen, CheckpointLocation at)
    {
        foreach (PyValue argument in arguments.Items)
        {
            if (argument.RawReference is PyList or PyTuple or PySet)
            {
                attributes.Copied(argument.RawReference, argument, seen, at);
                attributes.HasItemsAsAttributes(argument.RawReference, seen, at);
            }
            else if (argument.RawReference is PyDict || (argument.RawReference is PyObject map && Callables.IsMapping(map)))
                attributes.SetAttributes(argument, seen, at);
        }
    }

    private static void CheckConverted(PyGlobal function, PyTuple arguments, ReadingBuilder seen, CheckpointLocation at)
    {
        // The factory of a defaultdict is judged as what is called.
        for (int i = function.Name == "defaultdict" ? 1 : 0; i < arguments.Count; i++)
        {
            if (arguments[i].RawReference is not PyObject || !Callables.CanBeCalled(arguments[i])) continue;
            seen.Add(Finding.Of(DiagnosticId.ComputedCall,
                $"{Printable.Escape(function.FullName)} goes through an object by the object's own methods", at, function.FullName));
        }
    }

    private static void CheckClass(PyGlobal function, PyValue type, ReadingBuilder seen, CheckpointLocation at)
    {
        if (type.RawReference is PyGlobal global)
            CallRules.CheckUse(global, GlobalUse.Operand, $"{function.FullName} makes an object of it", seen, at);
        else if (type.RawReference is PyObject) CallRules.ReportComputed(type, seen, at);
    }
}
