using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>Classes whose own code believes their state, or goes through it: the form in which honest pickles have it, by class.</summary>
internal static class StateForms
{
    // Of an exception; no honest one has nearly as many.
    private const int MostAttributes = 64;

    // torch/csrc/jit/python/script_init.cpp: the state is what the class reads, and the class's name.
    private static readonly HashSet<string> s_packed = new(StringComparer.Ordinal)
    {
        "__torch__.torch.classes.quantized.LinearPackedParamsBase", "__torch__.torch.classes.quantized.Conv2dPackedParamsBase",
        "__torch__.torch.classes.quantized.Conv3dPackedParamsBase", "__torch__.torch.classes.quantized.EmbeddingPackedParamsBase",
        "__torch__.torch.classes.sparse.LinearPackedParamsBase", "__torch__.torch.classes.rnn.CellParamsBase",
    };

    // Of which classes, whether a state is one of theirs, and what is wrong with any other.
    private static readonly (Func<PyGlobal, bool> Has, Func<PyValue, bool> IsHonest, string Problem)[] s_forms =
    [
        // Objects/exceptions.c, BaseException_setstate: each entry is set as an attribute, and args becomes a tuple of what it is given.
        (Callables.IsException, HasPlainArguments, "its state gives it arguments, which are gone through by their own methods"),
        // The class's own __setstate__ is called, and any class that is registered can be named.
        (static type => type is { Module: "torch", Name: "ScriptObject" }, static state => state.RawReference is PyTuple { Count: 2 } script
            && script[1].Is(PyKind.Str) && s_packed.Contains(script[1].AsString()), "its state is none of a packed weight's"),
        // torch/utils/hooks.py: the class goes on counting from the number of this one, which infinity would end for all hooks.
        (static type => type is { Module: "torch.utils.hooks", Name: "RemovableHandle" },
            static state => state.RawReference is PyTuple { Count: 2 or 3 } handle && handle[1].Is(PyKind.Int),
            "its state has no number of a hook, from which all hooks are counted on"),
        // pandas/core/arrays/arrow/array.py: __setstate__ goes through what it is given, by its own methods.
        (static type => type.Name.StartsWith("Arrow", StringComparison.Ordinal)
                && type.Module.StartsWith("pandas.", StringComparison.Ordinal),
            static state => state.RawReference is PyDict attributes && IsOfArrow(attributes, "_pa_array") && IsOfArrow(attributes, "_data"),
            "its state has no array of Arrow, and it goes through what it has"),
        (GeneratorStates.Has, GeneratorStates.IsHonest, "its state is none that NumPy writes: it believes the position, and reads there"),
        // xgboost before 1.1, sklearn.py, XGBModel.__getstate__ and __setstate__: what stands for the booster and is none is the name of a
        // file, or of a place in the net, that a booster is read from.
        (static type => type.Module == "xgboost.sklearn", HasBooster,
            "its state has no booster, but what versions before 1.1 open as a file"),
    ];

    /// <summary>BUILD on an object of a class.</summary>
    public static void Check(PyGlobal type, PyValue state, ReadingBuilder seen, CheckpointLocation at)
    {
        foreach (var (has, isHonest, problem) in s_forms)
        {
            if (has(type) && !isHonest(state)) CallRules.ReportUse(type, problem, seen, at);
        }
    }

    private static bool HasPlainArguments(PyValue state)
    {
        if (state.RawReference is not PyDict attributes) return state.RawReference is not PyObject;
        if (attributes.Count > MostAttributes) return false;
        foreach (var (name, value) in attributes)
        {
            if (name.RawReference is PyObject) return false;
            if (name.Is(PyKind.Str) && name.AsBytes().SequenceEqual("args"u8) && value.RawReference is PyObject or PyGlobal) return false;
        }
        return true;
    }

    private static bool IsOfArrow(PyDict attributes, string name) => !attributes.TryGetValue(name, out PyValue array)
        || (array.RawReference is PyObject made && Callables.ClassOf(made) is { Module: "pyarrow.lib" });

    // It pickles the booster's bytes as a bytearray, later versions the booster itself.
    private static bool HasBooster(PyValue state) => state.RawReference is PyDict attributes
        && (!attributes.TryGetValue("_Booster", out PyValue booster) || booster.IsNone || booster.Is(PyKind.ByteArray)
            || (booster.RawReference is PyObject made && Callables.ClassOf(made) is { } type
                && (type.Module == "xgboost.core" || Callables.RealName(type) == "builtins.bytearray")));
}
