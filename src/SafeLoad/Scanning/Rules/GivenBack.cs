using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>
/// Functions that give back what they are given: who calls, fills or changes what they give, or hands it on, does so with that itself.
/// </summary>
/// <remarks>numpy/_core/src/multiarray/multiarraymodule.c, <c>array_scalar</c>: of the dtype of objects the second argument is the result.
/// Lib/typing.py, <c>Union.__getitem__</c>: the union of one type, or of equal ones, is that type.</remarks>
internal static class GivenBack
{
    /// <summary>The argument that a call gives back; null if what it gives is something new.</summary>
    /// <remarks>That the dtype is the one of objects is not asked: with another one and such an argument the function fails. Numbers,
    /// texts and bytes stay what the call says: of another dtype they become a value that only NumPy can tell.</remarks>
    public static PyReference? Find(PyValue callable, PyTuple arguments)
    {
        if (arguments.Count != 2 || callable.RawReference is not PyGlobal function) return null;
        if (Has(function)) return Reference(arguments[1]);
        if (function.Name != "getitem" || !HonestForms.Has(function)
            || arguments[0].RawReference is not PyGlobal { Module: "typing", Name: "Union" }) return null;
        if (arguments[1].RawReference is PyGlobal or PyObject) return arguments[1].RawReference;
        if (arguments[1].RawReference is not PyTuple types) return null;
        // Types that are equal are one, and one class has several names.
        if (types.Count > ArgumentUse.MostArguments) return types[0].RawReference;
        foreach (PyValue type in types.Items)
        {
            if (type.RawReference is PyObject || Callables.IsUnsafeGlobal(type) || type.RawReference is PyGlobal { IsWatched: true })
                return type.RawReference;
        }
        return null;
    }

    /// <summary>Whether a function, called with data, gives back an argument.</summary>
    public static bool Has(PyGlobal function) => function.Name == "scalar" && ArgumentUse.Of(function).GivesBack;

    private static PyReference? Reference(PyValue value) =>
        value.RawReference is PyGlobal or PyObject or PyDict or PyList or PyTuple or PySet ? value.RawReference : null;
}
