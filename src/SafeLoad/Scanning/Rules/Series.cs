using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>What Python makes one at a time when somebody goes through it. A pickle may keep it; what goes through one while the pickle is
/// loaded comes to no end, or fills memory with as many as a number says.</summary>
internal static class Series
{
    /// <summary>What is said of a call that goes through one.</summary>
    public const string Problem = "goes through a series that has no end, or as many items as a number says";

    /// <summary>Whether a value is one; a range of as many numbers as honest files have is none.</summary>
    public static bool Is(PyValue value) => value.RawReference is PyObject made && Callables.ClassOf(made) is { } type
        && type.Name is "count" or "repeat" or "range" or "xrange"
        && (Callables.RealName(type) is "itertools.count" or "itertools.repeat"
            || (Callables.RealName(type) is "builtins.range" && Amounts.IsLong(value)));
}
