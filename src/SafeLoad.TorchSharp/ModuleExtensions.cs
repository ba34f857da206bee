using SafeLoad.Placement;
using SafeLoad.TorchSharp.Fitting;
using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>Checkpoints into modules.</summary>
public static class ModuleExtensions
{
    private const string Written = "SafeLoad.Written";

    /// <summary>Fills a module with the weights of a file, an index of shards or a folder. All names,
    /// shapes and dtypes are checked before the first number is written.</summary>
    /// <inheritdoc cref="load_pt(torch.nn.Module, Checkpoint, string?, string?, string?, bool, IReadOnlyList{string}?,
    /// IReadOnlyDictionary{string, string}?, bool, Assign, IProgress{long}?, CancellationToken)"/>
    /// <param name="path">The path.</param>
    /// <param name="options">How to open it: <c>new CheckpointOptions { KeepObjects = true }</c> takes the weights out of whole modules
    /// and TorchScript, as data, without running anything. Null for the defaults.</param>
#pragma warning disable CS1573 // The other parameters are those of the overload.
    public static LoadReport load_pt(this torch.nn.Module module, string path, string? key = null, string? strip_prefix =
        null, string? add_prefix = null, bool strict = true, IReadOnlyList<string>? skip = null,
        IReadOnlyDictionary<string, string>? rename = null, bool cast = true, Assign assign =
            Assign.Copy, CheckpointOptions? options = null, IProgress<long>? progress = null, CancellationToken cancellation = default)
#pragma warning restore CS1573
    {
        cancellation.ThrowIfCancellationRequested();
        using Checkpoint checkpoint = CheckpointFile.Open(path, options);
        return module.load_pt(checkpoint, key, strip_prefix, add_prefix, strict, skip, rename, cast, assign, progress, cancellation);
    }

    /// <summary>Fills a module with the weights of an open checkpoint. All names,
    /// shapes and dtypes are checked before the first number is written.</summary>
    /// <param name="module">The module, on the CPU or a device. Its parameters stay the same objects, unless they get memory by
    /// <see cref="Assign.Materialize"/>, and require gradients or not as before. Of names that are tied the file needs one;
    /// of several the module's last one counts.</param>
    /// <param name="checkpoint">The checkpoint; it may be disposed afterwards.</param>
    /// <param name="key">The entry that holds the weights: <c>state_dict</c>; dots lead further down. Null: found by itself.</param>
    /// <param name="strip_prefix">What is taken away before the file's names: <c>module.</c>;
    /// <c>auto</c> finds what wrappers put there. Null: nothing.</param>
    /// <param name="add_prefix">What is put before them afterwards. Null: nothing.</param>
    /// <param name="strict">Whether names that only one side has are errors, as in <c>load_state_dict</c>. Default true.
    /// Other shapes are errors always, and so is a file that has nothing at all for the module.</param>
    /// <param name="skip">Wildcards of the module's names that stay as they are, and of names of the file that the module has no place
    /// for: <c>["fc.*"]</c> for a head with other classes. Null: none.</param>
    /// <param name="rename">The file's names, with one <c>*</c> for any text, and what they become. Null: none.</param>
    /// <param name="cast">Whether floating-point numbers become those of the module, complex ones those of a wider module, and integers and
    /// bools other ones where each number is proven to fit. Default: they do.</param>
    /// <param name="assign">Whether they are copied, or view the file. Default: copied.</param>
    /// <param name="progress">Told how many bytes have been read; null for nobody.</param>
    /// <param name="cancellation">Ends it; what was read until then stays in the module, and the exception says what that is.</param>
    /// <returns>What was loaded and what was not.</returns>
    /// <exception cref="LoadPlanException">The file does not fit the module; the message says all that does not, and what to do.
    /// Nothing was written.</exception>
    /// <exception cref="NotSupportedException">The module has tensors that cannot be filled: on the meta device, sparse, of dtypes that
    /// files do not have. Nothing was written.</exception>
    /// <exception cref="KeyNotFoundException">There is no such entry, or it holds no tensors.</exception>
    /// <exception cref="SafeLoadException">The file is damaged. Where that is found while its numbers are read,
    /// some are in the module already: the exception's <c>Data["SafeLoad.Written"]</c>, an array of strings, has the names of the tensors
    /// that have numbers of the file, in part or all; every other is as it was. So it is with every exception of the reading.</exception>
    /// <exception cref="InvalidOperationException">A device failed or has no room left.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static LoadReport load_pt(this torch.nn.Module module, Checkpoint checkpoint, string? key = null, string? strip_prefix =
        null, string? add_prefix = null, bool strict = true, IReadOnlyList<string>? skip = null,
        IReadOnlyDictionary<string, string>? rename = null, bool cast = true, Assign assign =
            Assign.Copy, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(checkpoint);
        cancellation.ThrowIfCancellationRequested();
        using DisposeScope scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        var options = new LoadPlanOptions
        {
            Strict = strict,
            Names = new NameRules { StripPrefix = strip_prefix, AddPrefix = add_prefix, Renames = rename is null ? [] : [.. rename] },
            SkipSlots = skip ?? [],
            CastFloats = cast,
        };
        ModulePlan fitted = ModulePlan.Create(module, checkpoint, key, options);
        var (slots, plan) = (fitted.Slots, fitted.Plan);
        using MetaModules? made = assign == Assign.Materialize ? new MetaModules(module, plan.Tensors, slots) : null;
        IReadOnlyList<PlannedTensor> tensors = LastOfTied(plan.Tensors, slots.Slots);
        if (tensors.FirstOrDefault(planned => slots.Tensors[planned.Slot.Name].device_type == DeviceType.META) is { } meta)
            throw new NotSupportedException(
                $"'{Checkpoint.Escape(meta.Slot.Name)}' of the module is on the meta device and has no memory; "
                    + "Assign.Materialize makes it.");
        List<string> shared = [], written = [];
        try
        {
            if (assign == Assign.Share) MappedFiles.Assign(tensors, slots.Tensors, shared);
            var views = shared.ToHashSet(StringComparer.Ordinal);
            var wanted = new HashSet<PlannedTensor>(tensors.Where(planned => !views.Contains(planned.Slot.Name)),
                ReferenceEqualityComparer.Instance);
            using var filled = new FilledTensors(slots.Tensors, wanted);
            LoadReport done = filled.Fill(plan.Only(wanted.Contains), progress, cancellation, written);
            made?.Assign();
            return fitted.Report(done) with { Shared = shared };
        }
        catch (Exception problem)
        {
            problem.Data[Written] = shared.Concat(written).Where(name => made is null || !made.Has(name))
                .Order(StringComparer.Ordinal).ToArray();
            throw;
        }
    }

    // Of tensors for one memory the last one counts, as in load_state_dict: the last of the module, wherever the file has it.
    private static List<PlannedTensor> LastOfTied(IReadOnlyList<PlannedTensor> tensors, List<TensorSlot> slots)
    {
        var planned = tensors.ToDictionary(static tensor => tensor.Slot.Name, StringComparer.Ordinal);
        var last = new Dictionary<string, PlannedTensor>(StringComparer.Ordinal);
        foreach (TensorSlot slot in slots)
        {
            if (planned.TryGetValue(slot.Name, out PlannedTensor? tensor)) last[slot.SameAs!] = tensor;
        }
        return [.. last.Values];
    }
}
