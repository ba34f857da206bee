using System.Text;
using SafeLoad.Text;

namespace SafeLoad.Formats.Archives;

/// <summary>
/// Paths of an archive that go through its own symbolic links. Each link can stay inside and two of them lead out: <c>s</c> to this folder,
/// <c>s/l</c> to the one above, which from there is another one.
/// </summary>
internal sealed class LinkedPaths
{
    private const ulong Factor = 0x9E3779B97F4A7C15;

    // Paths by a hash of all of their letters, so that each part of a long one costs no more than its letters.
    private readonly HashSet<long> _links = new(SeededComparer.Instance);

    /// <summary>Whether there are links at all.</summary>
    public bool Any => _links.Count > 0;

    public void Add(string link) => Walk("", link, isTarget: false, add: true);

    /// <summary>Whether a member stands behind a link: where it is written, the link says.</summary>
    public bool Holds(string member) => Any && Walk("", member, isTarget: false, add: false);

    /// <summary>Whether a link leads through another one and up again.</summary>
    /// <param name="name">The link's own name; empty where the target counts from the root of the archive.</param>
    /// <param name="target">Where it leads.</param>
    public bool Returns(string name, string target) => Any && Walk(name[..(name.LastIndexOf('/') + 1)], target, isTarget: true, add: false);

    private bool Walk(string folder, string path, bool isTarget, bool add)
    {
        var open = new Stack<ulong>();
        ulong at = 0;
        bool isThrough = false;
        foreach (string part in (folder + path).Split('/'))
        {
            if (part is "" or ".") continue;
            if (!add && open.Count > 0 && _links.Contains((long)at))
            {
                isThrough = true;
                if (!isTarget) return true;
            }
            if (part == "..")
            {
                if (isThrough) return true;
                open.TryPop(out at);
                continue;
            }
            open.Push(at);
            at = Hash(at, part);
        }
        if (add && open.Count > 0) _links.Add((long)at);
        return false;
    }

    // Some file systems know no capitals.
    private static ulong Hash(ulong at, string part)
    {
        foreach (char letter in part) at = (at ^ char.ToUpperInvariant(letter)) * Factor + 1;
        return (at ^ '/') * Factor + 1;
    }
}
