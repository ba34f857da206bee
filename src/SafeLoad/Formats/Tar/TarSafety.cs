using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Formats.Archives;

namespace SafeLoad.Formats.Tar;

/// <summary>What makes a member of a tar unsafe to unpack.</summary>
/// <remarks>POSIX.1-2017, pax, "ustar Interchange Format": <c>typeflag</c>, <c>mode</c>, <c>linkname</c>.</remarks>
internal static class TarSafety
{
    private const int HardLink = '1', SymbolicLink = '2', CharacterDevice = '3', BlockDevice = '4', Pipe = '6';

    /// <summary>What is wrong with a member; null if nothing is.</summary>
    /// <param name="type">Its type flag.</param>
    /// <param name="mode">Its mode's bits of rights.</param>
    /// <param name="name">Its name.</param>
    /// <param name="link">Where it leads, if it is a link.</param>
    /// <param name="at">Where it stands.</param>
    public static MalformedCheckpointException? Problem(char type, int mode, string name, string link, CheckpointLocation at)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        if (MemberSafety.NameProblem(bytes) is { } named) return Problems.UnsafeName("the member has " + named, at);
        string? problem = type switch
        {
            // A hard link is looked for from the root of the archive on, a symbolic one from its own folder on.
            (char)HardLink or (char)SymbolicLink =>
                MemberSafety.LeadsOut(type == HardLink ? [] : bytes, Encoding.UTF8.GetBytes(link))
                    ? "a link that leaves the archive" : null,
            (char)CharacterDevice or (char)BlockDevice => MemberSafety.ModeProblem(MemberSafety.CharacterDevice),
            (char)Pipe => MemberSafety.ModeProblem(MemberSafety.Pipe),
            '0' or '\0' or '7' => MemberSafety.ModeProblem(mode & MemberSafety.Rights),
            _ => null,
        };
        return problem is null ? null : Problems.UnsafeMember("the member is " + problem, at);
    }
}
