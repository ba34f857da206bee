using SafeLoad.Formats;

namespace SafeLoad.Tests.Support;

/// <summary>What is true of the parts of any file.</summary>
internal static class Parts
{
    /// <summary>Proves that parts follow each other without holes and overlaps, from the first byte on, and end where they
    /// should.</summary>
    public static void ShouldCover(PartList parts, long length)
    {
        ShouldCover(parts.All, length);
        Assert.That(parts.End, Is.EqualTo(length));
    }

    /// <summary>The same of parts that are read as they are asked for.</summary>
    public static void ShouldCover(IEnumerable<Part> parts, long length)
    {
        long end = 0;
        foreach (Part part in parts)
        {
            Assert.That((part.Offset, part.Length > 0), Is.EqualTo((end, true)), part.Name);
            end = part.End;
        }
        Assert.That(end, Is.EqualTo(length));
    }
}
