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

    // Where each leads. Paths by a hash of all of their letters, so that each part of a long one costs no more than its letters.
    private readonly Dictionary<long, string[]> _links = new(SeededComparer.Instance);

    /// <summary>Whether there are links at all.</summary>
    public bool Any => _links.Count > 0;

    /// <summary>Adds a link.</summary>
    /// <param name="link">Its path.</param>
    /// <param name="targets">Where it leads; several where readers differ.</param>
    public void Add(string link, params string[] targets)
    {
        if (KeyOf(link) is not 0 and var key)
            _links[key] = _links.TryGetValue(key, out string[]? known) && !known.AsSpan().SequenceEqual(targets) ? [] : targets;
    }

    /// <summary>Where the link at a path leads; nowhere if several stand there that differ. Null if there is none.</summary>
    public string[]? TargetsOf(string path) => _links.GetValueOrDefault(KeyOf(path));

    // One number for all spellings of a path: with dots, more slashes or other capitals; 0 for the root.
    private static long KeyOf(string path)
    {
        var open = new Stack<ulong>();
        ulong at = 0;
        foreach (string part in path.Split('/')) Step(open, part, ref at);
        return (long)at;
    }

    /// <summary>Whether a member stands behind a link: where it is written, the link says.</summary>
    public bool Holds(string member) => Any && Walk("", member, isTarget: false);

    /// <summary>Whether a link leads through another one and up again.</summary>
    /// <param name="name">The link's own name; empty where the target counts from the root of the archive.</param>
    /// <param name="target">Where it leads.</param>
    public bool Returns(string name, string target) => Any && Walk(name[..(name.LastIndexOf('/') + 1)], target, isTarget: true);

    private bool Walk(string folder, string path, bool isTarget)
    {
        var open = new Stack<ulong>();
        ulong at = 0;
        bool isThrough = false;
        foreach (string part in (folder + path).Split('/'))
        {
            if (part is "" or ".") continue;
            if (open.Count > 0 && _links.ContainsKey((long)at))
            {
                isThrough = true;
                if (!isTarget) return true;
            }
            if (part == ".." && isThrough) return true;
            Step(open, part, ref at);
        }
        return false;
    }

    // To the folder above or to one inside; above the root there is none.
    private static void Step(Stack<ulong> open, string part, ref ulong at)
    {
        if (part is "" or ".") return;
        if (part == "..")
        {
            at = open.TryPop(out ulong above) ? above : 0;
            return;
        }
        open.Push(at);
        at = Hash(at, part);
    }

    // Some file systems know no capitals.
    private static ulong Hash(ulong at, string part)
    {
        foreach (char letter in part) at = (at ^ char.ToUpperInvariant(letter)) * Factor + 1;
        return (at ^ '/') * Factor + 1;
    }
}
