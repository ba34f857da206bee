using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Loading.Functions;

/// <summary>Objects of data classes and named tuples, kept as records of named values.</summary>
internal static class RecordFunctions
{
    /// <summary>REDUCE on a class, of which PyTorch writes NEWOBJ or nothing but its name.</summary>
    /// <exception cref="DisallowedGlobalException">Always.</exception>
    public static PyValue NeverCalled(in RebuildArguments arguments) =>
        throw Problems.DisallowedCall($"REDUCE is used on {arguments.FullName}, which PyTorch never writes", arguments.At);

    /// <summary>NEWOBJ without arguments; BUILD sets the fields.</summary>
    public static PyValue New(in RebuildArguments arguments)
    {
        arguments.Expect(0, 0);
        return arguments.AwaitState(new PyRecord(arguments.FullName, null));
    }

    /// <summary>A member of an enumeration of numbers: its number.</summary>
    public static PyValue Number(in RebuildArguments arguments)
    {
        arguments.Expect(1, 1);
        return PyValue.FromInt(arguments.Int64(0));
    }

    /// <summary>The fields by name.</summary>
    public static void Fill(PyReference value, PyValue state, in RebuildArguments arguments) =>
        ((PyRecord)value).SetAttributes(TensorState.Merge(null, state, arguments.Context.Budget, arguments.At));

    /// <summary>Fields by position.</summary>
    /// <param name="names">Their names.</param>
    /// <param name="values">As many values.</param>
    public static PyDict Named(string[] names, PyTuple values)
    {
        var fields = new PyDict();
        for (int i = 0; i < names.Length; i++) fields.Add(PyValue.FromText(names[i]), values[i]);
        return fields;
    }
}
