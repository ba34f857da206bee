namespace SafeLoad.Tests.Support;

/// <summary>
/// The list of what a product assembly may refer to: one <c>Namespace.Type</c> or <c>Namespace.Type::Member</c> a line, sorted;
/// <c>#</c> begins
/// a comment. A line that one target framework or configuration alone uses says so: <c># net8.0 only</c>, <c># Debug only</c>.
/// </summary>
internal sealed class ApprovedReferences
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private readonly string _path;
    private readonly Dictionary<string, string?> _lines = new(StringComparer.Ordinal);

    /// <param name="path">The list's path in the repository, such as <c>tests/SafeLoad.Tests/House/approved-references.txt</c>.</param>
    public ApprovedReferences(string path)
    {
        _path = path;
        var names = new List<string>();
        foreach (string line in File.ReadAllLines(Path.Combine(Path.GetDirectoryName(Fixtures.Root)!, path)))
        {
            string[] parts = line.Split('#', 2, StringSplitOptions.TrimEntries);
            if (parts[0].Length == 0) continue;
            names.Add(parts[0]);
            _lines[parts[0]] = parts.Length == 2 && parts[1].EndsWith(" only", StringComparison.Ordinal) ? parts[1][..^" only".Length]
                : null;
        }
        Assert.That(names, Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal),
            path + " is sorted, so that a review sees what is new");
        Assert.That(names, Is.Unique, path);
    }

    /// <summary>Proves that an assembly uses what is approved, all of it, and nothing else.</summary>
    /// <param name="assembly">The assembly's path.</param>
    /// <param name="framework">The target framework that it was built for: <c>net10.0</c>.</param>
    public void Check(string assembly, string framework)
    {
        SortedSet<string> used = AssemblyReferences.Of(assembly);
        string[] added = [.. used.Where(reference => !_lines.ContainsKey(reference))];
        string[] unused = [.. _lines.Where(line => (line.Value ?? framework) is var only && (only == framework || only == Configuration)
            && !used.Contains(line.Key)).Select(static line => line.Key)];
        // The shipped file can do only what is on the list. Whoever adds a line answers for it in review, as for an allowed global.
        Assert.That(added, Is.Empty,
            $"{Path.GetFileName(assembly)} refers to something new. If a review finds that it can run, load and reach nothing, add these "
            + $"lines in their places to {_path} "
            + $"and say why in the commit:\n{string.Join('\n', added)}\n");
        Assert.That(unused, Is.Empty,
            $"Nothing uses these lines of {_path} any more; take them out (or write '# net8.0 only' behind a line that only that "
                + $"framework uses):\n{string.Join('\n', unused)}\n");
    }
}
