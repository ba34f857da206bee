using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Sharding.DeepSpeed;

/// <summary>The weights that are in the files of a DeepSpeed optimizer: which of them lie in which groups, and the frozen ones beside
/// them.</summary>
/// <param name="files">The files' names.</param>
/// <param name="models">The model's files.</param>
/// <param name="optimizers">The optimizer's files, at least one.</param>
/// <param name="hasExperts">Whether there are experts, whose groups are shared by other processes.</param>
/// <param name="at">The folder.</param>
internal sealed class ZeroWeights(ZeroFiles files, ZeroFile[] models, ZeroFile[] optimizers, bool hasExperts, CheckpointLocation at)
{
    private const string Partitions = "single_partition_of_fp32_groups", FlatGroups = "fp32_flat_groups";
    // deepspeed/moe/layer.py and experts.py: how experts are named in the model.
    private const string ExpertName = ".deepspeed_experts.";

    private readonly ZeroGroups _groups = new(at);

    /// <summary>Whether each parameter is cut by itself (stage 3), and not the groups of them (1 and 2).</summary>
    public bool IsCut { get; } = optimizers[0].Optimizer.TryGetValue(FlatGroups, out _);

    /// <summary>The weights by their names, in order.</summary>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => _groups.Tensors;

    /// <summary>Finds them.</summary>
    /// <exception cref="MalformedCheckpointException">A file is missing (SL1307), or they contradict each other (SL1308).</exception>
    /// <exception cref="UnsupportedCheckpointException">The weights cannot be told from the files.</exception>
    public void Join()
    {
        CheckCounts();
        if (IsCut && hasExperts)
            throw Problems.UnsupportedZero("its experts are cut by stage 3 over processes of their own, of which nothing is said", at);
        List<List<ZeroParameter>> shapes = models[0].Shapes() ?? optimizers[0].Shapes()
            ?? throw models[0].Bad("has no param_shapes, by which the weights could be told: they are written since DeepSpeed 0.3.13");
        if (!hasExperts && shapes.Exists(static group => group.Exists(static parameter => IsExpert(parameter.Name))))
            throw Problems.UnsupportedZero("the files of its experts (*expert_*_model_states.pt) are not there", at);
        if (IsCut) _groups.AddCut([.. shapes.SelectMany(static group => group)], [.. optimizers.Select(PartsOf)]);
        else AddFlat(shapes);
        AddFrozen();
    }

    private ZeroPart[] PartsOf(ZeroFile file) => file.Optimizer.TryGetValue(IsCut ? FlatGroups : Partitions, out PyValue parts)
        ? file.Parts(parts, IsCut ? FlatGroups : Partitions)
        : throw Problems.UnsupportedZero(
            $"{Problems.Name(file.Name)} has neither {Partitions} nor {FlatGroups}: its weights lie as releases before 0.4 cut them",
            file.At);

    private void AddFlat(List<List<ZeroParameter>> shapes)
    {
        ZeroPart[][] parts = [.. optimizers.Select(PartsOf)];
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length != shapes.Count)
                throw optimizers[i].Bad(FormattableString.Invariant(
                    $"has {parts[i].Length:N0} groups of weights, and the shapes are those of {shapes.Count:N0}"));
        }
        for (int group = 0; group < shapes.Count; group++)
        {
            // Experts are shared by fewer processes, and which is not said.
            if (!hasExperts || !shapes[group].Exists(static parameter => IsExpert(parameter.Name)))
                _groups.AddFlat(shapes[group], Array.ConvertAll(parts, part => part[group]));
        }
    }

    private void AddFrozen()
    {
        if (models[0].Dict("frozen_param_shapes") is not { } shapes) return;
        foreach (var (name, shape) in shapes)
        {
            ZeroParameter parameter = models[0].Parameter(name, shape);
            ZeroFile[] files = IsCut ? models : models[..1];
            _groups.AddPieces(parameter, [.. files.Select(file =>
                file.Dict("frozen_param_fragments") is { } fragments && fragments.TryGetValue(name, out PyValue piece)
                    ? file.Part(piece, "frozen_param_fragments")
                    : throw file.Bad($"has no piece of the frozen {Problems.Name(parameter.Name)}"))]);
        }
    }

    // partition_count: for each group, or for all. What it says is how many files there are.
    private void CheckCounts()
    {
        foreach (ZeroFile file in optimizers)
        {
            long count = CountOf(file);
            if (count > optimizers.Length) throw ZeroFiles.Missing(files.Optimizers, count, at);
            if (count < optimizers.Length)
                throw Problems.UnsupportedZero(FormattableString.Invariant($"it has the files of {optimizers.Length:N0} processes, and ")
                    + FormattableString.Invariant($"weights are cut over {count:N0} of them: which belong together is not said"), at);
        }
        if (IsCut && models.Length != optimizers.Length)
        {
            if (models.Length < optimizers.Length && files.Models[0].StartsWith("zero", StringComparison.Ordinal))
                throw ZeroFiles.Missing(files.Models, optimizers.Length, at);
            throw Problems.ShardConflict(
                "the folder has as many files of the model as of the optimizer with stage 3, and here it has not", at);
        }
    }

    private static long CountOf(ZeroFile file)
    {
        PyValue said = file.Optimizer.TryGetValue("partition_count", out PyValue value) ? value : default;
        if (said.Is(PyKind.Int)) return said.AsInt64();
        long most = 0;
        foreach (PyValue item in said.RawReference as PyList ?? throw file.Bad("does not say how many files there are"))
        {
            if (item.Is(PyKind.Int)) most = Math.Max(most, item.AsInt64());
        }
        return most;
    }

    private static bool IsExpert(string name) => name.Contains(ExpertName, StringComparison.Ordinal);
}
