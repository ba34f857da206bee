using System.Globalization;
using SafeLoad.Pickle;

namespace SafeLoad.Tests.Support;

/// <summary>A folder as DeepSpeed writes it, made byte by byte by what its sources say, of weights that are known: floats that count up.
/// Stages 1 and 2 cut groups, stage 3 each parameter. Deleted after the test.</summary>
internal sealed class ZeroFolder : IDisposable
{
    public const string Tag = "global_step10";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("safeload-zero-");

    private float _next = 1;

    public required int Stage { get; init; }

    public required int Ranks { get; init; }

    /// <summary>As before release 0.5.4: one dict of shapes, in the optimizer's file, and a number for the stage.</summary>
    public bool IsOld { get; init; }

    /// <summary>As the optimizer for bf16 writes: padding stays, the stage is not said, files are called after it.</summary>
    public bool IsBFloat16 { get; init; }

    public string Root => _root.FullName;

    public string Folder => Path.Combine(Root, Tag);

    /// <summary>Trained parameters, by groups.</summary>
    public List<List<(string Name, long[] Shape)>> Groups { get; } = [];

    public List<(string Name, long[] Shape)> Frozen { get; } = [];

    /// <summary>What the weights are, in the model's order.</summary>
    public Dictionary<string, float[]> Expected { get; } = [];

    private string OptimizerName(int rank) => $"{(IsBFloat16 ? "bf16_" : "")}zero_pp_rank_{rank}_mp_rank_00_optim_states.pt";

    private string ModelName(int rank) => Stage == 3 ? $"zero_pp_rank_{rank}_mp_rank_00_model_states.pt" : "mp_rank_00_model_states.pt";

    public string PathOfOptimizer(int rank) => Path.Combine(Folder, OptimizerName(rank));

    public ZeroFolder Write()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Root, "latest"), Tag + "\n");
        foreach (var (name, shape) in Groups.SelectMany(static group => group).Concat(Frozen)) Expected.Add(name, Values(CountOf(shape)));
        Expected.Add("steps", [7, 8]);
        for (int rank = 0; rank < (Stage == 3 ? Ranks : 1); rank++) WriteModel(rank);
        for (int rank = 0; rank < Ranks; rank++) WriteOptimizer(rank);
        if (Groups.Count > 0) Expected.Add("tied", Expected[Groups[0][0].Name]);
        return this;
    }

    public void Dispose() => _root.Delete(recursive: true);

    private static long CountOf(long[] shape) => shape.Aggregate(1L, static (a, b) => a * b);

    private float[] Values(long count) => [.. Enumerable.Range(0, (int)count).Select(_ => _next++)];

    // The model's own weights are other numbers, and with stage 3 none.
    private void WriteModel(int rank)
    {
        var file = new Storages();
        PickleBuilder pickle = PickleBuilder.Protocol(2).EmptyDict().Mark().Text("module").Global("collections", "OrderedDict").EmptyTuple()
            .Reduce().Mark();
        foreach (var (name, shape) in Groups.SelectMany(static group => group).Concat(Frozen))
            file.Tensor(pickle.Text(name), Stage == 3 ? [] : new float[CountOf(shape)], Stage == 3 ? [0] : shape);
        file.Tensor(pickle.Text("steps"), [7, 8], [2]);
        file.Tensor(pickle.Text("tied"), [], [0]);
        pickle.SetItems().Text("buffer_names").Op(PickleOpcode.EmptyList).Mark().Text("steps").Op(PickleOpcode.Appends);
        if (!IsOld) WriteShapes(pickle);
        pickle.Text("shared_params").EmptyDict();
        if (rank == 0 && Groups.Count > 0) pickle.Mark().Text("tied").Text(Groups[0][0].Name).SetItems();
        pickle.Text("frozen_param_shapes").EmptyDict().Mark();
        foreach (var (name, shape) in Frozen) Size(pickle.Text(name), shape);
        pickle.SetItems().Text("frozen_param_fragments").EmptyDict().Mark();
        foreach (var (name, shape) in Frozen)
            file.Tensor(pickle.Text(name), Stage == 3 ? Piece(Expected[name], rank) : Expected[name], Stage == 3 ? null : shape);
        pickle.SetItems().Text("ds_version").Text("0.15.0").SetItems();
        File.WriteAllBytes(Path.Combine(Folder, ModelName(rank)), file.ToZip(pickle));
    }

    private void WriteOptimizer(int rank)
    {
        var file = new Storages();
        PickleBuilder pickle = PickleBuilder.Protocol(2).EmptyDict().Mark();
        if (IsOld) WriteShapes(pickle);
        pickle.Text("optimizer_state_dict").EmptyDict().Mark();
        if (!IsBFloat16)
        {
            pickle.Text("zero_stage");
            if (IsOld) pickle.Int(Stage);
            else pickle.Global("deepspeed.runtime.zero.config", "ZeroStageEnum").Mark().Int(Stage).Tuple().Reduce();
        }
        pickle.Text("loss_scaler").Global("deepspeed.runtime.fp16.loss_scaler", "LossScaler").EmptyTuple().Op(PickleOpcode.NewObj)
            .EmptyDict().Mark().Text("cur_scale").Int(1).SetItems().Op(PickleOpcode.Build).Text("partition_count");
        if (Stage == 3) pickle.Int(Ranks);
        else
        {
            pickle.Op(PickleOpcode.EmptyList).Mark();
            foreach (var _ in Groups) pickle.Int(Ranks);
            pickle.Op(PickleOpcode.Appends);
        }
        pickle.Text(Stage == 3 ? "fp32_flat_groups" : "single_partition_of_fp32_groups").Op(PickleOpcode.EmptyList).Mark();
        foreach (var group in Groups) file.Tensor(pickle, Part(group, rank), null);
        pickle.Op(PickleOpcode.Appends).SetItems().SetItems();
        File.WriteAllBytes(PathOfOptimizer(rank), file.ToZip(pickle));
    }

    private float[] Part(List<(string Name, long[] Shape)> group, int rank)
    {
        if (Stage == 3) return [.. group.SelectMany(parameter => Piece(Expected[parameter.Name], rank))];
        float[] all = [.. group.SelectMany(parameter => Expected[parameter.Name])];
        int each = ((all.Length + (2 * Ranks) - 1) / (2 * Ranks)) * 2;
        IEnumerable<float> part = all.Skip(rank * each).Take(each);
        return IsBFloat16 ? Padded(part, each) : [.. part];
    }

    private float[] Piece(float[] all, int rank)
    {
        int each = (all.Length + Ranks - 1) / Ranks;
        return Padded(all.Skip(rank * each).Take(each), each);
    }

    private static float[] Padded(IEnumerable<float> some, int length) => [.. some.Concat(Enumerable.Repeat(-1f, length)).Take(length)];

    private void WriteShapes(PickleBuilder pickle)
    {
        pickle.Text("param_shapes");
        if (!IsOld) pickle.Op(PickleOpcode.EmptyList).Mark();
        foreach (var group in IsOld ? [[.. Groups.SelectMany(static group => group)]] : Groups)
        {
            pickle.Global("collections", "OrderedDict").EmptyTuple().Reduce().Mark();
            foreach (var (name, shape) in group) Size(pickle.Text(name), shape);
            pickle.SetItems();
        }
        if (!IsOld) pickle.Op(PickleOpcode.Appends);
    }

    private static void Size(PickleBuilder pickle, long[] shape) => pickle.Global("torch", "Size").Mark().Ints(shape).Tuple().Reduce();

    // The floats of a file, a storage for each tensor.
    private sealed class Storages
    {
        private readonly List<byte[]> _content = [];

        public void Tensor(PickleBuilder pickle, float[] values, long[]? shape)
        {
            shape ??= [values.Length];
            long[] strides = [.. shape.Select((_, i) => shape.Skip(i + 1).Aggregate(1L, static (a, b) => a * Math.Max(b, 1)))];
            pickle.Tensor(values.Length, 0, shape, strides, key: _content.Count.ToString(CultureInfo.InvariantCulture));
            _content.Add(TensorPickles.Floats(values));
        }

        public byte[] ToZip(PickleBuilder pickle) => ZipBuilder.Torch(pickle.Stop(), [.. _content]).ToArray();
    }
}
