namespace SafeLoad.Scanning;

/// <summary>A point of a <see cref="PickleTrace"/> to which it can go back.</summary>
internal readonly record struct TraceMark(int Findings, int Globals, bool Complete);
