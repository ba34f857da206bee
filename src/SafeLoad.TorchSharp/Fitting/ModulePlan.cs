using SafeLoad.Placement;
using SafeLoad.TorchSharp.Transfers;
using TorchSharp;

namespace SafeLoad.TorchSharp.Fitting;

/// <summary>What of a checkpoint goes into which tensor of a module: decided, and checked, before a number is written.</summary>
internal sealed class ModulePlan
{
    private readonly Dictionary<string, TensorSlot> _asked;

    private ModulePlan(ModuleSlots slots, Dictionary<string, TensorSlot> asked, LoadPlan plan, string? note) =>
        (Slots, _asked, Plan, Note) = (slots, asked, plan, note);

    /// <summary>The module's tensors.</summary>
    public ModuleSlots Slots { get; }

    /// <summary>The plan, which is valid.</summary>
    public LoadPlan Plan { get; }

    // Which of the caller's patterns fit nothing.
    private string? Note { get; }

    /// <summary>Plans.</summary>
    /// <param name="module">The module.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="key">The entry that holds the weights; null to find it.</param>
    /// <param name="options">What to take and how.</param>
    /// <exception cref="LoadPlanException">The file does not fit the module.</exception>
    /// <exception cref="NotSupportedException">The module has tensors that cannot be filled.</exception>
    /// <exception cref="KeyNotFoundException">There is no such entry, or it holds no tensors.</exception>
    public static ModulePlan Create(torch.nn.Module module, Checkpoint checkpoint, string? key, LoadPlanOptions options)
    {
        ModuleSlots slots = ModuleSlots.Of(module);
        StateDict weights = EntryKeys.Find(checkpoint, key);
        if (slots.Tensors.Count > 0 && slots.Tensors.Values.First() is var one)
            TransferSettings.Current.Prepare(one.device_type, one.device_index, slots.Slots.Sum(static slot => slot.ByteLength));
        var asked = slots.Slots.ToDictionary(static slot => slot.Name, StringComparer.Ordinal);
        LoadPlan plan = LoadPlan.Create(weights, slots.Slots, options);
        Dictionary<string, string> numbers = [];
        if (plan.Report.Mismatches.Count + plan.Report.Missing.Count > 0)
        {
            OldCounters.Excuse(slots.Slots, plan.Report, () => checkpoint.ModuleMetadata(key));
            numbers = SlotFitting.Fit(slots.Slots, plan.Report.Mismatches, options.CastFloats);
            plan = LoadPlan.Create(weights, slots.Slots, options);
        }
        if (TiedNames.WithoutUnused(weights, plan.Report) is { } used) plan = LoadPlan.Create(used, slots.Slots, options);
        var hints = new ModuleHints(checkpoint, weights, slots.Slots, options);
        if (!plan.IsValid || IsEmpty(plan.Report)) throw new LoadPlanException(Refusal(plan.Report, hints, numbers));
        return new ModulePlan(slots, asked, plan, hints.Unused(plan.Report));
    }

    /// <summary>What was done, in terms of the module's own tensors.</summary>
    public LoadReport Report(LoadReport done) => done with
    {
        Hint = Note,
        Loaded = [.. done.Loaded.Select(planned => planned with { Slot = _asked[planned.Slot.Name] })],
    };

    // Names of one side may be no errors; a file that has nothing at all for the module is one always.
    private static bool IsEmpty(LoadReport report) => report.Loaded.Count == 0 && report.Missing.Count > 0;

    private static LoadReport Refusal(LoadReport report, ModuleHints hints, Dictionary<string, string> numbers) => report with
    {
        Hint = hints.Of(report),
        Mismatches = [.. report.Mismatches.Select(mismatch =>
            numbers.TryGetValue(mismatch.Slot.Name, out string? why) ? mismatch with { Mismatch = why } : mismatch)],
    };
}
