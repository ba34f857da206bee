using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Rules;

/// <summary>How often a pickle has put a class or function on its stack, and how often it did with it at once what it is there for: one
/// that was put there more often was handed on to somebody, in whatever it was packed.</summary>
/// <param name="global">The class or function, as a name.</param>
/// <param name="at">Where it was named first.</param>
/// <param name="seen">Given what it turns out to be.</param>
internal class UseCount(PyGlobal global, CheckpointLocation at, ReadingBuilder seen)
{
    public PyGlobal Global => global;

    public CheckpointLocation At => at;

    public ReadingBuilder Seen => seen;

    /// <summary>How often the pickle has put it on the stack.</summary>
    public int Given { get; set; }

    /// <summary>How often an object was made of it, or it was called.</summary>
    public int Used { get; set; }

    /// <summary>Whether somebody was given it who does anything else with it.</summary>
    public bool IsHandedOn => Given > Used;
}
