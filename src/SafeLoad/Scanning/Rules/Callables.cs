using SafeLoad.Formats.Pickles;
using SafeLoad.Globals;
using SafeLoad.Loading;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>Which values of a pickle could be called by somebody later, and what an object is an instance of.</summary>
internal static class Callables
{
    /// <summary>The module of what PyTorch's functions give several tensors in.</summary>
    public const string StructuresOfTensors = "torch.return_types";

    private static readonly HashSet<string> s_mappings = new(StringComparer.Ordinal)
    {
        "builtins.dict", "collections.OrderedDict", "collections.Counter", "collections.defaultdict",
        "torch.fx.immutable_collections.immutable_dict", "nltk.probability.FreqDist",
    };

    // Their append, extend and add are C's own, which no state changes.
    private static readonly HashSet<string> s_lists = new(StringComparer.Ordinal)
    {
        "builtins.list", "builtins.set", "builtins.frozenset", "collections.deque", "array.array",
        "pandas.core.indexes.frozen.FrozenList", "pandas.api.typing.FrozenList",
    };

    // Subclasses of dict: their __setitem__ is C's own, or was read: it sets the item, and an attribute of its name.
    private static readonly HashSet<string> s_dicts = new(StringComparer.Ordinal)
    {
        "sklearn.utils.Bunch", "sklearn.utils._bunch.Bunch", "sklearn.datasets.base.Bunch", "sklearn.utils.deprecation.DeprecationDict",
        "scipy._lib._util._RichResult", "scipy.integrate._ivp.ivp.OdeResult", "scipy.integrate._bvp.BVPResult",
        "scipy.optimize._zeros_py.RootResults", "scipy.optimize._optimize.OptimizeResult", "scipy.optimize.optimize.OptimizeResult",
        "easydict.EasyDict", "addict.Dict", "addict.addict.Dict", "munch.Munch", "yacs.config.CfgNode", "fvcore.common.config.CfgNode",
        "detectron2.config.config.CfgNode",
    };

    // Hooks of modules that honest files hold: objects whose __call__ was read, and which hold names, numbers, tensors and each other.
    private static readonly HashSet<string> s_hookModules = new(StringComparer.Ordinal)
    {
        "torch.nn.utils.weight_norm", "torch.nn.utils.spectral_norm", "torch.nn.utils.prune",
    };

    // pandas/compat/pickle_compat.py, load_reduce: where NumPy refuses the class, since it is none of arrays any more, pandas makes an
    // object of it.
    private static int ClassArgument(PyGlobal function, PyTuple arguments) =>
        function.Name == "_reconstruct" && arguments.Count > 0 && arguments[0].RawReference is PyGlobal type
        && (type.Module == "pandas" || type.Module.StartsWith("pandas.", StringComparison.Ordinal)) && ArgumentUse.Of(function).MakesArray
            ? 0 : ClassArgument(function);

    /// <summary>Which argument of a call is the class that an instance is made of; -1 if it is no such function.</summary>
    public static int ClassArgument(PyGlobal function) =>
        ClassArguments.Of(RealName(function)) is { Makes: true } made ? made.First : -1;

    /// <summary>What an object is an instance of, or which function gave it; null if that is no name.</summary>
    public static PyGlobal? ClassOf(PyObject inert)
    {
        if (inert.Callable.RawReference is not PyGlobal global) return null;
        return inert.Arguments.RawReference is PyTuple arguments && ClassArgument(global, arguments) is >= 0 and var index
            && index < arguments.Count && arguments[index].RawReference is PyGlobal made ? made : global;
    }

    /// <summary>Whether a value is, or may be, something that can be called: a class, a function, an object of a class that may have
    /// <c>__call__</c>. What has an unknown or dangerous name is reported for that, unless a policy knows it.</summary>
    public static bool CanBeCalled(PyValue value) => value.RawReference switch
    {
        PyGlobal global => IsKnown(global) && !IsConstant(global),
        PyObject inert => ClassOf(inert) is { } made
            ? IsKnown(made) && (!IsAtLeast(made, GlobalUse.Value) || TypeHint.IsAlias(made)) && !JoblibName.IsArray(made.Module, made.Name)
                && !IsData(inert, made)
            : inert.Callable.RawReference is PyObject,
        _ => false,
    };

    /// <summary>Whether a value is one of Python's or NumPy's types of numbers.</summary>
    public static bool IsTypeOfNumbers(PyValue value) => value.RawReference is PyGlobal type
        && (RealName(type) is "builtins.float" or "builtins.complex" or "builtins.int" or "builtins.bool"
            || (type.Module == "numpy" && type.Meaning is JudgedGlobal { Reason: "a type of scalars" }));

    /// <summary>Whether a value is an object whose class has a <c>__call__</c>: an attribute that is one may stand for a method.</summary>
    public static bool IsCallableObject(PyValue value) => value.RawReference is PyObject inert && CanBeCalled(value)
        && (ClassOf(inert) is not { } type || CallableObjects.Has(type.Module));

    /// <summary>Whether a value is a class, a function or a type hint of one that is not known to be safe to call.</summary>
    public static bool IsUnsafeGlobal(PyValue value) => value.RawReference switch
    {
        PyGlobal global => IsKnown(global) && !IsConstant(global) && !IsKnownMethod(global)
            && (!IsAtLeast(global, GlobalUse.Value) || ArgumentUse.Of(global).Calls),
        PyObject hint when TypeHint.Origin(hint) is { } origin =>
            origin.RawReference is PyGlobal global ? !IsAtLeast(global, GlobalUse.Value) : CanBeCalled(origin),
        _ => false,
    };

    /// <summary>Whether a value can be called and is not known to be safe to call as a hook of a module.</summary>
    public static bool IsUnsafe(PyValue value) => value.RawReference switch
    {
        PyGlobal => IsUnsafeGlobal(value),
        PyObject inert => CanBeCalled(value) && !IsHookWrapper(inert) && !IsHook(inert),
        _ => false,
    };

    /// <summary>Whether an object is a hook that is safe to call as long as it holds nothing else that can be called.</summary>
    public static bool IsHook(PyObject inert) => ClassOf(inert) is { } made && s_hookModules.Contains(made.Module);

    /// <summary>Whether an object calls the hook that its state has, and nothing else.</summary>
    public static bool IsHookWrapper(PyObject inert) =>
        ClassOf(inert) is { Module: "torch.nn.modules.module", Name: "_WrappedHook" };

    /// <summary>Whether an object is a dict that a call makes: nothing but its entries.</summary>
    public static bool IsMapping(PyObject inert) => inert.Callable.RawReference is PyGlobal global && ArgumentUse.Of(global).Copies;

    /// <summary>Whether a class is a dict that a call makes.</summary>
    public static bool IsMapping(PyGlobal type) => s_mappings.Contains(RealName(type));

    /// <summary>Whether an object is a tuple that a call makes: as a state it can be one of attributes and slots, and honest pickles
    /// have an opcode for those.</summary>
    public static bool IsTuple(PyObject inert) => ClassOf(inert) is { } type && (RealName(type) is "builtins.tuple"
        || type.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Harmless } judged
            && judged.Reason.StartsWith("a named tuple", StringComparison.Ordinal));

    /// <summary>Whether NEWOBJ keeps each of its arguments as an item, and does nothing else with them.</summary>
    /// <remarks>collections/__init__.py, <c>namedtuple</c>. Not so a tuple itself and C's structures, which go through their first
    /// argument (Objects/tupleobject.c, <c>tuple_new</c>; Objects/structseq.c, <c>structseq_new_impl</c>), and what has a
    /// <c>__new__</c> of its own: sklearn/gaussian_process/kernels.py, <c>Hyperparameter</c>; torch/nn/utils/rnn.py,
    /// <c>PackedSequence</c>.</remarks>
    public static bool KeepsItems(PyObject inert) => IsTuple(inert) && ClassOf(inert) is { } type && RealName(type) != "builtins.tuple"
        && type.Module != StructuresOfTensors && type.Name is not ("Hyperparameter" or "PackedSequence" or "PackedSequence_");

    /// <summary>Whether objects of a class are pickled with keywords: tuples that have attributes beside their items, symbols of which
    /// something is assumed.</summary>
    /// <remarks>scipy/_lib/_bunch.py, <c>_make_tuple_bunch</c>: of keywords of other names <c>__new__</c> makes an exception, and it
    /// updates <c>__dict__</c> with those that it knows. sympy/core/symbol.py, <c>Symbol.__new__</c>: it makes switches of them.</remarks>
    public static bool TakesKeywords(PyGlobal type) => type.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Harmless } judged
        && judged.Reason.EndsWith(HarmlessGlobals.WithKeywords, StringComparison.Ordinal);

    /// <summary>Whether objects of a class are pickled with texts or numbers for its <c>__new__</c>, which was read.</summary>
    public static bool TakesArguments(PyGlobal type) => type.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Harmless } judged
        && judged.Reason.Contains(HarmlessGlobals.WithArguments, StringComparison.Ordinal);

    /// <summary>Whether items are appended to an object of this class by C code alone.</summary>
    public static bool IsList(PyGlobal type) => s_lists.Contains(RealName(type));

    /// <summary>Whether items are set on an object of this class by code that is known to call nothing else of it. Any other class may
    /// have written its own: pickle itself sets items on dicts alone.</summary>
    public static bool IsDict(PyGlobal type) =>
        IsMapping(type) || s_dicts.Contains(RealName(type)) || type.Module == "transformers.modeling_outputs";

    /// <summary>Whether an object has no items that could become attributes: an array, a tensor, a number, a storage, and what pandas
    /// says of the elements of its arrays.</summary>
    public static bool IsData(PyObject inert) => !(ClassOf(inert) is { } made && IsMapping(made))
        && (!CanBeCalled(new PyValue(inert)) || (ClassOf(inert) is { } type && IsElementType(type)));

    /// <summary>Whether a class is one of pandas' types of elements.</summary>
    public static bool IsElementType(PyGlobal type) =>
        type.Module is "pandas.core.dtypes.dtypes" or "pandas" && type.Name.EndsWith("Dtype", StringComparison.Ordinal);

    /// <summary>Whether an object that is made of a class with arguments is one that others hold too, found by them.</summary>
    public static bool IsLookedUp(PyGlobal type) => IsElementType(type)
        || (type.Name == "finfo" && RealName(type) is "numpy.finfo" or "numpy._core.getlimits.finfo" or "numpy.core.getlimits.finfo");

    /// <summary>Whether a class is one of exceptions; warnings are.</summary>
    public static bool IsException(PyGlobal type) => type.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Harmless } judged
        && (type.Module == "exceptions" || judged.Reason.StartsWith("an exception as a value", StringComparison.Ordinal)
            || judged.Reason.StartsWith("a category of warnings", StringComparison.Ordinal));

    /// <summary>Whether a class is an enumeration.</summary>
    public static bool IsEnumeration(PyGlobal owner) =>
        owner.Meaning is JudgedGlobal { IsShared: true, Reason: HarmlessGlobals.MemberOfEnumeration };

    // What a function gives that is called in its honest form alone: a storage, flags, a member of an enumeration. Any other form has been
    // reported.
    private static bool IsData(PyObject made, PyGlobal function) => function.IsWatched && (function.Name is "_load_from_bytes" or "or_"
        || (function.Name == "getattr" && made.Arguments.RawReference is PyTuple { Count: > 0 } given
            && given[0].RawReference is PyGlobal owner && IsEnumeration(owner)));

    /// <summary>Whether a value is a text that a call of <c>str</c> makes: the pickle does not say which.</summary>
    public static bool IsMadeText(PyValue value) =>
        value.RawReference is PyObject made && ClassOf(made) is { } type && RealName(type) == "builtins.str";

    /// <summary>The first word of a global's module.</summary>
    public static string LibraryOf(PyGlobal global) =>
        global.Module.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? global.Module[..dot] : global.Module;

    /// <summary>The name that Python 3 looks up.</summary>
    public static string RealName(PyGlobal global)
    {
        if (global.RealName is { } known) return known;
        var (module, name) = GlobalAliases.Resolve(global.Module, global.Name);
        return global.RealName = module + "." + name;
    }

    /// <summary>Whether a global may be used so without anything to fear.</summary>
    public static bool IsAtLeast(PyGlobal global, GlobalUse use) => global.Meaning is JudgedGlobal judged
        && (judged.Judgement == GlobalJudgement.Allowed || (judged.Judgement == GlobalJudgement.Harmless && judged.Use >= use));

    /// <summary>Whether a class or function has been reported for its name alone.</summary>
    public static bool IsReported(PyGlobal global) =>
        global.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Unknown or GlobalJudgement.Dangerous };

    private static bool IsKnown(PyGlobal global) =>
        global.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Allowed or GlobalJudgement.Harmless };

    private static bool IsKnownMethod(PyGlobal global) => global.Meaning is JudgedGlobal { Reason: KnownMethods.Reason };

    private static bool IsConstant(PyGlobal global) => global.Meaning is JudgedGlobal { Reason: HarmlessGlobals.Constant }
        || (global.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Allowed }
            && AllowedGlobals.Find(global.Module, global.Name)?.Meaning is PyConstant);
}
