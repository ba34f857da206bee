using SafeLoad.Diagnostics;
using SafeLoad.Placement;
using SafeLoad.Training;

namespace SafeLoad.Writing;

/// <summary>
/// The weights of a checkpoint on their way into other files: which of them, under which names, with what beside them. It is planned first,
/// to the byte, and then written, all of it or nothing.
/// </summary>
/// <remarks>The checkpoint must be open until it is written.</remarks>
public sealed class Conversion
{
    private readonly ConversionOptions _options;

    private Conversion(ConversionOptions options, Weights weights, NameMap names, SavePlan plan)
    {
        _options = options;
        LeftOut = Conservation.LeftOut(weights, names, plan);
        Weights = weights;
        Names = names;
        Plan = plan;
    }

    /// <summary>The weights that were found: where, and why they were taken for them.</summary>
    public Weights Weights { get; }

    /// <summary>Rules for names that no tensor fits, in words: <c>rename 'enc.*' to 'encoder.*'</c>. Most often such a rule is
    /// misspelled.</summary>
    public IReadOnlyList<string> UnusedRules => Names.UnusedRules;

    // Those that were chosen, by their new names.
    internal NameMap Names { get; }

    /// <summary>The files, to the byte.</summary>
    public SavePlan Plan { get; }

    /// <summary>Every tensor, array and storage of the checkpoint that is not in the files: not chosen, not to be held by the format,
    /// none of the weights, or viewed by no tensor. What is here and what is written is all that the checkpoint has.</summary>
    public IReadOnlyList<OtherTensor> LeftOut { get; }

    /// <summary>How many tensors were found: those that are written, under a name of their own or another's,
    /// and those that are left out.</summary>
    public int FoundCount => Plan.Tensors.Count + Plan.Dropped.Count + LeftOut.Count;

    /// <summary>New names of tensors among those that are written that are an optimizer's state: nobody's weights, most often.</summary>
    public IReadOnlyList<string> OptimizerTensors
    {
        get
        {
            HashSet<string> states = [.. Weights.OptimizerTensors];
            return [.. Names.Tensors.Where(tensor => states.Contains(tensor.SourceName) && !Plan.Skipped.ContainsKey(tensor.Name))
                .Select(static tensor => tensor.Name)];
        }
    }

    /// <summary>Why nothing is written, in a sentence: no tensor was found, chosen, or is one that the format holds; null where there are
    /// some. Names are the file's choice.</summary>
    public string? WhyNothing => Plan.Tensors.Count > 0 ? null : "no tensors: " + (Plan.WhySkipped
        ?? FormattableString.Invariant($"the checkpoint has {Weights.Tensors.Count}, and {Names.Tensors.Count} are chosen"));

    /// <summary>Plans a conversion: nothing is written, and no tensor is read.</summary>
    /// <param name="checkpoint">The checkpoint; must be open until the conversion is written.</param>
    /// <param name="output">The file's path; of shards the name that their names are made of.</param>
    /// <param name="options">What is converted, and into what; null for the defaults.</param>
    /// <exception cref="ArgumentException">No format was asked for, by the output's name neither,
    /// or two tensors would get one name.</exception>
    /// <exception cref="KeyNotFoundException">There is no entry of the key that was asked for.</exception>
    /// <exception cref="NotSupportedException">The format cannot hold a tensor (<see cref="SaveOptions.SkipUnsupported"/>);
    /// or tensors share bytes where that is an error, or repeat them by the terabyte.</exception>
    /// <exception cref="SafeLoadException">Two tensors of the checkpoint have one name (SL1409),
    /// or names cost too much (SL4012).</exception>
    public static Conversion Of(Checkpoint checkpoint, string output, ConversionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentException.ThrowIfNullOrEmpty(output);
        options ??= ConversionOptions.Default;
        TensorFileFormat format = options.Format ?? TensorFileFormat.For(output);
        Weights weights = options.Key is null ? checkpoint.Weights : checkpoint.WeightsUnder(options.Key);
        NameMap names = NameMap.Create(weights.Tensors, options.Names);
        if (names.Collisions.Count > 0) throw new ArgumentException($"Two tensors would get one name: {ListText.Of(names.Collisions)}");
        SaveOptions save =
            options.Save with { Metadata = MetadataOf(checkpoint, options.Save), ModuleMetadata = ModulesOf(checkpoint, options, names) };
        var tensors = names.Tensors.Select(static tensor => new KeyValuePair<string, TensorInfo>(tensor.Name, tensor.Tensor));
        var plan = SavePlan.Of(tensors, output, format, save);
        if (options.Verify) Verification.CheckCost(plan);
        return new Conversion(options, weights, names, plan);
    }

    /// <summary>Converts a checkpoint in one call: opens it, whatever objects stand in it, writes its weights, and closes it.</summary>
    /// <param name="input">A checkpoint: a file, an index of shards, a folder.</param>
    /// <param name="output">The file's path; of shards the name that their names are made of.</param>
    /// <param name="options">What is converted, and into what; null for the defaults.</param>
    /// <param name="cancellation">Ends it; nothing is left behind.</param>
    /// <returns>What was converted; its tensors cannot be read any more.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Of"/>.</exception>
    /// <exception cref="KeyNotFoundException">As for <see cref="Of"/>.</exception>
    /// <exception cref="NotSupportedException">As for <see cref="Of"/> and <see cref="Write"/>.</exception>
    /// <exception cref="SafeLoadException">The checkpoint cannot be opened, or a tensor's bytes cannot be read.</exception>
    /// <exception cref="IOException">As for <see cref="Write"/>; or the checkpoint cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to, or the checkpoint not be read.</exception>
    public static Conversion Convert(string input, string output, ConversionOptions? options = null, CancellationToken cancellation =
        default)
    {
        using Checkpoint checkpoint = Checkpoint.Open(input, new CheckpointOptions { KeepObjects = true });
        Conversion conversion = Of(checkpoint, output, options);
        conversion.Write(cancellation: cancellation);
        return conversion;
    }

    /// <summary>Writes the files, and reads them again where that was asked for.</summary>
    /// <param name="progress">Told how many bytes have been written so far; null for nobody.</param>
    /// <param name="cancellation">Ends it; nothing is left behind that was not written before.</param>
    /// <returns>How many finite numbers became infinite because their tensor was cast, by the tensor's name.</returns>
    /// <exception cref="NotSupportedException">There is no tensor to write.</exception>
    /// <exception cref="IOException">A file exists and may not be replaced, the disk is full,
    /// or what was written is not what is read again.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    /// <exception cref="SafeLoadException">A tensor's bytes cannot be read.</exception>
    public IReadOnlyDictionary<string, long> Write(IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        if (WhyNothing is { } nothing) throw new NotSupportedException(nothing);
        IReadOnlyDictionary<string, long> overflows = Plan.Write(progress, cancellation);
        if (_options.Verify) Verification.Check(Plan, cancellation);
        return overflows;
    }

    // What safetensors carry beside their tensors goes on; of an index only what is not about its files.
    private static Dictionary<string, string> MetadataOf(Checkpoint checkpoint, SaveOptions save)
    {
        var metadata = new Dictionary<string, string>(save.Metadata, StringComparer.Ordinal);
        if (checkpoint.Format != CheckpointFormat.Safetensors) return metadata;
        foreach (var (name, text) in checkpoint.Metadata)
        {
            if (name != "total_size") metadata[name] = text;
        }
        return metadata;
    }

    private static SafeLoad.Values.PyDict? ModulesOf(Checkpoint checkpoint, ConversionOptions options, NameMap names) =>
        options.Save.ModuleMetadata ?? (checkpoint.ModuleMetadata(options.Key) is { } metadata ? names.Rename(metadata) : null);
}
