namespace SafeLoad.Values;

/// <summary>A value of Python's standard library that is read as data: a date, a path as text, a namespace.</summary>
internal sealed class PyRecord : PyReference
{
    private string? _text;

    internal PyRecord(string typeName, string? text, PyValue[]? parts = null) : base(PyKind.Record)
    {
        TypeName = typeName;
        _text = text;
        Parts = parts ?? [];
    }

    /// <summary>The Python type: <c>datetime.datetime</c>.</summary>
    public string TypeName { get; }

    internal override string OwnTypeName => TypeName;

    // Deep enough for arguments of a script; a namespace in a namespace in itself ends here.
    private const int ShownAttributes = 100;

    /// <summary>The value as Python's <c>repr</c> prints it: <c>datetime.date(2024, 1, 2)</c>. Parts are chosen by the file.</summary>
    public string Text => _text ?? Short + "(" + string.Join(", ", Attributes?.Take(ShownAttributes).Select(Show) ?? []) + ")";

    internal override string OwnText => Text;

    internal override PyReference? OwnAttributes => Attributes;

    /// <summary>Attributes, where the type has any (Namespace); else null.</summary>
    public PyDict? Attributes { get; private set; }

    // The arguments it was made of, for other records to look into.
    internal PyValue[] Parts { get; }

    private string Short => TypeName[(TypeName.LastIndexOf('.') + 1)..];

    private static string Show(KeyValuePair<PyValue, PyValue> attribute) =>
        attribute.Key.AsString() + "="
        + (attribute.Value.RawReference is PyRecord { Attributes: not null } inner ? inner.Short + "(…)"
            : PythonRepr.Of(attribute.Value, 60));

    internal void SetText(string text) => _text = text;

    internal void SetAttributes(PyDict attributes) => Attributes = attributes;
}
