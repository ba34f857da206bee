using SafeLoad.Diagnostics;
using SafeLoad.Globals;
using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>A dangerous function that honest pickles call in one form, and what the pickle has done with it so far.</summary>
/// <param name="function">The function, as a name.</param>
/// <param name="judged">What it is in any other form.</param>
/// <param name="at">Where it was named first.</param>
/// <param name="seen">Given what it turns out to be.</param>
internal sealed class PendingForm(PyGlobal function, JudgedGlobal judged, CheckpointLocation at, ReadingBuilder seen)
{
    public PyGlobal Function => function;

    public JudgedGlobal Judged => judged;

    public CheckpointLocation At => at;

    public ReadingBuilder Seen => seen;

    /// <summary>Whether it was called at all; only to be named is no form.</summary>
    public bool IsCalled { get; set; }

    /// <summary>Whether it, or what it gave, was called in another form.</summary>
    public bool IsMisused { get; set; }
}
