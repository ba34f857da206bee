using SafeLoad.Values;

namespace SafeLoad.Tests.Support;

/// <summary>Every leaf of a value as a line: where it stands, what it is, and of tensors the hash of their elements.</summary>
internal sealed class SavedLeaves : IValueVisitor
{
    private readonly List<string> _path = [];
    private readonly List<string> _lines = [];

    public static IReadOnlyList<string> Of(PyValue root)
    {
        var leaves = new SavedLeaves();
        ValueWalker.Walk(root, leaves);
        return leaves._lines;
    }

    public void Enter(ValueStep step) =>
        _path.Add(step.Kind == ValueStepKind.Index ? step.Index.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : step.Key.ToString());

    public void Leave() => _path.RemoveAt(_path.Count - 1);

    public void Container(PyValue value, bool again) => Add($"{value.TypeName} {again}");

    public void Leaf(PyValue value) =>
        Add(value.Reference is PyTensor tensor ? Describe(tensor.Info) : value.Kind == PyKind.Storage ? "storage"
            : value.Kind is PyKind.Str or PyKind.Bytes ? Convert.ToHexString(value.AsBytes()) : PythonRepr.Of(value));

    private static string Describe(TensorInfo tensor)
    {
        string what = $"{tensor} {tensor.LayoutName} {tensor.RequiresGrad} {tensor.IsParameter} {tensor.IsConjugate} {tensor.IsNegative} "
            + $"[{string.Join(",", tensor.Strides.ToArray())}]";
        if (tensor.Storage is not null) what += " " + ExpectedTensors.Hash(tensor);
        foreach (TensorInfo? part in (TensorInfo?[])[tensor.Sparse?.Indices,
            tensor.Sparse?.CompressedIndices, tensor.Sparse?.PlainIndices, tensor.Sparse?.Values, tensor.Nested?.Buffer,
            tensor.Nested?.Sizes, tensor.Quantization?.Scales, tensor.Quantization?.ZeroPoints])
            what += part is null ? " -" : " (" + Describe(part) + ")";
        return what + tensor.Quantization?.Scale.ToString("R", System.Globalization.CultureInfo.InvariantCulture)
            + tensor.Quantization?.ZeroPoint + tensor.Sparse?.IsCoalesced;
    }

    private void Add(string what) => _lines.Add(string.Join('/', _path) + ": " + what);
}
