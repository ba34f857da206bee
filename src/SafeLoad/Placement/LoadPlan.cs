namespace SafeLoad.Placement;

/// <summary>
/// Which tensor fills which slot, decided before a byte is read: names, shapes, dtypes, devices. Only a plan without a contradiction can
/// be executed, so that a target is filled as a whole or not at all.
/// </summary>
/// <remarks>torch/nn/modules/module.py, <c>load_state_dict</c>: the same names count as missing and unexpected. Unlike there,
/// shapes are never broadcast.</remarks>
public sealed class LoadPlan
{
    private LoadPlan(LoadReport report, LoadPlanOptions options)
    {
        Report = report;
        Tensors = report.Loaded;
        Options = options;
    }

    /// <summary>The options that it was made with.</summary>
    public LoadPlanOptions Options { get; }

    /// <summary>What will be loaded and what does not fit.</summary>
    public LoadReport Report { get; }

    /// <summary>The tensors and their slots, in the checkpoint's order.</summary>
    public IReadOnlyList<PlannedTensor> Tensors { get; private init; }

    /// <summary>Whether it can be executed: nothing contradicts, and under <see cref="LoadPlanOptions.Strict"/> no name is left
    /// over.</summary>
    public bool IsValid =>
        Report.Collisions.Count == 0
        && (Report.Mismatches.Count == 0
            || (Options.SkipOtherShapes && !Options.Strict && Report.Mismatches.All(static mismatch => mismatch.IsOtherShape)))
        && (!Options.Strict || Report.Missing.Count + Report.Unexpected.Count == 0);

    /// <summary>The plan of a target that has chosen and checked its tensors itself.</summary>
    /// <param name="tensors">The tensors, each with its slot.</param>
    internal static LoadPlan Of(IReadOnlyList<PlannedTensor> tensors) =>
        new(new LoadReport { Loaded = tensors, Missing = [], Unexpected = [], Mismatches = [], Collisions = [] }, LoadPlanOptions.Default);

    /// <summary>Plans to fill a target.</summary>
    /// <param name="tensors">The checkpoint's tensors by name: a <see cref="StateDict"/>, mostly.</param>
    /// <param name="target">The target.</param>
    /// <param name="options">What to take and how; null for the defaults.</param>
    public static LoadPlan Create(IEnumerable<KeyValuePair<string, TensorInfo>> tensors, ITensorTarget target, LoadPlanOptions? options =
        null)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Create(tensors, target.Slots, options);
    }

    /// <summary>Plans to fill slots, whose target is made when it is known that they can be filled.</summary>
    /// <param name="tensors">The checkpoint's tensors by name: a <see cref="StateDict"/>, mostly.</param>
    /// <param name="slots">The slots; names are unique.</param>
    /// <param name="options">What to take and how; null for the defaults.</param>
    public static LoadPlan Create(IEnumerable<KeyValuePair<string, TensorInfo>> tensors, IReadOnlyCollection<TensorSlot> slots,
        LoadPlanOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(slots);
        return LoadPlanner.Plan(tensors, slots, options ?? LoadPlanOptions.Default, static (report, used) => new LoadPlan(report, used));
    }

    /// <summary>Plans to make new tensors: each gets a slot of its own dtype and shape, on the device that
    /// <see cref="LoadPlanOptions.Devices"/> gives.</summary>
    /// <param name="tensors">The checkpoint's tensors by name.</param>
    /// <param name="options">What to take and how; null for the defaults.</param>
    public static LoadPlan CreateForNewTensors(IEnumerable<KeyValuePair<string, TensorInfo>> tensors, LoadPlanOptions? options = null) =>
        LoadPlanner.Plan(tensors, null, options ?? LoadPlanOptions.Default, static (report, used) => new LoadPlan(report, used));

    /// <summary>The plan for a part of its tensors; its report stays that of the whole.
    /// For targets that get some of them in another way.</summary>
    /// <param name="isWanted">Whether a tensor is read.</param>
    public LoadPlan Only(Func<PlannedTensor, bool> isWanted)
    {
        ArgumentNullException.ThrowIfNull(isWanted);
        return new LoadPlan(Report, Options) { Tensors = [.. Tensors.Where(isWanted)] };
    }

    /// <summary>Throws if the plan cannot be executed.</summary>
    /// <exception cref="LoadPlanException">It cannot; the message says what does not fit, and what to do.</exception>
    public void ThrowIfInvalid()
    {
        if (!IsValid) throw new LoadPlanException(Report);
    }

    /// <summary>Fills the target.</summary>
    /// <param name="target">The target that the plan was made for, or one that makes the slots of a plan for new tensors.</param>
    /// <param name="progress">Told how many bytes have been read; null if nobody asks.</param>
    /// <param name="cancellation">Ends it; the target is told that it is not complete.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="LoadPlanException">The plan is not valid.</exception>
    /// <exception cref="MalformedCheckpointException">The bytes do not match their checksum (SL1105), or the file has changed (SL9002);
    /// the target was told.</exception>
    /// <exception cref="IOException">The file cannot be read; the target was told.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the target was told.</exception>
    /// <exception cref="ObjectDisposedException">The checkpoint is disposed.</exception>
    public LoadReport Execute(ITensorTarget target, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ThrowIfInvalid();
        return LoadRun.Execute(this, target, progress, cancellation);
    }
}
