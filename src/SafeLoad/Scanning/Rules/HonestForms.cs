using System.Text;
using SafeLoad.Globals;
using SafeLoad.Loading;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>
/// Functions that can do anything, and that pickle itself writes in one form that does nothing: <c>getattr</c> of a member of an
/// enumeration, of the one method that unpickles a time zone, or of a known method of a class or of an object that has nothing else of
/// that name, <c>type</c> of a constant, <c>or_</c> of flags, <c>getitem</c> of a type hint, <c>_load_from_bytes</c> of bytes that are
/// scanned as the file that they are. In that form they are no danger; in every other, and where they are only named, they are what their
/// names say.
/// </summary>
/// <remarks>Lib/enum.py, <c>pickle_by_enum_name</c> and <c>Flag.__reduce_ex__</c>; Lib/zoneinfo, <c>__reduce__</c>; Lib/pickle.py,
/// <c>save_type</c>; Lib/typing.py, <c>__reduce__</c>.</remarks>
internal static class HonestForms
{
    private const int LongestMember = 32;

    private static readonly Dictionary<string, HonestForm> s_forms = new(StringComparer.Ordinal)
    {
        ["getattr"] = new(static given => IsMember(given) || IsKnownMethod(given), "builtins.getattr"),
        ["type"] = new(given => given.Count == 1 && given[0].IsNone, "builtins.type"),
        ["or_"] = new(given => given.Count == 2 && IsFlag(given[0]) && IsFlag(given[1]), "_operator.or_", "operator.or_"),
        ["getitem"] = new(IsHint, "_operator.getitem", "operator.getitem"),
        ["_load_from_bytes"] = new(given => given.Count == 1, "torch.storage._load_from_bytes") { OpensFile = true },
    };

    /// <summary>What such a function is as long as it is used in its form alone: a name, which nothing else may call.</summary>
    public static JudgedGlobal AsName { get; } = new(GlobalJudgement.Harmless,
        "called by pickle itself, in one form that does nothing", GlobalUse.Name);

    /// <summary>The function that a name means, as a name; null if it is no such function.</summary>
    public static PyGlobal? Find(string module, string name)
    {
        if (!s_forms.ContainsKey(name)) return null;
        var function = new PyGlobal(module, name, AsName) { IsWatched = true };
        return Has(function) ? function : null;
    }

    /// <summary>Whether a global is such a function.</summary>
    public static bool Has(PyGlobal function) => Of(function) is not null;

    /// <summary>Whether a call is in the honest form.</summary>
    public static bool Is(PyGlobal function, PyTuple arguments) => Of(function)?.Is(arguments) == true;

    /// <summary>Whether the function opens the file that its argument is: it is honest as far as that file is.</summary>
    public static bool OpensFile(PyGlobal function) => Of(function)?.OpensFile == true;

    /// <summary>The class of the time zone that a call of what <c>getattr</c> gave makes of its name; null if the call does not.</summary>
    public static PyGlobal? Zone(PyObject method, PyTuple arguments) =>
        method is { Callable.RawReference: PyGlobal { Name: "getattr" } function, Arguments.RawReference: PyTuple { Count: 2 } given }
        && Has(function) && given[0].RawReference is PyGlobal owner && IsZoneMethod(owner, given[1])
        && arguments.Count == 2 && arguments[0].Is(PyKind.Str) && (arguments[1].Is(PyKind.Int) || arguments[1].Is(PyKind.Bool))
        ? s_timeZone : null;

    /// <summary>The class of the graphs that a call makes of a base and a kind of graph; null if the call does not.</summary>
    /// <remarks>torch_geometric/data/batch.py, <c>Batch.__reduce__</c>.</remarks>
    public static PyGlobal? Batch(PyObject getter, PyTuple arguments) =>
        getter is { Callable.RawReference: PyGlobal { Module: BatchModule, Name: "DynamicInheritanceGetter" }, States: null }
        && arguments.Count == 2 && arguments[0].RawReference is PyGlobal { Module: BatchModule, Name: "Batch" }
            ? arguments[1].RawReference switch
            {
                PyGlobal { Module: "torch_geometric.data.data", Name: "Data" } => s_batch.Value,
                PyGlobal { Module: "torch_geometric.data.hetero_data", Name: "HeteroData" } => s_heteroBatch.Value,
                _ => null,
            }
            : null;

    /// <summary>The class whose method a call gave; null if it gave something else.</summary>
    public static PyGlobal? MethodOwner(PyObject made) =>
        made is { Callable.RawReference: PyGlobal { Name: "getattr" } function, Arguments.RawReference: PyTuple given }
        && Has(function) && IsMethod(given) ? OwnerOf(given[0]) : null;

    private static HonestForm? Of(PyGlobal function) =>
        s_forms.TryGetValue(function.Name, out HonestForm? form) && form.Names.Contains(Callables.RealName(function)) ? form : null;

    // What the method makes has no attributes to set and none to call.
    private static readonly PyGlobal s_timeZone =
        new("zoneinfo", "ZoneInfo", new JudgedGlobal(GlobalJudgement.Harmless, "a time zone", GlobalUse.Value));

    // Methods of classes have small letters, and so have the members of few enumerations: of uuid, DeepSpeed and Megatron.
    private static readonly HashSet<string> s_smallMembers = new(StringComparer.Ordinal)
    {
        "safe", "unsafe", "unknown", "none", "cpu", "nvme", "disabled", "optimizer_states", "gradients", "weights", "max_stage",
        "encoder_or_decoder", "encoder_and_decoder", "retro_encoder", "retro_decoder", "retro_decoder_with_retriever", "t5", "encoder",
        "decoder", "embedding", "loss", "mtp", "self_attn", "cross_attn", "padding", "causal", "no_mask", "padding_causal", "arbitrary",
        "causal_bottom_right", "flash", "fused", "unfused", "local", "auto", "no_default",
    };

    private static bool IsMember(PyTuple given) =>
        given.Count == 2 && given[0].RawReference is PyGlobal owner && given[1].Is(PyKind.Str)
        && (IsZoneMethod(owner, given[1]) || IsMember(owner, given[1].AsBytes()));

    // Of an object that has a method of its own among its attributes.
    private const int MostAttributes = 64;

    private const string BatchModule = "torch_geometric.data.batch";

    // Made when there is one: to judge a name that is not on PyTorch's list takes the whole catalogue apart, and each scan comes by here.
    private static readonly Lazy<PyGlobal> s_batch = new(static () => BatchClass("DataBatch")),
        s_heteroBatch = new(static () => BatchClass("HeteroDataBatch"));

    private static PyGlobal BatchClass(string name) => new(BatchModule, name, GlobalCatalog.Judge(BatchModule, name));

    private static bool IsKnownMethod(PyTuple given) => IsMethod(given) && (given[0].RawReference is PyGlobal
        || (given[0].RawReference is PyObject { Items: null, Entries: null } made && Lacks(made, given[1].AsBytes())));

    // A state may have anything under the method's name.
    private static bool Lacks(PyObject made, ReadOnlySpan<byte> method)
    {
        if (made.States is not { } states) return true;
        if (states.Count != 1) return false;
        foreach (PyValue state in states)
        {
            if (state.RawReference is not PyDict { Count: <= MostAttributes } attributes) return false;
            foreach (var (name, _) in attributes)
            {
                if (!name.Is(PyKind.Str) || name.AsBytes().SequenceEqual(method)) return false;
            }
        }
        return true;
    }

    private static bool IsMethod(PyTuple given) => given.Count == 2 && given[1].Is(PyKind.Str) && OwnerOf(given[0]) is { } type
        && KnownMethods.Has(type.Module, type.Name, given[1].AsString());

    // An object is made of nothing, as pickle makes it.
    private static PyGlobal? OwnerOf(PyValue owner) => owner.RawReference switch
    {
        PyGlobal type => type,
        PyObject { Callable.RawReference: PyGlobal type, Arguments.RawReference: PyTuple { Count: 0 } } => type,
        _ => null,
    };

    // A name that begins with an underscore is no member. What is unknown is reported for its name.
    private static bool IsMember(PyGlobal owner, ReadOnlySpan<byte> name)
    {
        if (name.Length == 0 || name[0] == '_' || name.IndexOf((byte)'.') >= 0) return false;
        if (owner.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Unknown }) return true;
        if (!Callables.IsEnumeration(owner)) return false;
        foreach (byte letter in name)
        {
            if (letter is >= (byte)'a' and <= (byte)'z')
                return name.Length <= LongestMember && s_smallMembers.Contains(Encoding.ASCII.GetString(name));
        }
        return true;
    }

    /// <summary>Whether what a type hint of Python is made of are types: they are hashed and compared with it.</summary>
    public static bool AreTypes(PyTuple given)
    {
        if (given.Count != 2 || !IsTypeOrName(given[0])) return false;
        if (given[1].RawReference is not PyTuple types) return IsTypeOrName(given[1]);
        if (types.Count > ArgumentUse.MostArguments) return false;
        foreach (PyValue type in types.Items)
        {
            if (!IsTypeOrName(type)) return false;
        }
        return true;
    }

    private static bool IsTypeOrName(PyValue value) =>
        value.RawReference is not (PyObject or PyTuple or PyList or PyDict or PySet) || IsType(value);

    private static bool IsHint(PyTuple given) => given.Count == 2
        && given[0].RawReference is PyGlobal { Module: "typing" } hint && Callables.IsAtLeast(hint, GlobalUse.Name)
        && IsType(given[1]);

    // A type, or several: of anything else typing calls methods, to hash it, and to say what it is.
    private static bool IsType(PyValue value)
    {
        if (value.RawReference is not (PyTuple or PyList)) return IsOneType(value);
        var types = (IReadOnlyCollection<PyValue>)value.RawReference;
        if (types.Count > ArgumentUse.MostArguments) return false;
        foreach (PyValue type in types)
        {
            // The arguments of a Callable stand in a list.
            if (type.RawReference is PyList { Count: <= ArgumentUse.MostArguments } given)
            {
                foreach (PyValue one in given)
                {
                    if (!IsOneType(one)) return false;
                }
            }
            else if (!IsOneType(type)) return false;
        }
        return true;
    }

    private static bool IsOneType(PyValue value) => value.RawReference is not PyObject made
        ? value.IsNone || value.RawReference is PyGlobal or PyConstant
        : made.Callable.RawReference is PyGlobal function
            && (TypeHint.IsAlias(function) || (function.Name is "getitem" or "type" && Has(function)));

    private static bool IsZoneMethod(PyGlobal owner, PyValue name) =>
        owner is { Module: "zoneinfo", Name: "ZoneInfo" } && name.AsBytes().SequenceEqual("_unpickle"u8);

    private static bool IsFlag(PyValue value) => value.Is(PyKind.Int)
        || (value.RawReference is PyObject { Callable.RawReference: PyGlobal function }
            && (Callables.IsEnumeration(function) || (function.Name is "getattr" or "or_" && Has(function))));
}
