using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SafeLoad.Values;

namespace SafeLoad.Cli.Reporting;

/// <summary>The members of a value's JSON object, from <c>t</c> on.</summary>
/// <param name="hasher">Hashes tensors, arrays and storages; null for no hashes.</param>
/// <param name="storages">Numbers the storages.</param>
/// <param name="fileLength">The length of the file, which says how much text may be hashed.</param>
internal sealed class ValueJson(TensorHasher? hasher, StorageNumbers storages, long fileLength)
{
    private const int LongText = 300, ShownText = 40;

    private readonly long _mostHashed = (64L << 20) + 100 * fileLength;
    private long _hashed;

    public void Write(JsonOutput json, PyValue value)
    {
        json.Member("t"u8);
        switch (value.Kind)
        {
            case PyKind.None: json.Text("None"); break;
            case PyKind.Bool: json.Text("bool").Member("v"u8).Bool(value.AsBool()); break;
            case PyKind.Int or PyKind.BigInt: json.Text("int").Member("v"u8).Text(PythonRepr.Of(value.AsBigInteger())); break;
            case PyKind.Float:
                json.Text("float").Member("v"u8).Text(PythonRepr.Of(value.AsDouble())).Member("bits"u8).Text(Bits(value.AsDouble())); break;
            case PyKind.Complex:
                var complex = value.AsComplex();
                json.Text("complex").Member("v"u8).Raw("["u8).Text(PythonRepr.Of(complex.Real)).Raw(","u8)
                    .Text(PythonRepr.Of(complex.Imaginary)).Raw("]"u8).Member("bits"u8).Text(Bits(complex.Real) + Bits(complex.Imaginary));
                break;
            case PyKind.Str: WriteText(json.Text("str"), value); break;
            case PyKind.Bytes or PyKind.ByteArray: WriteBytes(json.Text(value.TypeName), value.AsBytes()); break;
            case PyKind.Size: WriteSize(json.Text("torch.Size").Member("v"u8), (PyTuple)value.Reference!); break;
            case PyKind.Constant: json.Text(value.TypeName).Member("v"u8).Text(((PyConstant)value.Reference!).Text); break;
            case PyKind.Tensor: new TensorJson(json, hasher, storages.Of).Write(((PyTensor)value.Reference!).Info); break;
            case PyKind.Array: WriteArray(json, (PyArray)value.Reference!); break;
            case PyKind.Storage: WriteStorage(json.Text("TypedStorage"), (PyStorage)value.Reference!); break;
            default: WriteObject(json.Text("object").Member("cls"u8), value); break;
        }
    }

    /// <summary>The numbers of a torch.Size, in brackets.</summary>
    public static void WriteSize(JsonOutput json, PyTuple sizes)
    {
        json.Raw("["u8);
        foreach (PyValue size in sizes) json.Separate().Number(size.AsInt64());
        json.Raw("]"u8);
    }

    private static void WriteObject(JsonOutput json, PyValue value)
    {
        var (name, text) = value.Reference switch
        {
            PyRecord record => (value.TypeName, record.Text),
            NumpyDType dtype => ("numpy.dtype", dtype.Text),
            PyGlobal => ("type", PythonRepr.Of(value)),
            var inert => (((PyObject)inert!).ClassName, null),
        };
        json.Text(name);
        if (text is not null) json.Member("repr"u8).Text(text);
    }

    private void WriteText(JsonOutput json, PyValue value)
    {
        ReadOnlySpan<byte> utf8 = value.AsBytes();
        int count = 0, cut = utf8.Length;
        for (int i = 0; i < utf8.Length; i++)
        {
            if ((utf8[i] & 0xC0) == 0x80) continue;
            if (count++ == ShownText) cut = i;
        }
        json.Member("v"u8);
        if (count <= LongText) json.Text(value.AsString());
        else json.Text(Encoding.UTF8.GetString(utf8[..cut]) + "...").Member("len"u8).Number(count).Member("utf8_sha256"u8).Hex(Hash(utf8));
    }

    private void WriteBytes(JsonOutput json, ReadOnlySpan<byte> bytes)
    {
        json.Member("v"u8);
        if (bytes.Length > LongText) json.Raw("null"u8);
        else json.Hex(bytes);
        json.Member("len"u8).Number(bytes.Length).Member("sha256"u8).Hex(Hash(bytes));
    }

    private void WriteStorage(JsonOutput json, PyStorage storage)
    {
        json.Member("dtype"u8).Text(storage.DType.ToString()).Member("numel"u8).Number(storage.ElementCount).Member("device"u8)
            .Text(storage.Info.Location)
            .Member("storage"u8).Number(storages.Of(storage.Info)).Member("storage_nbytes"u8).Number(storage.Info.ByteLength)
            .Member("sha256"u8);
        if (hasher is null) json.Raw("null"u8);
        else json.Hex(hasher.Hash(storage.Info));
    }

    private void WriteArray(JsonOutput json, PyArray array)
    {
        json.Text(array.TypeName);
        if (array.IsScalar) json.Member("v"u8).Text(NumpyRepr.OfScalar(array));
        json.Member("np_dtype"u8).Text(array.DType.Text);
        if (!array.IsScalar) json.Member("shape"u8).Numbers(array.Shape);
        json.Member("sha256"u8);
        if (hasher is null || array.Objects is not null) json.Raw("null"u8);
        else json.Hex(hasher.Hash(array));
    }

    // A long text that stands in a list a million times would be read a million times.
    private byte[] Hash(ReadOnlySpan<byte> bytes)
    {
        _hashed += bytes.Length;
        if (_hashed > _mostHashed)
            throw new InspectBudgetException(
                FormattableString.Invariant($"long texts repeat and take more than {_mostHashed:N0} bytes"), fileLength);
        return SHA256.HashData(bytes);
    }

    private static string Bits(double value) => BitConverter.DoubleToInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture);
}
