using SafeLoad.Globals;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>What a function does with its arguments beyond keeping them. Found once for each name of a pickle: files call the same few for
/// each tensor.</summary>
internal sealed class ArgumentUse
{
    /// <summary>More than a function of the catalogue takes. A memo makes it cheap to give many again and again, and what is looked
    /// through, or copied, for each call must not cost that.</summary>
    public const int MostArguments = 64;

    // Which argument PyTorch sets as the hooks of a tensor. torch/_utils.py.
    private static readonly Dictionary<string, int> s_hooks = new(StringComparer.Ordinal)
    {
        ["torch._utils._rebuild_tensor_v2"] = 5, ["torch._utils._rebuild_tensor_v3"] = 5, ["torch._utils._rebuild_qtensor"] = 6,
        ["torch._utils._rebuild_parameter"] = 2, ["torch._utils._rebuild_parameter_with_state"] = 2,
    };

    // Which argument it sets as a tensor's state. torch/_utils.py, torch/_tensor.py.
    private static readonly Dictionary<string, int> s_states = new(StringComparer.Ordinal)
    {
        ["torch._utils._rebuild_parameter_with_state"] = 3, ["torch._tensor._rebuild_from_type_v2"] = 3,
    };

    // Whose first argument is to be a tensor: of anything else the method detach is called. torch/nn/parameter.py, Parameter.__new__.
    private static readonly HashSet<string> s_tensors = new(StringComparer.Ordinal)
    {
        "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state", "torch.nn.parameter.Parameter",
        "torch.nn.Parameter", "torch.nn.parameter.Buffer",
    };

    // They set attributes from a dict, or from pairs, that they are given: SimpleNamespace since Python 3.13.
    private static readonly HashSet<string> s_setters = new(StringComparer.Ordinal)
    {
        "types.SimpleNamespace", "ultralytics.utils.IterableSimpleNamespace", "ultralytics.yolo.utils.IterableSimpleNamespace",
    };

    // They go through what they are given by its own methods, __iter__ and keys, and keep its items.
    private static readonly HashSet<string> s_containers = new(StringComparer.Ordinal)
    {
        "builtins.list", "builtins.dict", "builtins.tuple", "builtins.set", "builtins.frozenset", "collections.OrderedDict",
        "collections.Counter", "collections.defaultdict", "collections.deque", "torch.Size",
        "torch.fx.immutable_collections.immutable_list", "torch.fx.immutable_collections.immutable_dict", "nltk.probability.FreqDist",
    };

    // They hash its items.
    private static readonly HashSet<string> s_hashing = new(StringComparer.Ordinal)
    {
        "builtins.set", "builtins.frozenset", "collections.Counter", "nltk.probability.FreqDist",
    };

    // They make a number or a text of it, by __str__, __index__, __float__ or __repr__, also of what is inside.
    private static readonly HashSet<string> s_scalars = new(StringComparer.Ordinal)
    {
        "builtins.bool", "builtins.int", "builtins.float", "builtins.complex", "builtins.str", "builtins.bytes", "builtins.bytearray",
        "builtins.range", "array.array", "decimal.Decimal", "fractions.Fraction", "itertools.count", "random.Random", "pytz._p",
        "time.struct_time",
    };

    // Their constructors go through the second argument. Objects/exceptions.c, SyntaxError_init.
    private static readonly HashSet<string> s_unpacking = new(StringComparer.Ordinal)
    {
        "builtins.SyntaxError", "builtins.IndentationError", "builtins.TabError",
    };

    /// <summary>It calls the function that it is given, which is NumPy's, and sets the state of the array that this makes.</summary>
    public const string JaxArray = "jax._src.array._reconstruct_array";

    private readonly ClassArguments _classes;

    private ArgumentUse(PyGlobal function)
    {
        string name = Callables.RealName(function);
        Hooks = s_hooks.TryGetValue(name, out int hooks) ? hooks : -1;
        State = s_states.TryGetValue(name, out int state) ? state : -1;
        Class = Callables.ClassArgument(function);
        _classes = ClassArguments.Of(name);
        IsTensor = s_tensors.Contains(name);
        Sets = s_setters.Contains(name) || function.Module == "transformers.modeling_outputs";
        Copies = Callables.IsMapping(function);
        bool isScalar = s_scalars.Contains(name);
        Converts = isScalar || s_containers.Contains(name);
        Hashes = s_hashing.Contains(name);
        IsOpened = IsGenerator(function) || s_unpacking.Contains(name);
        IsOther = function.Name == "xrange" || name.StartsWith("copyreg.", StringComparison.Ordinal)
            || TypeHint.IsAlias(function) || IsOpened
            || name is "torch._tensor._rebuild_from_type_v2" or "torch._utils._rebuild_wrapper_subclass" or JaxArray;
        Calls = Class >= 0 || IsGenerator(function)
            || name is "torch._tensor._rebuild_from_type_v2" or "collections.defaultdict" or JaxArray;
        GivesBack = name is "numpy.core.multiarray.scalar" or "numpy._core.multiarray.scalar";
        MakesArray = name is "numpy.core.multiarray._reconstruct" or "numpy._core.multiarray._reconstruct";
        bool isKnown = function.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Allowed or GlobalJudgement.Harmless };
        TakesData = isKnown && !Sets && !Copies && !IsOther && (isScalar
            || (!Converts && function.Module is not ("builtins" or "__builtin__" or "exceptions")))
            && !GivesBack && !TypeHint.IsAlias(function) && !IsGenerator(function)
            && !(function.IsWatched && !Callables.IsAtLeast(function, GlobalUse.Value));
        IsNone = !TakesData && Hooks < 0 && State < 0 && Class < 0 && !IsTensor && !Sets && !Copies && !Converts && !IsOther;
    }

    /// <summary>The argument that becomes a tensor's hooks; -1 if none does.</summary>
    public int Hooks { get; }

    /// <summary>The argument that becomes a tensor's state; -1 if none does.</summary>
    public int State { get; }

    /// <summary>The argument that an instance is made of; -1 if none is.</summary>
    public int Class { get; }

    /// <summary>Whether it calls, or makes an object of, what it is given: who calls it later says of what.</summary>
    public bool Calls { get; }

    /// <summary>Whether it calls a method of its first argument if that is no tensor.</summary>
    public bool IsTensor { get; }

    /// <summary>Whether it sets its arguments as attributes.</summary>
    public bool Sets { get; }

    /// <summary>Whether it makes a dict of its last argument.</summary>
    public bool Copies { get; }

    /// <summary>Whether it goes through its arguments by their own methods.</summary>
    public bool Converts { get; }

    /// <summary>Whether it hashes the items of its first argument.</summary>
    public bool Hashes { get; }

    /// <summary>Whether it does something that no other function does.</summary>
    public bool IsOther { get; }

    /// <summary>Whether it goes through what is inside of its arguments, or prints it.</summary>
    public bool IsOpened { get; }

    /// <summary>Whether it does none of all that.</summary>
    public bool IsNone { get; }

    /// <summary>Whether it makes an empty array, whose elements are set as its state.</summary>
    public bool MakesArray { get; }

    /// <summary>Whether, called with data, it gives back an argument.</summary>
    public bool GivesBack { get; }

    /// <summary>Whether it is called with data alone, and what it does with anything else is not known.</summary>
    public bool TakesData { get; }

    /// <summary>Whether it is given a class as an argument.</summary>
    /// <param name="index">Which argument.</param>
    /// <param name="type">The class.</param>
    public bool TakesClass(int index, PyGlobal type) => _classes.Take(index, type);

    /// <summary>Whether a function calls the class or function that makes a generator of random numbers.</summary>
    public static bool IsGenerator(PyGlobal function) =>
        function.Name is "__randomstate_ctor" or "__generator_ctor" or "__bit_generator_ctor";

    /// <summary>What a function does.</summary>
    public static ArgumentUse Of(PyGlobal function) => (ArgumentUse)(function.ArgumentUse ??= new ArgumentUse(function));
}
