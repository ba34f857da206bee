using SafeLoad.Globals;
using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>A dangerous function that honest pickles call in one form, at once, and what the pickle has done with it so far.</summary>
/// <param name="function">The function, as a name.</param>
/// <param name="judged">What it is in any other form.</param>
/// <param name="at">Where it was named first.</param>
/// <param name="seen">Given what it turns out to be.</param>
internal sealed class PendingForm(PyGlobal function, JudgedGlobal judged, CheckpointLocation at, ReadingBuilder seen)
    : UseCount(function, at, seen)
{
    public JudgedGlobal Judged => judged;

    /// <summary>Whether it, or what it gave, was called in another form, or given by what another call gave.</summary>
    public bool IsMisused { get; set; }

    /// <summary>Whether it was called, and nothing else was done with it.</summary>
    public bool IsHonest => Used > 0 && Given == Used && !IsMisused;
}
