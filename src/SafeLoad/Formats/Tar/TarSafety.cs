using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Formats.Archives;

namespace SafeLoad.Formats.Tar;

/// <summary>What makes a member of a tar unsafe to unpack.</summary>
/// <remarks>POSIX.1-2017, pax, "ustar Interchange Format": <c>typeflag</c>, <c>mode</c>, <c>linkname</c>.</remarks>
internal static class TarSafety
{
    private const int CharacterDevice = '3', BlockDevice = '4', Pipe = '6';

    /// <summary>What is wrong with a member; null if nothing is.</summary>
    /// <param name="member">The member.</param>
    /// <param name="mode">Its mode's bits of rights.</param>
    /// <param name="known">The links of all members; null where they are not known.</param>
    /// <param name="at">Where it stands.</param>
    public static MalformedCheckpointException? Problem(TarMember member, int mode, TarLinks? known, CheckpointLocation at)
    {
        char type = member.Type;
        ReadOnlySpan<string> names = member.Names, links = member.Links;
        foreach (string name in Given(names))
        {
            if (MemberSafety.NameProblem(Encoding.UTF8.GetBytes(name)) is { } named)
                return Problems.UnsafeName("the member has " + named, at);
        }
        foreach (string link in member.IsSymbolicLink || member.IsHardLink ? Given(links) : [])
        {
            foreach (string name in Given(names))
            {
                // A hard link is looked for from the root of the archive on, a symbolic one from its own folder on.
                if (MemberSafety.LeadsOut(member.IsHardLink ? [] : Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(link)))
                    return Problems.UnsafeMember("the member is a link that leaves the archive", at);
            }
        }
        string? problem = type switch
        {
            (char)CharacterDevice or (char)BlockDevice => MemberSafety.ModeProblem(MemberSafety.CharacterDevice),
            (char)Pipe => MemberSafety.ModeProblem(MemberSafety.Pipe),
            '0' or '\0' or '7' => MemberSafety.ModeProblem(mode & MemberSafety.Rights),
            _ => null,
        } ?? known?.Problem(member);
        return problem is null ? null : Problems.UnsafeMember("the member is " + problem, at);
    }

    // Where others are said, the header need have none of its own.
    private static ReadOnlySpan<string> Given(ReadOnlySpan<string> all) => all.Length > 1 && all[^1].Length == 0 ? all[..^1] : all;
}
