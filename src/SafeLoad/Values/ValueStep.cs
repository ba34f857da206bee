namespace SafeLoad.Values;

/// <summary>One step of the way from a value to a value in it.</summary>
/// <param name="Kind">How the step leads in.</param>
/// <param name="Key">The dictionary key or the attribute's name; <c>None</c> for an index.</param>
/// <param name="Index">The index in a list or tuple, or of an entry in a dictionary; 0 for the others.</param>
internal readonly record struct ValueStep(ValueStepKind Kind, PyValue Key, int Index)
{
    /// <summary>The step as names and paths have it: a key that is text as it is and any other as Python prints it, with its place
    /// behind <c>#</c> where nothing else tells it from others, such as a tensor; an index in decimal;
    /// an attribute of a dictionary or tensor with <c>@</c> before it. Chosen by the file.</summary>
    public string Text => Kind switch
    {
        ValueStepKind.Index => IndexText,
        ValueStepKind.Attribute => "@" + Key.AsString(),
        _ => Key.Is(PyKind.Str) ? Key.AsString() : Key.Reference is PyTensor or PyObject or PyStorage ? PythonRepr.Of(Key) + "#" + IndexText
            : PythonRepr.Of(Key),
    };

    private string IndexText => Index.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
