using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SafeLoad.Scanning;
using SafeLoad.Training;
using SafeLoad.Values;

namespace SafeLoad.Cli.Reporting;

/// <summary>One checkpoint as one JSON object: every leaf, container and storage (<c>safeload.inspect/1</c>).</summary>
internal sealed class InspectJson : IValueVisitor
{
    // Who lists a million numbers wants the array, not a row for each: tensors, arrays and storages are always listed,
    // other leaves up to here.
    private const int MostValues = 200_000;

    private const int LongText = 300, ShownText = 40;

    private readonly JsonOutput _leaves = new();
    private readonly JsonOutput _containers = new();
    private readonly JsonOutput _storages = new();
    private readonly JsonOutput _keys = new();
    private readonly Stack<(int Keys, int Path)> _steps = new();
    private readonly StringBuilder _path = new();
    private readonly Dictionary<StorageInfo, int> _storageNumbers = new(ReferenceEqualityComparer.Instance);
    private readonly TensorHasher? _hasher;
    private byte[] _keyBytes = new byte[256];
    private int _keyLength;

    private long _values;
    private long _hashed;
    private readonly long _fileLength;
    private readonly long _mostBytes;

    private InspectJson(TensorHasher? hasher, long fileLength)
    {
        _hasher = hasher;
        _fileLength = fileLength;
        _mostBytes = Math.Min(1L << 30, (64L << 20) + 100 * Math.Min(fileLength, 1L << 30));
    }

    /// <summary>The object of an opened checkpoint.</summary>
    /// <param name="path">The file's path as it was given.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="hash">Whether to read all tensors and give their hashes.</param>
    public static ReadOnlyMemory<byte> Write(string path, Checkpoint checkpoint, bool hash)
    {
        var visitor = new InspectJson(hash ? new TensorHasher(checkpoint) : null, checkpoint.Length);
        ValueWalker.Walk(checkpoint.Root, visitor, fileName: path);
        var json = new JsonOutput();
        json.Raw("{"u8).Member("schema"u8).Text("safeload.inspect/1").Member("path"u8).Text(path)
            .Member("format"u8).Text(checkpoint.FormatName).Member("writer"u8).Text(checkpoint.Writer);
        json.Member("leaves"u8).Raw("["u8).Raw(visitor._leaves.Written).Raw("]"u8);
        if (visitor._values > MostValues) json.Member("leaves_left_out"u8).Number(visitor._values - MostValues);
        json.Member("containers"u8).Raw("["u8).Raw(visitor._containers.Written).Raw("]"u8);
        json.Member("storages"u8).Raw("["u8).Raw(visitor._storages.Written).Raw("]"u8);
        WriteTexts(json.Member("globals"u8), checkpoint.Globals);
        WriteWeights(json.Member("weights"u8), checkpoint);
        WriteTraining(json.Member("training"u8), checkpoint);
        WriteJudgements(json.Member("judgements"u8), checkpoint.NamedGlobals);
        WriteTexts(json.Member("notes"u8), checkpoint.Notes);
        return json.Raw("}"u8).Written.ToArray();
    }

    /// <summary>The object of a checkpoint that could not be opened.</summary>
    public static ReadOnlyMemory<byte> WriteError(string path, InspectError error)
    {
        var json = new JsonOutput();
        json.Raw("{"u8).Member("schema"u8).Text("safeload.inspect/1").Member("path"u8).Text(path).Member("error"u8).Raw("{"u8);
        json.Member("id"u8).Text(error.Id).Member("kind"u8).Text(error.Kind).Member("message"u8).Text(error.Message).Member("record"u8)
            .Text(error.Record).Member("offset"u8);
        if (error.Offset is { } offset) json.Number(offset);
        else json.Raw("null"u8);
        WriteTexts(json.Member("globals"u8), error.Globals);
        return json.Raw("}}"u8).Written.ToArray();
    }

    public void Enter(ValueStep step)
    {
        _steps.Push((_keyLength, _path.Length));
        _keys.Clear();
        if (_keyLength > 0) _keys.Raw(","u8);
        switch (step.Kind)
        {
            case ValueStepKind.Index:
                _keys.Raw("{\"i\":"u8).Number(step.Index).Raw("}"u8);
                AppendPath('.', step.Text);
                break;
            case ValueStepKind.Attribute:
                _keys.Raw("{\"attr\":"u8).Text(step.Key.AsString()).Raw("}"u8);
                _path.Append(step.Text);
                break;
            case ValueStepKind.Member:
                _keys.Raw("{\"attr\":"u8).Text(step.Key.AsString()).Raw("}"u8);
                AppendPath('.', step.Text);
                break;
            default:
                WriteKey(step);
                break;
        }
        ReadOnlySpan<byte> added = _keys.Written;
        if (added.Length > _keyBytes.Length - _keyLength) Array.Resize(ref _keyBytes, (_keyBytes.Length + added.Length) * 2);
        added.CopyTo(_keyBytes.AsSpan(_keyLength));
        _keyLength += added.Length;
    }

    public void Leave()
    {
        (_keyLength, _path.Length) = _steps.Pop();
    }

    public void Container(PyValue value, bool again)
    {
        int count = value.Reference
            switch { PyDict dict => dict.Count, PyList list => list.Count, PyTuple tuple => tuple.Count, PySet set => set.Count, _ => 0 };
        Begin(_containers).Member("type"u8).Text(value.TypeName).Member("len"u8).Number(count).Raw("}"u8);
    }

    public void Leaf(PyValue value)
    {
        if (value.Kind is not (PyKind.Tensor or PyKind.Array or PyKind.Storage) && ++_values > MostValues) return;
        JsonOutput leaf = Begin(_leaves).Member("t"u8);
        switch (value.Kind)
        {
            case PyKind.None: leaf.Text("None"); break;
            case PyKind.Bool: leaf.Text("bool").Member("v"u8).Bool(value.AsBool()); break;
            case PyKind.Int or PyKind.BigInt: leaf.Text("int").Member("v"u8).Text(PythonRepr.Of(value.AsBigInteger())); break;
            case PyKind.Float:
                leaf.Text("float").Member("v"u8).Text(PythonRepr.Of(value.AsDouble())).Member("bits"u8).Text(Bits(value.AsDouble())); break;
            case PyKind.Complex:
                var complex = value.AsComplex();
                leaf.Text("complex").Member("v"u8).Raw("["u8).Text(PythonRepr.Of(complex.Real)).Raw(","u8)
                    .Text(PythonRepr.Of(complex.Imaginary)).Raw("]"u8).Member("bits"u8).Text(Bits(complex.Real) + Bits(complex.Imaginary));
                break;
            case PyKind.Str: WriteText(leaf.Text("str"), value); break;
            case PyKind.Bytes or PyKind.ByteArray:
                leaf.Text(value.TypeName).Member("v"u8);
                if (value.AsBytes().Length > LongText) leaf.Raw("null"u8);
                else leaf.Hex(value.AsBytes());
                leaf.Member("len"u8).Number(value.AsBytes().Length).Member("sha256"u8).Hex(Hash(value.AsBytes()));
                break;
            case PyKind.Size:
                leaf.Text("torch.Size").Member("v"u8).Raw("["u8);
                foreach (PyValue size in (PyTuple)value.Reference!) leaf.Separate().Number(size.AsInt64());
                leaf.Raw("]"u8);
                break;
            case PyKind.Constant: leaf.Text(value.TypeName).Member("v"u8).Text(((PyConstant)value.Reference!).Text); break;
            case PyKind.Tensor: new TensorJson(leaf, _hasher, NumberOf).Write(((PyTensor)value.Reference!).Info); break;
            case PyKind.Record:
                leaf.Text("object").Member("cls"u8).Text(value.TypeName).Member("repr"u8).Text(((PyRecord)value.Reference!).Text); break;
            case PyKind.ArrayType:
                leaf.Text("object").Member("cls"u8).Text("numpy.dtype").Member("repr"u8).Text(((NumpyDType)value.Reference!).Text); break;
            case PyKind.Array: WriteArray(leaf, (PyArray)value.Reference!); break;
            case PyKind.Storage: WriteStorage(leaf.Text("TypedStorage"), (PyStorage)value.Reference!); break;
            case PyKind.Global: leaf.Text("object").Member("cls"u8).Text("type").Member("repr"u8).Text(PythonRepr.Of(value)); break;
            default: leaf.Text("object").Member("cls"u8).Text(((PyObject)value.Reference!).ClassName); break;
        }
        leaf.Raw("}"u8);
    }

    // A row repeats the keys that lead to it: one long key above many small values would make gigabytes.
    private JsonOutput Begin(JsonOutput rows)
    {
        if (rows.Written.Length > _mostBytes)
            throw new InspectBudgetException(
                FormattableString.Invariant($"the list of values grows over {_mostBytes:N0} bytes"), _fileLength);
        if (rows.Written.Length > 0) rows.Raw(",\n"u8);
        return rows.Raw("{"u8).Member("path"u8).Text(_path.ToString()).Member("keys"u8).Raw("["u8).Raw(_keyBytes.AsSpan(0, _keyLength))
            .Raw("]"u8);
    }

    private void AppendPath(char separator, string text)
    {
        if (_steps.Count > 1) _path.Append(separator);
        _path.Append(text);
    }

    private void WriteKey(ValueStep step)
    {
        PyValue key = step.Key;
        AppendPath('.', step.Text);
        if (key.Kind == PyKind.Str)
        {
            _keys.Text(key.AsString());
            return;
        }
        _keys.Raw("{\"key\":"u8).Text(key.Kind == PyKind.None ? "None" : key.TypeName).Member("v"u8);
        switch (key.Kind)
        {
            case PyKind.None: _keys.Raw("null"u8); break;
            case PyKind.Bool: _keys.Bool(key.AsBool()); break;
            case PyKind.Bytes: _keys.Hex(key.AsBytes()); break;
            case PyKind.Size:
                _keys.Raw("["u8);
                foreach (PyValue size in (PyTuple)key.Reference!) _keys.Separate().Number(size.AsInt64());
                _keys.Raw("]"u8);
                break;
            // Cut, two long numbers could be told apart no more.
            case PyKind.Int or PyKind.BigInt: _keys.Text(PythonRepr.Of(key.AsBigInteger())); break;
            default: _keys.Text(PythonRepr.Of(key)); break;
        }
        _keys.Raw("}"u8);
    }

    // A long text that stands in a list a million times would be read a million times.
    private byte[] Hash(ReadOnlySpan<byte> bytes)
    {
        _hashed += bytes.Length;
        if (_hashed > _mostBytes)
            throw new InspectBudgetException(
                FormattableString.Invariant($"long texts repeat and take more than {_mostBytes:N0} bytes"), _fileLength);
        return SHA256.HashData(bytes);
    }

    private void WriteText(JsonOutput leaf, PyValue value)
    {
        ReadOnlySpan<byte> utf8 = value.AsBytes();
        int count = 0, cut = utf8.Length;
        for (int i = 0; i < utf8.Length; i++)
        {
            if ((utf8[i] & 0xC0) == 0x80) continue;
            if (count++ == ShownText) cut = i;
        }
        if (count <= LongText)
        {
            leaf.Member("v"u8).Text(value.AsString());
            return;
        }
        leaf.Member("v"u8).Text(Encoding.UTF8.GetString(utf8[..cut]) + "...").Member("len"u8).Number(count).Member("utf8_sha256"u8)
            .Hex(Hash(utf8));
    }

    private void WriteStorage(JsonOutput leaf, PyStorage storage)
    {
        leaf.Member("dtype"u8).Text(storage.DType.ToString()).Member("numel"u8).Number(storage.ElementCount).Member("device"u8)
            .Text(storage.Info.Location)
            .Member("storage"u8).Number(NumberOf(storage.Info)).Member("storage_nbytes"u8).Number(storage.Info.ByteLength)
            .Member("sha256"u8);
        if (_hasher is null) leaf.Raw("null"u8);
        else leaf.Hex(_hasher.Hash(storage.Info));
    }

    private void WriteArray(JsonOutput leaf, PyArray array)
    {
        leaf.Text(array.TypeName);
        if (array.IsScalar) leaf.Member("v"u8).Text(NumpyRepr.OfScalar(array));
        leaf.Member("np_dtype"u8).Text(array.DType.Text);
        if (!array.IsScalar) leaf.Member("shape"u8).Numbers(array.Shape);
        leaf.Member("sha256"u8);
        if (_hasher is null || array.Objects is not null) leaf.Raw("null"u8);
        else leaf.Hex(_hasher.Hash(array));
    }

    private int NumberOf(StorageInfo storage)
    {
        if (_storageNumbers.TryGetValue(storage, out int number)) return number;
        number = _storageNumbers.Count;
        _storageNumbers.Add(storage, number);
        _storages.Separate().Raw("{"u8).Member("key"u8).Text(storage.Key).Member("dtype"u8).Text(storage.DType.ToString())
            .Member("nbytes"u8).Number(storage.ByteLength).Member("device"u8).Text(storage.Location).Raw("}"u8);
        return number;
    }

    private static void WriteWeights(JsonOutput json, Checkpoint checkpoint)
    {
        if (WeightsOf(checkpoint) is not { } weights)
        {
            json.Raw("null"u8);
            return;
        }
        json.Raw("{"u8).Member("key"u8).Text(weights.Key).Member("why"u8).Text(weights.Why).Member("tensors"u8)
            .Number(weights.Tensors.Count);
        json.Member("others"u8).Number(weights.Others.Count).Raw("}"u8);
    }

    // Where names collide there are no weights by name.
    private static Weights? WeightsOf(Checkpoint checkpoint)
    {
        try
        {
            return checkpoint.Weights is { Tensors: not null, Others: not null } weights ? weights : null;
        }
        catch (SafeLoadException)
        {
            return null;
        }
    }

    // Where they cost too much there is no view of a training run.
    private static void WriteTraining(JsonOutput json, Checkpoint checkpoint)
    {
        json.Raw("["u8);
        foreach (TrainingEntry entry in EntriesOf(checkpoint))
        {
            json.Separate().Raw("{"u8).Member("role"u8).Text(RoleNames.NameOf(entry.Role)).Member("key"u8).Text(entry.Key)
                .Member("by_content"u8).Bool(entry.ByContent).Member("expected_key"u8);
            if (entry.ExpectedKey is { } expected) json.Text(expected);
            else json.Raw("null"u8);
            json.Raw("}"u8);
        }
        json.Raw("]"u8);
    }

    private static IReadOnlyList<TrainingEntry> EntriesOf(Checkpoint checkpoint)
    {
        try
        {
            return checkpoint.Training.Entries;
        }
        catch (SafeLoadException)
        {
            return [];
        }
    }

    // What is on PyTorch's list needs no word.
    private static void WriteJudgements(JsonOutput json, IReadOnlyList<NamedGlobal> globals)
    {
        json.Raw("["u8);
        foreach (NamedGlobal global in globals.Where(static global => global.Judgement != GlobalJudgement.Allowed))
            json.Separate().Raw("{"u8).Member("module"u8).Text(global.Module).Member("name"u8).Text(global.Name).Member("judgement"u8)
                .Text(global.Judgement.ToString().ToLowerInvariant()).Raw("}"u8);
        json.Raw("]"u8);
    }

    private static void WriteTexts(JsonOutput json, IEnumerable<string> texts)
    {
        json.Raw("["u8);
        foreach (string text in texts) json.Separate().Text(text);
        json.Raw("]"u8);
    }

    private static string Bits(double value) => BitConverter.DoubleToInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture);
}
