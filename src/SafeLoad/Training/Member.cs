using SafeLoad.Values;

namespace SafeLoad.Training;

/// <summary>A value in a container, and by which step.</summary>
/// <param name="Step">The step; null for what is of the container itself, such as the state that an object was given.</param>
/// <param name="Value">The value.</param>
internal readonly record struct Member(ValueStep? Step, PyValue Value)
{
    /// <summary>The step as names have it; empty for none.</summary>
    public string Text => Step?.Text ?? "";
}
