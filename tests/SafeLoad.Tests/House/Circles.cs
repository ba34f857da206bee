namespace SafeLoad.Tests.House;

/// <summary>Circles in a graph of who uses whom: whoever is in one cannot be read, tested or moved without all the others.</summary>
internal static class Circles
{
    /// <summary>The largest set in which everybody reaches everybody else; empty if nobody reaches itself by another.</summary>
    public static string[] Largest(IEnumerable<(string From, string To)> arrows)
    {
        ILookup<string, string> next =
            arrows.Where(static arrow => arrow.From != arrow.To).ToLookup(static arrow => arrow.From, static arrow => arrow.To);
        Dictionary<string, HashSet<string>> reached = next.ToDictionary(static from => from.Key, from => ReachedFrom(from.Key, next));
        return reached.Where(static from => from.Value.Contains(from.Key))
            .Select(from => from.Value.Where(to => reached.TryGetValue(to, out HashSet<string>? back) && back.Contains(from.Key))
                .Order(StringComparer.Ordinal).ToArray())
            .MaxBy(static circle => circle.Length) ?? [];
    }

    private static HashSet<string> ReachedFrom(string start, ILookup<string, string> next)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>(next[start]);
        while (open.TryPop(out string? node))
        {
            if (!reached.Add(node)) continue;
            foreach (string further in next[node]) open.Push(further);
        }
        return reached;
    }
}
