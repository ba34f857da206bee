using SafeLoad.Globals;
using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

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

    /// <summary>How often the pickle has put it on the stack.</summary>
    public int Given { get; set; }

    /// <summary>How often it was called. pickle writes the function to call it at once: one that was given more often was handed on to
    /// somebody, in whatever it was packed.</summary>
    public int Called { get; set; }

    /// <summary>Whether it, or what it gave, was called in another form, or given by what another call gave.</summary>
    public bool IsMisused { get; set; }

    /// <summary>Whether it was called, and nothing else was done with it.</summary>
    public bool IsHonest => Called > 0 && Given == Called && !IsMisused;
}
