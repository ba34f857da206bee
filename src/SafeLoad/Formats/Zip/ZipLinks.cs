using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Formats.Archives;

namespace SafeLoad.Formats.Zip;

/// <summary>The links of a zip together: each can stay inside, and two lead out.</summary>
internal static class ZipLinks
{
    /// <summary>Reports the records that links of the archive lead elsewhere, where each link alone stays inside.</summary>
    public static void Check(ByteSource source, ZipDirectory directory, ZipProblems problems)
    {
        var paths = new LinkedPaths();
        for (int i = 0; i < directory.Records.Length; i++)
        {
            if (MemberSafety.IsLink(directory.ModeOf(i))) paths.Add(directory.NameOf(i));
        }
        for (int i = 0; paths.Any && i < directory.Records.Length; i++)
        {
            string name = directory.NameOf(i);
            byte[]? bytes = MemberSafety.IsLink(directory.ModeOf(i))
                ? ZipLink.ReadTarget(source, directory.Records[i], directory.End.DirectoryStart) : null;
            string? target = bytes is null ? null : Encoding.UTF8.GetString(bytes);
            string? problem = paths.Holds(name) ? "unpacked through a link of the archive"
                : target is not null && paths.Returns(name, target) ? "a link that leads through another one and up again" : null;
            if (problem is not null)
                problems.Add(Problems.UnsafeMember("the record is " + problem, new CheckpointLocation(source.Name, name)));
        }
    }
}
