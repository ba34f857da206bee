using SafeLoad.Formats;

namespace SafeLoad.Tests.Support;

/// <summary>What is true of the parts of any file.</summary>
internal static class Parts
{
    /// <summary>Proves that parts follow each other without holes and overlaps, from the first byte on, and end where they
    /// should.</summary>
    public static void ShouldCover(PartList parts, long length)
    {
        long end = 0;
        foreach (Part part in parts.All)
        {
            Assert.That((part.Offset, part.Length > 0), Is.EqualTo((end, true)), part.Name);
            end = part.End;
        }
        Assert.That((end, parts.End), Is.EqualTo((length, length)));
    }
}
