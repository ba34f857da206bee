using System.Text.Json;
using SafeLoad.Diagnostics;
using SafeLoad.Formats.TorchZip;
using SafeLoad.Formats.Zip;
using SafeLoad.Loading;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Formats.Pt2;

/// <summary>
/// torch.export's <c>.pt2</c>: weights and constants as raw storages that a JSON describes. Only these are read: the program, its sample
/// inputs and compiled code are not looked at. The root is a dict of the weights, with the constants as its attribute <c>constants</c>;
/// of several models, a dict of such.
/// </summary>
/// <remarks>torch/export/pt2_archive/_package.py, constants.py; torch/_export/serde/schema.py,
/// <c>PayloadMeta</c> and <c>TensorMeta</c>.</remarks>
internal sealed class Pt2Loader
{
    private const string Weights = "data/weights/", Constants = "data/constants/", WeightsConfig = "_weights_config.json",
        ConstantsConfig = "_constants_config.json";

    private readonly TorchArchive _archive;
    private readonly LoadContext _context;
    private readonly Dictionary<string, StorageInfo> _storages = new(StringComparer.Ordinal);
    // A description of 50 bytes names a weight; reading it takes a whole file.
    private readonly Dictionary<int, TensorInfo> _pickled = [];
    private readonly List<StorageInfo> _all = [];
    private readonly List<(string, string)> _names = [];
    private readonly HashSet<(string, string)> _named = [];

    private Pt2Loader(TorchArchive archive, LoadContext context)
    {
        _archive = archive;
        _context = context;
    }

    public static LoadedCheckpoint Load(ByteSource source, ZipContainer zip, LoadContext context)
    {
        TorchArchive archive = TorchArchive.Open(source, zip, context);
        var loader = new Pt2Loader(archive, context);
        var models = new PyDict();
        foreach (var (index, name) in archive.Records(static name => name.StartsWith(Weights, StringComparison.Ordinal)
            && name.EndsWith(WeightsConfig, StringComparison.Ordinal)))
        {
            string model = name[Weights.Length..^WeightsConfig.Length];
            PyDict weights = loader.Read(index, Weights);
            int constants = zip.Find(Constants + model + ConstantsConfig);
            if (constants >= 0 && loader.Read(constants, Constants) is { Count: > 0 } held)
            {
                weights.Attributes = new PyDict();
                weights.Attributes.Add(PyValue.FromText("constants"), new PyValue(held));
            }
            models.Add(PyValue.FromText(model), new PyValue(weights));
        }
        if (models.Count == 0)
            throw Problems.Pt2("there is no record data/weights/MODEL_weights_config.json, so no weights",
                new CheckpointLocation(source.Name));
        PyValue root = models.Count == 1 ? models.At(0).Value : new PyValue(models);
        return new LoadedCheckpoint(CheckpointFormat.Pt2, root, loader._all, loader._names, archive.Notes(),
            archive.Describe("torch.export")) { Budget = context.Budget };
    }

    private PyDict Read(int record, string folder)
    {
        CheckpointLocation at = _archive.Zip.Location(record);
        _context.Budget.CheckStringBytes(_archive.Zip.Directory.Records[record].Size, at);
        _context.Budget.ChargePickle(_archive.Zip.Directory.Records[record].Size, at);
        try
        {
            using JsonDocument json = JsonDocument.Parse(_archive.Zip.ReadPickle(record), new JsonDocumentOptions { MaxDepth = 16 });
            var tensors = new PyDict(PyDict.OrderedDictType);
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (JsonProperty entry in Member(json.RootElement, "config", at).EnumerateObject())
            {
                if (!names.Add(entry.Name)) throw Problems.Pt2($"'{Printable.Escape(entry.Name)}' is described twice", at);
                // torch.ScriptObjects and other constants are pickles of their own kind: no tensors.
                if (entry.Value.TryGetProperty("path_name", out JsonElement path) && path.GetString() is { } file
                    && file.StartsWith("custom_obj_", StringComparison.Ordinal)) continue;
                _context.Try(() => tensors.Add(PyValue.FromText(entry.Name), new PyValue(new PyTensor(Tensor(entry.Value, folder, at)))));
            }
            return tensors;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException)
        {
            throw Problems.Pt2("the description of the weights is no JSON of the kind that torch.export writes: "
                + Printable.Escape(problem.Message), at);
        }
    }

    private TensorInfo Tensor(JsonElement entry, string folder, CheckpointLocation at)
    {
        string path = Member(entry, "path_name", at).GetString() ?? "";
        int record = _archive.Zip.Find(folder + path);
        if (record < 0)
            throw Problems.RecordMissing(_archive.Zip.TopFolder + folder + path, "the description of the weights refers to it", at);
        if (Member(entry, "use_pickle", at).GetBoolean()) return Pickled(record, at);
        JsonElement meta = Member(entry, "tensor_meta", at);
        int number = Member(meta, "dtype", at).GetInt32();
        DType dtype = DType.FromExport(number)
            ?? throw Problems.UnsupportedTensor(
                FormattableString.Invariant($"a tensor has the dtype number {number}, which is not known"), at);
        long[] shape = Numbers(Member(meta, "sizes", at), at), strides = Numbers(Member(meta, "strides", at), at);
        StorageInfo storage = Storage(record, folder + path, dtype, Location(Member(meta, "device", at), at));
        long offset = Number(Member(meta, "storage_offset", at), at);
        TensorBounds.Check(shape, strides, offset, storage.ByteLength / dtype.ItemSize, dtype.ItemSize, at);
        bool requiresGrad = Member(meta, "requires_grad", at).GetBoolean() && (dtype.IsFloatingPoint || dtype.IsComplex);
        return new TensorInfo(dtype, shape, strides, offset, storage) { RequiresGrad = requiresGrad, IsParameter =
            Member(entry, "is_param", at).GetBoolean() };
    }

    // A whole torch.save file with one tensor; torch itself reads it without weights_only.
    private TensorInfo Pickled(int record, CheckpointLocation at)
    {
        if (_pickled.TryGetValue(record, out TensorInfo? known)) return known;
        if (_context.Nesting > 0 || _context.OpenFile is not { } open) throw Problems.Pt2("a weight is an archive inside of a weight", at);
        LoadedCheckpoint inner = _context.OpenInside(open, _archive.Zip.Open(record));
        _names.AddRange(inner.Globals.Where(_named.Add));
        _all.AddRange(inner.Storages);
        if (inner.Root.RawReference is not PyTensor tensor) throw Problems.Pt2($"a weight is a {inner.Root.TypeName} and no tensor", at);
        _pickled.Add(record, tensor.Info);
        return tensor.Info;
    }

    private StorageInfo Storage(int record, string path, DType dtype, string location)
    {
        if (_storages.TryGetValue(path, out StorageInfo? known)) return known;
        ByteSource content = _archive.Zip.Open(record);
        var storage =
            new StorageInfo(path, dtype, location, content.Length / dtype.ItemSize * dtype.ItemSize, content, _archive.IsBigEndian);
        _storages.Add(path, storage);
        _all.Add(storage);
        return storage;
    }

    private long[] Numbers(JsonElement array, CheckpointLocation at)
    {
        _context.Budget.CheckDimensions(array.GetArrayLength(), at);
        return [.. array.EnumerateArray().Select(item => Number(item, at))];
    }

    private static long Number(JsonElement value, CheckpointLocation at) =>
        value.TryGetProperty("as_int", out JsonElement number) && number.TryGetInt64(out long result) ? result
        : throw Problems.Pt2("a size is no plain number", at);

    private static string Location(JsonElement device, CheckpointLocation at)
    {
        string type = Member(device, "type", at).GetString() ?? "cpu";
        return device.TryGetProperty("index", out JsonElement index) && index.ValueKind == JsonValueKind.Number
            ? type + ":" + index.GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture) : type;
    }

    private static JsonElement Member(JsonElement value, string name, CheckpointLocation at) =>
        value.TryGetProperty(name, out JsonElement member) ? member : throw Problems.Pt2($"a description lacks '{name}'", at);
}
