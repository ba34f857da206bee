using SafeLoad.Scanning;

namespace SafeLoad.Cli.SelfTest;

/// <summary>A file of the built-in set, and what is right to say of it.</summary>
/// <param name="Path">The name that it is scanned under.</param>
/// <param name="Class">The kind of attack; <c>benign</c> for harmless files.</param>
/// <param name="Expected">The verdict that describes it best.</param>
/// <param name="Accepted">Every verdict that is right.</param>
/// <param name="Globals">What must be named along with the expected verdict.</param>
/// <param name="Why">What is in it.</param>
/// <param name="Bytes">The file.</param>
internal sealed record Attack(string Path, string Class, Verdict Expected, IReadOnlyList<Verdict> Accepted, IReadOnlyList<string> Globals,
    string Why, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Whether an answer is right.</summary>
    /// <param name="verdict">What the scan said.</param>
    /// <param name="complete">Whether it looked at everything.</param>
    public bool Accepts(Verdict verdict, bool complete)
    {
        // An honest "not all of it could be looked at" stops a pipeline as those two do; it is no answer where a clear one is due.
        if (verdict == Verdict.Clean && !complete) return Accepted.Contains(Verdict.Suspicious) || Accepted.Contains(Verdict.Malformed);
        return Accepted.Contains(verdict);
    }

    /// <summary>The globals that an answer leaves out and should not.</summary>
    public IReadOnlyList<string> MissingGlobals(ScanReport report)
    {
        if (report.Verdict != Expected || Expected is not (Verdict.Dangerous or Verdict.Suspicious)) return [];
        HashSet<string> named = [.. report.Globals.Select(static global => $"{global.Module}.{global.Name}")];
        return [.. Globals.Where(global => !named.Contains(global))];
    }
}
