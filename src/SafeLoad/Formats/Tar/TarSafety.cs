using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Formats.Archives;

namespace SafeLoad.Formats.Tar;

/// <summary>What makes a member of a tar unsafe to unpack.</summary>
/// <remarks>POSIX.1-2017, pax, "ustar Interchange Format": <c>typeflag</c>, <c>mode</c>, <c>linkname</c>.</remarks>
internal static class TarSafety
{
    private const int HardLink = '1', SymbolicLink = '2', CharacterDevice = '3', BlockDevice = '4', Pipe = '6';

    /// <summary>Whether a type flag is that of a symbolic link.</summary>
    public static bool IsSymbolicLink(char type) => type == SymbolicLink;

    /// <summary>Whether a type flag is that of a link of either kind.</summary>
    public static bool IsLink(char type) => type == HardLink || type == SymbolicLink;

    /// <summary>What is wrong with a member; null if nothing is.</summary>
    /// <param name="type">Its type flag.</param>
    /// <param name="mode">Its mode's bits of rights.</param>
    /// <param name="names">All names that it is given: some reader takes each. The last is that of its own header.</param>
    /// <param name="links">Where it is said to lead, if it is a link; the last by its own header.</param>
    /// <param name="at">Where it stands.</param>
    public static MalformedCheckpointException? Problem(
        char type, int mode, ReadOnlySpan<string> names, ReadOnlySpan<string> links, CheckpointLocation at)
    {
        foreach (string name in Given(names))
        {
            if (MemberSafety.NameProblem(Encoding.UTF8.GetBytes(name)) is { } named)
                return Problems.UnsafeName("the member has " + named, at);
        }
        foreach (string link in IsLink(type) ? Given(links) : [])
        {
            foreach (string name in Given(names))
            {
                // A hard link is looked for from the root of the archive on, a symbolic one from its own folder on.
                if (MemberSafety.LeadsOut(type == HardLink ? [] : Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(link)))
                    return Problems.UnsafeMember("the member is a link that leaves the archive", at);
            }
        }
        string? problem = type switch
        {
            (char)CharacterDevice or (char)BlockDevice => MemberSafety.ModeProblem(MemberSafety.CharacterDevice),
            (char)Pipe => MemberSafety.ModeProblem(MemberSafety.Pipe),
            '0' or '\0' or '7' => MemberSafety.ModeProblem(mode & MemberSafety.Rights),
            _ => null,
        };
        return problem is null ? null : Problems.UnsafeMember("the member is " + problem, at);
    }

    // Where others are said, the header need have none of its own.
    private static ReadOnlySpan<string> Given(ReadOnlySpan<string> all) => all.Length > 1 && all[^1].Length == 0 ? all[..^1] : all;
}
