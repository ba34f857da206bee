using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Formats.Archives;

namespace SafeLoad.Formats.Tar;

/// <summary>The links of a tar, and the members that they could move: what goes through a link is known when all have been read. A hard
/// link to a symbolic one is that link at another place, from which its target leads elsewhere.</summary>
/// <remarks>link(2) does not follow a symbolic link, and Python's tarfile makes another one where it cannot link.</remarks>
internal sealed class TarLinks
{
    private readonly LinkedPaths _paths = new();

    /// <summary>Adds a member that is a link, under all of its names.</summary>
    public void Add(TarMember member)
    {
        if (member.IsSymbolicLink) AddSymbolic(member.Names, member.Links);
        else if (member.IsHardLink && Array.Find(member.Links, link => _paths.TargetsOf(link) is not null) is { } symbolic)
            AddSymbolic(member.Names, _paths.TargetsOf(symbolic)!);
    }

    /// <summary>What links of the archive make of a member; null if nothing.</summary>
    public string? Problem(TarMember member)
    {
        if (!_paths.Any) return null;
        (string[] names, string[] links) = (member.Names, member.Links);
        if (Array.Exists(names, _paths.Holds)) return "unpacked through a link of the archive";
        if (member.IsSymbolicLink) return Returns(names, links) ? "a link that leads through another one and up again" : null;
        if (!member.IsHardLink) return null;
        if (Array.Exists(links, _paths.Holds) || Returns([""], links)) return "a hard link to what stands behind a link of the archive";
        foreach (string link in links)
        {
            if (_paths.TargetsOf(link) is { } targets && (targets.Length == 0 || Returns(names, targets)
                || Array.Exists(names, name => Array.Exists(targets, target => LeadsOut(name, target)))))
                return "a hard link to a link, which leads out of the archive from there";
        }
        return null;
    }

    private bool Returns(string[] names, string[] targets) =>
        Array.Exists(names, name => Array.Exists(targets, target => _paths.Returns(name, target)));

    // Of a link whose target stands in another header, its own says nothing.
    private static bool LeadsOut(string name, string target) =>
        target.Length > 0 && MemberSafety.LeadsOut(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(target));

    private void AddSymbolic(string[] names, string[] targets)
    {
        foreach (string name in names) _paths.Add(name, targets);
    }
}
