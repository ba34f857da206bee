using SafeLoad.Globals;
using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>
/// Functions that can do anything, and that pickle itself writes in one form that does nothing: <c>getattr</c> of a member of an
/// enumeration or of the one method that unpickles a time zone, <c>type</c> of a constant, <c>or_</c> of flags, <c>getitem</c> of a type
/// hint, <c>_load_from_bytes</c> of bytes that are scanned as the file that they are. In that form they are no danger; in every other, and
/// where they are only named, they are what their names say.
/// </summary>
/// <remarks>Lib/enum.py, <c>pickle_by_enum_name</c> and <c>Flag.__reduce_ex__</c>; Lib/zoneinfo, <c>__reduce__</c>; Lib/pickle.py,
/// <c>save_type</c>; Lib/typing.py, <c>__reduce__</c>.</remarks>
internal static class HonestForms
{
    /// <summary>Opens the file that its argument is; honest as far as that file is.</summary>
    public const string FileOpener = "_load_from_bytes";

    /// <summary>What such a function is as long as it is used in its form alone: a name, which nothing else may call.</summary>
    public static JudgedGlobal AsName { get; } = new(GlobalJudgement.Harmless,
        "called by pickle itself, in one form that does nothing", GlobalUse.Name);

    /// <summary>The function that a name means, as a name; null if it is no such function.</summary>
    public static PyGlobal? Find(string module, string name)
    {
        if (name is not ("getattr" or "type" or "or_" or "getitem" or FileOpener)) return null;
        var function = new PyGlobal(module, name, AsName);
        return Has(function) ? function : null;
    }

    /// <summary>Whether a global is such a function.</summary>
    public static bool Has(PyGlobal function) => function.Name is "getattr" or "type" or "or_" or "getitem" or FileOpener
        && Callables.RealName(function) is "torch.storage._load_from_bytes" or "builtins.getattr" or "builtins.type" or "_operator.or_"
            or "operator.or_"
            or "_operator.getitem" or "operator.getitem";

    /// <summary>Whether a call is in the honest form.</summary>
    public static bool Is(PyGlobal function, PyTuple arguments) => (function.Name, arguments.Count) switch
    {
        ("type", 1) => arguments[0].IsNone,
        (FileOpener, 1) => true,
        ("getattr", 2) => arguments[0].RawReference is PyGlobal owner && arguments[1].Is(PyKind.Str) && IsMember(owner, arguments[1]),
        ("or_", 2) => IsFlag(arguments[0]) && IsFlag(arguments[1]),
        ("getitem", 2) => arguments[0].RawReference is PyGlobal { Module: "typing" } hint && Callables.IsAtLeast(hint, GlobalUse.Name),
        _ => false,
    };

    /// <summary>Whether a call of what <c>getattr</c> gave is the one that makes a time zone of its name.</summary>
    public static bool IsZone(PyObject method, PyTuple arguments) =>
        method is { Callable.RawReference: PyGlobal { Name: "getattr" } function, Arguments.RawReference: PyTuple { Count: 2 } given }
        && Has(function) && given[0].RawReference is PyGlobal owner && IsZoneMethod(owner, given[1])
        && arguments.Count == 2 && arguments[0].Is(PyKind.Str) && (arguments[1].Is(PyKind.Int) || arguments[1].Is(PyKind.Bool));

    // A name that begins with an underscore is no member. What is unknown is reported for its name.
    private static bool IsMember(PyGlobal owner, PyValue name) => IsZoneMethod(owner, name)
        || ((owner.Meaning is JudgedGlobal { Judgement: GlobalJudgement.Unknown } || IsEnumeration(owner))
            && name.Length > 0 && name.AsBytes()[0] != '_' && name.AsBytes().IndexOf((byte)'.') < 0);

    private static bool IsZoneMethod(PyGlobal owner, PyValue name) =>
        owner is { Module: "zoneinfo", Name: "ZoneInfo" } && name.AsBytes().SequenceEqual("_unpickle"u8);

    private static bool IsFlag(PyValue value) => value.Is(PyKind.Int)
        || (value.RawReference is PyObject { Callable.RawReference: PyGlobal function }
            && (IsEnumeration(function) || (function.Name is "getattr" or "or_" && Has(function))));

    private static bool IsEnumeration(PyGlobal owner) =>
        owner.Meaning is JudgedGlobal { IsShared: true, Reason: HarmlessGlobals.MemberOfEnumeration };
}
