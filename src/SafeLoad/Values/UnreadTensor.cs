namespace SafeLoad.Values;

/// <summary>A tensor that a file has and its reader cannot give: of a kind that is not known, or elsewhere. The others are read.</summary>
/// <param name="Name">The way to it from the root, with dots. Chosen by the file.</param>
/// <param name="Reason">Why it is not read, in a clause. Safe to print.</param>
internal sealed record UnreadTensor(string Name, string Reason);
