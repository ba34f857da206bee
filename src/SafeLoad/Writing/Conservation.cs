using SafeLoad.Placement;
using SafeLoad.Training;

namespace SafeLoad.Writing;

/// <summary>Nothing is lost without a word: the tensors that were found are those that are written and those that are listed
/// here.</summary>
internal static class Conservation
{
    /// <summary>What of a checkpoint is in none of the files of a plan.</summary>
    /// <param name="weights">The checkpoint's weights, which know of all other tensors and storages too.</param>
    /// <param name="names">Those that were chosen.</param>
    /// <param name="plan">Those that are written.</param>
    public static IReadOnlyList<OtherTensor> LeftOut(Weights weights, NameMap names, SavePlan plan)
    {
        List<NamedTensor> written = [.. names.Tensors.Where(tensor => !plan.Skipped.ContainsKey(tensor.Name))];
        var reasons = names.Tensors.Where(tensor => plan.Skipped.ContainsKey(tensor.Name))
            .ToDictionary(static tensor => tensor.SourceName, tensor => $"{plan.Format} cannot hold it: {plan.Skipped[tensor.Name]}",
                StringComparer.Ordinal);
        IReadOnlyList<OtherTensor> left = weights.LeftOut(written.Select(static tensor => tensor.Tensor), reasons);
        return [.. Names(weights, written, reasons), .. left];
    }

    // Tensors that are written by another name, of which this one was not chosen: their bytes are there, the name is not.
    private static IEnumerable<OtherTensor> Names(Weights weights, List<NamedTensor> written, Dictionary<string, string> reasons)
    {
        HashSet<string> sources = [.. written.Select(static tensor => tensor.SourceName)];
        var tensors = new HashSet<TensorInfo>(written.Select(static tensor => tensor.Tensor), ReferenceEqualityComparer.Instance);
        return weights.Tensors.Where(entry => !sources.Contains(entry.Key) && !reasons.ContainsKey(entry.Key)
            && tensors.Contains(entry.Value))
            .Select(static entry => new OtherTensor(entry.Key, entry.Value, null, "not chosen; its bytes are written under another name"));
    }
}
