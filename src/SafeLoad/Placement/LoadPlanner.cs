using SafeLoad.Diagnostics;
using SafeLoad.Tensors;

namespace SafeLoad.Placement;

/// <summary>Matches tensors with slots and says what does not fit.</summary>
internal static class LoadPlanner
{
    public static LoadPlan Plan(IEnumerable<KeyValuePair<string, TensorInfo>> tensors, IReadOnlyCollection<TensorSlot>? slots,
        LoadPlanOptions options, Func<LoadReport, LoadPlanOptions, LoadPlan> make)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        bool IsSkipped(string name) => options.SkipSlots.Any(pattern => Wildcard.Fits(pattern, name));
        var byName = slots?.ToDictionary(static slot => slot.Name, StringComparer.Ordinal);
        NameMap map = NameMap.Create(tensors, options.Names, byName?.Keys);
        var planned = new List<PlannedTensor>();
        var unexpected = new List<string>();
        var mismatches = new List<PlannedTensor>();
        var filled = new HashSet<string>(StringComparer.Ordinal);
        foreach (NamedTensor tensor in map.Tensors)
        {
            TensorSlot? slot = byName is null ? SlotFor(tensor, options) : byName.GetValueOrDefault(tensor.Name);
            if (IsSkipped(tensor.Name)) continue;
            if (slot is null)
            {
                unexpected.Add(tensor.Name);
                continue;
            }
            filled.Add(slot.Name);
            string? mismatch = WhyNot(tensor.Tensor, slot, options, out bool isShape);
            (mismatch is null ? planned : mismatches).Add(
                new PlannedTensor(tensor.SourceName, tensor.Tensor, slot) { Mismatch = mismatch, IsOtherShape = isShape });
        }
        var shared = (slots ?? []).Where(slot => slot.SameAs is not null && filled.Contains(slot.Name)).Select(static slot => slot.SameAs!)
            .ToHashSet(StringComparer.Ordinal);
        List<string> missing = slots is null ? []
            : [.. slots.Where(slot => !filled.Contains(slot.Name) && (slot.SameAs is null || !shared.Contains(slot.SameAs))
                && !IsSkipped(slot.Name)).Select(static slot => slot.Name)];
        var report = new LoadReport { Loaded = planned, Missing = missing, Unexpected = unexpected, Mismatches = mismatches, Collisions =
            map.Collisions, StrippedPrefix = map.StrippedPrefix };
        return make(report with { Hint = HintFor(report, options) }, options);
    }

    private static TensorSlot SlotFor(NamedTensor tensor, LoadPlanOptions options) =>
        new(tensor.Name, tensor.Tensor.DType, tensor.Tensor.Shape) { Device = options.Devices?.Resolve(tensor.Name, tensor.Tensor.Device)
            ?? tensor.Tensor.Device };

    private static string? WhyNot(TensorInfo tensor, TensorSlot slot, LoadPlanOptions options, out bool isShape)
    {
        isShape = false;
        if (tensor.IsMeta) return tensor.IsSpread ? "it is " + tensor.WhyNoData : "the file has its shape and no data (meta)";
        if (tensor.Storage is null)
            return $"it is {tensor.LayoutName}, whose parts are tensors of their own; the target takes strided ones";
        isShape = !tensor.Shape.SequenceEqual(slot.Shape);
        if (isShape) return $"the file has {tensor}, the target {slot}";
        if (tensor.DType.ValuesPerByte > 1) return $"it is {tensor}, with several numbers in a byte; the target takes whole bytes for each";
        if (tensor.DType == slot.DType) return null;
        if (tensor.DType.IsQuantized || slot.DType.IsQuantized)
            return $"the file has {tensor}, the target {slot}; quantized numbers are not cast";
        if (!options.CastFloats || !FloatCast.IsPossible(tensor.DType, slot.DType))
            return $"the file has {tensor}, the target {slot}, and that is no cast of floating-point numbers";
        return null;
    }

    // What a person would try next.
    private static string? HintFor(LoadReport report, LoadPlanOptions options)
    {
        if (report.Missing.Count == 0 || report.Unexpected.Count == 0 || options.Names.StripPrefix is not null) return null;
        var (strip, prefix) = AutomaticPrefix.Find(report.Unexpected, report.Missing);
        var missing = report.Missing.ToHashSet(StringComparer.Ordinal);
        int matches = report.Unexpected.Count(name => missing.Contains(strip(name)));
        if (matches == 0) return null;
        return prefix.Length > 0
            ? $"{matches} keys fit without '{Printable.Escape(prefix)}' before them: strip that prefix, or let it be found "
                + "(NameRules.Automatic)"
            : $"{matches} keys fit when prefixes are found against the target (NameRules.Automatic)";
    }
}
