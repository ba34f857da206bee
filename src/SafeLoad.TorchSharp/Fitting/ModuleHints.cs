using SafeLoad.Placement;
using SafeLoad.Tensors;
using SafeLoad.Training;

namespace SafeLoad.TorchSharp.Fitting;

/// <summary>What the caller of <c>load_pt</c> would try next, in the words of its own parameters.</summary>
/// <param name="checkpoint">The checkpoint.</param>
/// <param name="weights">The entry that was taken.</param>
/// <param name="slots">The module's slots.</param>
/// <param name="options">What was asked for.</param>
internal sealed class ModuleHints(Checkpoint checkpoint, StateDict weights, List<TensorSlot> slots, LoadPlanOptions options)
{
    private const int MostEntries = 32, MostNames = 100;

    /// <summary>What to do about a file that does not fit; null if nothing is plain.</summary>
    /// <param name="report">What does not.</param>
    public string? Of(LoadReport report)
    {
        var hints = new List<string>();
        if (KeyHint(report) is { } key) hints.Add(key);
        if ((PrefixHint(report) ?? RenameHint(report)) is { } names) hints.Add(names);
        else if (report.Loaded.Count > 0 && SkipHint(report) is { } skip) hints.Add(skip);
        if (!options.CastFloats && report.Mismatches.Any(static other => FloatCast.IsPossible(other.Tensor.DType, other.Slot.DType)))
            hints.Add("cast: true makes floating-point numbers those of the module");
        if (report.Mismatches.Any(static other => other.Tensor.Quantization is not null))
            hints.Add("load_tensors(dequantize: true) gives the numbers of quantized tensors as float32, to be copied into parameters");
        if (report.Mismatches.Any(static other => other.Tensor.SparseIndices is not null))
            hints.Add("load_tensors() gives sparse tensors, and to_dense() their numbers, to be copied into parameters");
        if (Unused(report) is { } unused) hints.Add(unused);
        return hints.Count == 0 ? null : string.Join('\n', hints);
    }

    /// <summary>Which of the caller's patterns and prefixes fit nothing; null if all do, or there are none.</summary>
    public string? Unused(LoadReport report)
    {
        if (options.SkipSlots.Count + options.Names.Renames.Count == 0 && options.Names.StripPrefix is null) return null;
        NameMap map = NameMap.Create(weights, options.Names, [.. slots.Select(static slot => slot.Name)]);
        string[] names = [.. slots.Select(static slot => slot.Name), .. map.Tensors.Select(static tensor => tensor.Name)];
        string[] unused =
        [
            .. options.SkipSlots.Where(pattern => !Array.Exists(names, name => Wildcard.Fits(pattern, name)))
                .Select(static pattern => $"skip: [{NamePatterns.Quote(pattern)}]"),
            .. map.UnusedRules.Select(static rule => Checkpoint.Escape(rule)),
        ];
        return unused.Length == 0 ? null : $"fits no name: {string.Join("; ", unused)}";
    }

    // Another entry of the file has more of the names.
    private string? KeyHint(LoadReport report)
    {
        string? best = null;
        int most = report.Loaded.Count;
        var wanted = slots.ToDictionary(static slot => slot.Name, StringComparer.Ordinal);
        foreach (string key in EntryKeys.Of(checkpoint).Take(MostEntries))
        {
            if (key == weights.Path) continue;
            int fitting = checkpoint.StateDict(key).Count(tensor =>
                wanted.TryGetValue(tensor.Key, out TensorSlot? slot) && tensor.Value.Shape.SequenceEqual(slot.Shape));
            if (fitting > most) (best, most) = (key, fitting);
        }
        return best is null ? null : FormattableString.Invariant($"key: {NamePatterns.Quote(best)} has {most} that fit");
    }

    private string? PrefixHint(LoadReport report)
    {
        if (report.Missing.Count == 0 || report.Unexpected.Count == 0 || options.Names.StripPrefix == NameRules.Automatic) return null;
        var (strip, prefix) = AutomaticPrefix.Find(report.Unexpected, report.Missing);
        var missing = report.Missing.ToHashSet(StringComparer.Ordinal);
        string[] fitting = [.. report.Unexpected.Where(name => missing.Contains(strip(name)))];
        if (fitting.Length == 0) return null;
        string wanted = strip(fitting[0]);
        string exact = prefix.Length > 0 ? $"strip_prefix: {NamePatterns.Quote(prefix)}, or "
            : wanted.EndsWith(fitting[0], StringComparison.Ordinal) && wanted.Length > fitting[0].Length
                ? $"add_prefix: {NamePatterns.Quote(wanted[..^fitting[0].Length])}, or " : "";
        return FormattableString.Invariant($"{fitting.Length} keys fit with {exact}strip_prefix: \"auto\", which finds such prefixes");
    }

    // Names that end alike, part by part, and begin otherwise.
    private static string? RenameHint(LoadReport report)
    {
        var votes = new Dictionary<(string From, string To), int>();
        foreach (string unexpected in report.Unexpected.Take(MostNames))
        {
            foreach (string missing in report.Missing.Take(MostNames))
            {
                string[] from = unexpected.Split('.'), to = missing.Split('.');
                int same = 0;
                while (same < from.Length - 1 && same < to.Length - 1 && from[^(same + 1)] == to[^(same + 1)]) same++;
                if (same == 0) continue;
                var key = (string.Join('.', from[..^same]), string.Join('.', to[..^same]));
                votes[key] = votes.GetValueOrDefault(key) + 1;
            }
        }
        // One name alone says nothing: every layer has a weight.
        var (best, count) = votes.OrderByDescending(static vote => vote.Value).FirstOrDefault();
        return count < 2 ? null : $"{count} keys have the same endings: rename: new Dictionary<string, string> "
            + $"{{ [{NamePatterns.Quote(best.From + ".*")}] = {NamePatterns.Quote(best.To + ".*")} }} leads them there";
    }

    // One argument for all, to be copied as it stands.
    private string? SkipHint(LoadReport report)
    {
        string[] staying = [.. report.Mismatches.Select(static other => other.Slot.Name), .. options.Strict ? report.Missing : []],
            leaving = options.Strict ? [.. report.Unexpected] : [];
        if (staying.Length + leaving.Length == 0) return null;
        IReadOnlyList<string> patterns =
            NamePatterns.Of([.. staying, .. leaving], report.Loaded.Select(static planned => planned.Slot.Name));
        string[] what =
        [
            .. staying.Length == 0 ? (string[])[] : [FormattableString.Invariant($"{staying.Length} stay as the module has them")],
            .. leaving.Length == 0 ? (string[])[] : [FormattableString.Invariant($"{leaving.Length} of the file are left out")],
        ];
        return $"skip: {NamePatterns.Shown(patterns)}: {string.Join(", ", what)}";
    }
}
