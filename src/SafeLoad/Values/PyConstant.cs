namespace SafeLoad.Values;

/// <summary>A constant of torch that is only a name: a dtype, device, layout or quantization scheme.</summary>
internal sealed class PyConstant : PyReference
{
    internal const string DTypeName = "torch.dtype", DeviceName = "torch.device", LayoutName = "torch.layout",
        QSchemeName = "torch.qscheme";

    internal PyConstant(string typeName, string text) : base(PyKind.Constant)
    {
        TypeName = typeName;
        Text = text;
    }

    /// <summary><c>torch.dtype</c>, <c>torch.device</c>, <c>torch.layout</c> or <c>torch.qscheme</c>.</summary>
    public string TypeName { get; }

    internal override string OwnTypeName => TypeName;

    /// <summary>The constant as PyTorch prints it: <c>torch.float32</c>, <c>cuda:0</c>,
    /// <c>torch.sparse_coo</c>, <c>torch.per_tensor_affine</c>.</summary>
    public string Text { get; }

    internal override string OwnText => Text;
}
