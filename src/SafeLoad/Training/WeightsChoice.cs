using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Training;

/// <summary>Chooses among what a checkpoint holds the entry that is the weights, and says why.</summary>
/// <param name="Path">The entry.</param>
/// <param name="Role">What it is: a model, an average; null where nothing looked like either.</param>
/// <param name="Why">Why it was taken. Safe to print.</param>
internal sealed record WeightsChoice(EntryPath Path, TrainingRole? Role, string Why)
{
    private const int MostShown = 3;

    /// <summary>The entry that somebody asked for.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static WeightsChoice Of(PyValue root, string key) => new(EntryPath.Find(root, key), null, "as asked for");

    /// <summary>Chooses.</summary>
    /// <param name="root">What was saved.</param>
    /// <param name="entries">What its entries are.</param>
    /// <param name="mixed">What has parameters directly in it, beside other parts.</param>
    public static WeightsChoice Of(PyValue root, IReadOnlyList<TrainingEntry> entries, IReadOnlyList<EntryPath> mixed)
    {
        var top = new EntryPath(null, "", root);
        foreach (TrainingRole role in (TrainingRole[])[TrainingRole.Model, TrainingRole.Ema])
        {
            var networks = entries.Where(entry => entry.Role == role).Select(static entry => entry.Path.Steps)
                .Where(static steps => !steps.Any(IsOther)).ToList();
            if (networks.Count > 0) return Among(top, networks, role);
            if (role == TrainingRole.Model && mixed.Count > 0) return new WeightsChoice(mixed[0], role, "parameters stand directly in it");
        }
        bool isModel = TrainingShapes.WeightsOf(root) == WeightsShape.Numbers && TrainingShapes.Entries(root)!.Any(static entry =>
            entry.Value.RawReference is PyTensor or PyArray && !(entry.Key.Is(PyKind.Str) && TrainingKeys.IsOther(entry.Key.AsString())));
        return new WeightsChoice(top, isModel ? TrainingRole.Model : null, "no entry looks like a model's parameters");
    }

    // Downwards from the root as long as one key leads on: the only one, or the one that programs use.
    private static WeightsChoice Among(EntryPath top, List<IReadOnlyList<EntryPath>> networks, TrainingRole role)
    {
        EntryPath path = top;
        string why = role == TrainingRole.Ema ? "averaged weights, and there are no others" : "the only entry that holds parameters";
        for (int depth = 0; ; depth++)
        {
            if (networks.Exists(steps => steps.Count == depth))
                return new WeightsChoice(path, role, depth == 0 ? "parameters stand directly in it" : why);
            var groups = networks.GroupBy(steps => steps[depth].Step, StringComparer.Ordinal).ToList();
            var usual = groups.Where(static group => TrainingKeys.RankOf(group.Key) is not null)
                .OrderBy(static group => TrainingKeys.RankOf(group.Key)).FirstOrDefault();
            if (usual is null && (groups.Count > 1 || ContentRoles.HoldsParameters(path.Value) || !LeadsOn(path, networks[0], depth)))
                break;
            if (groups.Count > 1)
                why = "a model's usual key; parameters stand under "
                    + Shown(groups.Where(group => group != usual).Select(static group => group.Key)) + " too";
            networks = [.. usual ?? groups[0]];
            path = networks[0][depth];
        }
        return new WeightsChoice(path, role, networks.Count > 1 && path == top
            ? "networks side by side: " + Shown(networks.Select(static steps => steps[0].Step).Distinct()) : why);
    }

    // {'fc': {'weight': …}} is a state dict by levels, whose names begin with 'fc'. A wrapper has other values in it, too, or what is in
    // it has whole names: {'my_net': {'fc.weight': …}, 'epoch': 3}.
    private static bool LeadsOn(EntryPath path, IReadOnlyList<EntryPath> steps, int depth) =>
        path.Value.RawReference is not PyDict dict
        || dict.Any(static entry => entry.Value.RawReference is not (PyDict or PyObject or PyTensor or PyArray or PyList or PyTuple))
        || steps.Skip(depth + 1).Any(static step => TrainingKeys.RankOf(step.Step) is not null)
        || steps[^1].Value.RawReference is not PyDict names
        || names.Any(static entry => entry.Key.Is(PyKind.Str) && entry.Key.AsBytes().Contains((byte)'.'));

    private static bool IsOther(EntryPath step) => TrainingKeys.IsOther(step.Step);

    private static string Quoted(string key) => "'" + Printable.Escape(key) + "'";

    private static string Shown(IEnumerable<string> keys) => ListText.Of([.. keys], MostShown, Quoted);
}
