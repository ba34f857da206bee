using System.Globalization;
using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Scanning;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Cli.Reporting;

/// <summary>One checkpoint for people: what it is, a table of its tensors, other values, totals.</summary>
internal sealed class InspectText(Terminal terminal, string sort) : IValueVisitor
{
    private const int MostValues = 20, MostMetadata = 20, LongestText = 200, MostGlobals = 10, LongestName = 1000;

    private readonly List<string> _path = [];
    private readonly StringBuilder _name = new();
    private readonly List<(string Name, TensorInfo Tensor)> _tensors = [];
    private readonly List<(string Name, string Value)> _values = [];

    public void Write(string path, Checkpoint checkpoint, bool hash)
    {
        ValueWalker.Walk(checkpoint.Root, this, fileName: path);
        terminal.WriteLine($"{Safe(path)}: {Safe(checkpoint.Writer)}, {Sizes.Of(checkpoint.Length)}");
        if (checkpoint.WriterInfo.TopFolder is { Length: > 0 } folder) terminal.WriteLine($"saved as: {Safe(folder)}");
        WriteMetadata(checkpoint.Metadata);
        WriteWeights(checkpoint);
        terminal.WriteLine("");
        WriteTensors(hash ? new TensorHasher(checkpoint) : null);
        WriteValues();
        // Expanded tensors have as many elements as they say; a few of them together have more than a number holds.
        long elements = _tensors.Aggregate(0L, static (sum, row) => row.Tensor.Nested is null
            ? (long)Math.Min((ulong)sum + (ulong)row.Tensor.ElementCount, long.MaxValue) : sum),
            bytes = checkpoint.Storages.Sum(static storage => storage.ByteLength);
        terminal.WriteLine($"{Sizes.Count(_tensors.Count, "tensor")}, {Sizes.Count(elements, "element")}; "
            + $"{Sizes.Count(checkpoint.Storages.Count, "storage")}, {Sizes.Of(bytes)}; {Sizes.Count(_values.Count, "other value")}");
        WriteJudgements(checkpoint);
        foreach (string note in checkpoint.Notes) terminal.WriteLine("note: " + note);
    }

    private void WriteMetadata(IReadOnlyDictionary<string, string> metadata)
    {
        // The writer's description says the format.
        KeyValuePair<string, string>[] own = [.. metadata.Where(static entry => entry.Key != "format")];
        foreach (var (name, text) in own.Take(MostMetadata))
            terminal.WriteLine($"metadata: {Checkpoint.Escape(name, LongestText)} = {Checkpoint.Escape(text, LongestText)}");
        if (own.Length > MostMetadata)
            terminal.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"metadata: … and {own.Length - MostMetadata:N0} more entries (-f json lists them all)"));
    }

    // Nothing of it was run; another loader would.
    private void WriteJudgements(Checkpoint checkpoint)
    {
        foreach (var group in checkpoint.NamedGlobals.Where(static global => global.Judgement >= GlobalJudgement.Unknown)
            .GroupBy(static global => global.Judgement).OrderByDescending(static group => group.Key))
            terminal.WriteLine($"{group.Key.ToString().ToLowerInvariant()} globals, kept as names: "
                + ListText.Of([.. group], MostGlobals, static global => Safe(global.FullName)));
    }

    public void Enter(ValueStep step) => _path.Add(step.Text);

    public void Leave() => _path.RemoveAt(_path.Count - 1);

    public void Container(PyValue value, bool again)
    {
        if (again) _values.Add((Name, "the same " + value.TypeName + " as before"));
    }

    public void Leaf(PyValue value)
    {
        if (value.Reference is PyTensor tensor) _tensors.Add((Name, tensor.Info));
        else if (value.Reference is PyArray array)
            _values.Add((Name, array.IsScalar ? $"{array.TypeName}({NumpyRepr.OfScalar(array)})"
                : $"numpy {Safe(array.DType.Text)}[{string.Join(", ", array.Shape.ToArray())}]"));
        else if (value.Reference is PyRecord record) _values.Add((Name, Safe(record.Text)));
        else if (value.Reference is PyStorage storage)
            _values.Add((Name, $"storage of {storage.DType.Name}[{storage.ElementCount.ToString(CultureInfo.InvariantCulture)}]"));
        else if (value.Reference is PyObject inert) _values.Add((Name, $"object of {Safe(inert.ClassName)}"));
        else _values.Add((Name, Safe(PythonRepr.Of(value, 60))));
    }

    // Each value under a long key has it in its name, and no more than the beginning of a name is shown.
    private string Name
    {
        get
        {
            _name.Clear();
            for (int i = 0; i < _path.Count; i++)
            {
                string part = _path[i];
                if (i > 0 && !part.StartsWith('@')) _name.Append('.');
                _name.Append(part, 0, Math.Min(part.Length, LongestName));
                if (_name.Length > LongestName) break;
            }
            return Safe(_name.ToString());
        }
    }

    private void WriteWeights(Checkpoint checkpoint)
    {
        try
        {
            StateDict weights = checkpoint.StateDict();
            if (weights.Path.Length > 0) terminal.WriteLine($"weights: under '{Safe(weights.Path)}' ({checkpoint.Weights.Why})");
            foreach (string line in TrainingText.Lines(checkpoint.Training)) terminal.WriteLine(line);
        }
        catch (SafeLoadException problem)
        {
            // The table still shows everything; only a state dict by name cannot be made of it.
            terminal.WriteLine($"weights: no state dict: {problem.Problem}");
        }
    }

    private void WriteTensors(TensorHasher? hasher)
    {
        if (_tensors.Count == 0) return;
        (string, bool)[] columns = [("name", false), ("dtype", false), ("shape", false), ("size", true), ("", false)];
        var table = new TextTable(hasher is null ? columns : [.. columns, ("sha256", false)]);
        IEnumerable<(string Name, TensorInfo Tensor)> rows = sort switch
        {
            "size" => _tensors.OrderByDescending(static row => SizeOf(row.Tensor)),
            "name" => _tensors.OrderBy(static row => row.Name, StringComparer.Ordinal),
            _ => _tensors,
        };
        var users = _tensors.Where(static row => row.Tensor.Storage is not null).GroupBy(static row => row.Tensor.Storage!)
            .ToDictionary(static group => group.Key, static group => group.Count());
        foreach (var (name, tensor) in rows)
        {
            string[] cells = [name, tensor.DType.Name, tensor.Nested is null ? "[" + string.Join(", ", tensor.Shape.ToArray()) + "]"
                : "nested", Sizes.Of(SizeOf(tensor)), Remarks(tensor, users)];
            if (hasher is not null) cells = [.. cells, hasher.Hash(tensor) is { } hash ? Convert.ToHexStringLower(hash) : "-"];
            table.Add(cells);
        }
        table.Write(terminal);
        terminal.WriteLine("");
    }

    private void WriteValues()
    {
        foreach (var (name, value) in _values.Take(MostValues)) terminal.WriteLine($"{(name.Length == 0 ? "(root)" : name)} = {value}");
        if (_values.Count > MostValues)
            terminal.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"… and {_values.Count - MostValues:N0} more values (-f json lists them all)"));
        if (_values.Count > 0) terminal.WriteLine("");
    }

    private static long SizeOf(TensorInfo tensor) =>
        tensor.Sparse is { } sparse
        ? sparse.Values.ByteLength + (sparse.Indices ?? sparse.PlainIndices!).ByteLength + (sparse.CompressedIndices?.ByteLength ?? 0)
        : tensor.Nested is { } nested ? nested.Buffer.ByteLength
        : tensor.IsMeta ? 0 : tensor.ByteLength;

    private static string Remarks(TensorInfo tensor, Dictionary<StorageInfo, int> users)
    {
        var remarks = new List<string>();
        if (tensor.Storage is { } storage)
        {
            if (users[storage] > 1) remarks.Add($"shares storage {Safe(storage.Key)}");
            else if (storage.ByteLength > tensor.ByteLength)
                remarks.Add($"views {Sizes.Of(tensor.ByteLength)} of {Sizes.Of(storage.ByteLength)}");
        }
        if (tensor.Spread is { } spread) remarks.Add((!tensor.IsSpread ? ""
            : tensor.Piece is null ? "no data: " : "a piece, @_local_tensor, of ") + Spread(spread));
        if (tensor.IsMeta && !tensor.IsSpread) remarks.Add("no data (meta)");
        if (tensor.Layout != TensorLayout.Strided) remarks.Add(tensor.Layout.ToString());
        if (tensor.Quantization is { } quantization) remarks.Add(quantization.Scheme);
        if (tensor.Device is not ("cpu" or "meta")) remarks.Add(Safe(tensor.Device));
        return string.Join(", ", remarks);
    }

    private static string Spread(SpreadInfo spread) => Safe(string.Join(", ", spread.Placements.Select(static placement => placement.Text)))
        + (spread.Mesh is { } mesh ? string.Create(CultureInfo.InvariantCulture, $" over {string.Join(" x ", mesh)}") : "");

    private static string Safe(string text) => Checkpoint.Escape(text);
}
