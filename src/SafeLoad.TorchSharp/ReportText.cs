namespace SafeLoad.TorchSharp;

/// <summary>Reports of what was loaded, as text.</summary>
internal static class ReportText
{
    /// <summary>A first line, and one for each list that is not empty.</summary>
    public static string Of(string first, params (string What, IReadOnlyList<string> Names)[] lists) =>
        string.Join('\n', lists.Where(static list => list.Names.Count > 0)
            .Select(static list => $"{list.What}: {string.Join(list.What == "notes" ? "; " : ", ", list.Names)}").Prepend(first));

    /// <summary>Where it stood in the file.</summary>
    public static string Under(string key) => key.Length == 0 ? "" : $" under '{Checkpoint.Escape(key)}'";
}
