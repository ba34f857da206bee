using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Zip;

/// <summary>The contradictions of an archive, in their order. One directory can hold a fault for every 50 bytes: of each kind the first
/// are kept, and of the rest how many they are.</summary>
internal sealed class ZipProblems
{
    /// <summary>How many of one kind are kept.</summary>
    public const int MostOfAKind = 1000;

    // None until the first: most archives have no contradiction.
    private List<MalformedCheckpointException>? _kept;
    private Dictionary<DiagnosticId, int>? _counts;

    /// <summary>Whether one more of a kind is kept; if not, it is counted, and need not be made.</summary>
    public bool Keeps(DiagnosticId id)
    {
        int count = _counts?.GetValueOrDefault(id) ?? 0;
        if (count < MostOfAKind) return true;
        _counts![id] = count + 1;
        return false;
    }

    /// <summary>Takes a contradiction.</summary>
    public void Add(MalformedCheckpointException problem)
    {
        int count = (_counts ??= []).GetValueOrDefault(problem.Id) + 1;
        _counts[problem.Id] = count;
        if (count <= MostOfAKind) (_kept ??= []).Add(problem);
    }

    /// <summary>All of them; the last ones say what was not kept.</summary>
    /// <param name="name">The archive's name.</param>
    public IReadOnlyList<MalformedCheckpointException> ToList(string? name)
    {
        if (_kept is null || _counts is null) return [];
        foreach (var (id, count) in _counts)
        {
            if (count > MostOfAKind)
                _kept.Add(Problems.Zip(id, FormattableString.Invariant($"{count - MostOfAKind:N0} more like these"),
                    new CheckpointLocation(name)));
        }
        return _kept;
    }
}
