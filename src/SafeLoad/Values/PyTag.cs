namespace SafeLoad.Values;

/// <summary>Marks the values whose content is in the 64-bit payload alone.</summary>
internal sealed class PyTag : PyReference
{
    public static readonly PyTag None = new(PyKind.None);
    public static readonly PyTag Bool = new(PyKind.Bool);
    public static readonly PyTag Int = new(PyKind.Int);
    public static readonly PyTag Float = new(PyKind.Float);

    private PyTag(PyKind kind) : base(kind) { }
}
