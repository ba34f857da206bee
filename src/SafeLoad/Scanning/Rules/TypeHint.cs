using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>Type hints such as <c>list[int]</c>, which stand for the class that they are made of.</summary>
/// <remarks>Objects/genericaliasobject.c: a call of an alias calls its origin, and all attributes but a few are the origin's,
/// <c>__dict__</c> too.</remarks>
internal static class TypeHint
{
    /// <summary>What is called where a type hint is called; null if the object is no type hint.</summary>
    public static PyValue? Origin(PyObject hint) =>
        hint.Callable.RawReference is PyGlobal function && IsAlias(function)
        && hint.Arguments.RawReference is PyTuple { Count: > 0 } arguments ? arguments[0] : null;

    /// <summary>Whether a class is that of type hints: <c>list[int]</c> makes a list when it is called, and <c>Thing[int]</c> a
    /// Thing.</summary>
    public static bool IsAlias(PyGlobal type) => type is { Module: "types", Name: "GenericAlias" };
}
