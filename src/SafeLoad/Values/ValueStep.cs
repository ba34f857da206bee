namespace SafeLoad.Values;

/// <summary>One step of the way from a value to a value in it.</summary>
/// <param name="Kind">How the step leads in.</param>
/// <param name="Key">The dictionary key or the attribute's name; <c>None</c> for an index.</param>
/// <param name="Index">The index in a list or tuple; 0 for the others.</param>
public readonly record struct ValueStep(ValueStepKind Kind, PyValue Key, int Index);
