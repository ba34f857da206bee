using SafeLoad.Diagnostics;
using SafeLoad.Formats.Archives;

namespace SafeLoad.Formats.Tar;

/// <summary>The links of a tar, and the members that they could move: what goes through a link is known when all have been
/// read.</summary>
internal sealed class TarLinks
{
    private readonly LinkedPaths _paths = new();
    private readonly List<(string Name, string? Target, CheckpointLocation At)> _members = [];

    /// <summary>Adds a member under all of its names.</summary>
    public void Add(char type, ReadOnlySpan<string> names, ReadOnlySpan<string> links, CheckpointLocation at)
    {
        foreach (string name in names)
        {
            _members.Add((name, null, at));
            if (TarSafety.IsSymbolicLink(type)) _paths.Add(name);
            if (!TarSafety.IsLink(type)) continue;
            foreach (string link in links) _members.Add((TarSafety.IsSymbolicLink(type) ? name : "", link, at));
        }
    }

    /// <summary>Adds what was found.</summary>
    public void AddProblems(PartList parts)
    {
        if (!_paths.Any) return;
        foreach (var (name, target, at) in _members)
        {
            string? problem = target is null ? _paths.Holds(name) ? "unpacked through a link of the archive" : null
                : _paths.Returns(name, target) ? "a link that leads through another one and up again" : null;
            if (problem is null) continue;
            parts.Add(PartKind.Structure, "", 0, new() { Problem = Problems.UnsafeMember("the member is " + problem, at) });
        }
    }
}
