using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Tar;

/// <summary>The parts of a tar: each member is a file of its own. In the tar of PyTorch before 0.1.10 two of them are tables, whose parts
/// are told by their pickles.</summary>
internal static class TarParts
{
    public static PartList Read(PartSource file)
    {
        TarDirectory tar = TarDirectory.Read(file.Bytes);
        if (tar.IsOfTorch) DescribeMembers(tar.Parts);
        if (tar.Broken is not null) tar.Parts.AddLost(file.Bytes.Length, tar.Broken);
        else tar.Parts.AddRest(file.Bytes.Length);
        // Another reader may find other members.
        if (tar.Broken is not null || tar.IsAmbiguous) tar.Parts.Others = OfBlocks(file.Bytes);
        return tar.Parts;
    }

    /// <summary>Members of what is no tar at its first byte.</summary>
    public static PartList ReadBroken(PartSource file)
    {
        var parts = new PartList();
        if (!OfBlocks(file.Bytes).Any()) return parts;
        parts.Add(PartKind.Structure, "", 0,
            new() { Problem = Problems.Tar("the first header is none, and others stand behind it", file.At) });
        parts.Others = OfBlocks(file.Bytes);
        return parts;
    }

    private static void DescribeMembers(PartList parts)
    {
        for (int i = 0; i < parts.All.Count; i++)
        {
            Part part = parts.All[i];
            if (part.Kind != PartKind.File) continue;
            PartNote note = part.Note ?? new PartNote();
            parts.Describe(i, part.Name switch
            {
                "storages" => note with { Reader = TarTableParts.ReadStorages },
                "tensors" => note with { Reader = TarTableParts.ReadTensors },
                _ => note with { IsUnpickled = true },
            });
        }
    }

    private static IEnumerable<Part> OfBlocks(ByteSource source)
    {
        foreach (TarMember member in TarDirectory.ReadBlocks(source))
        {
            yield return new Part(PartKind.Structure, "header", member.Offset - TarDirectory.Block, TarDirectory.Block);
            yield return new Part(PartKind.File, member.Name, member.Offset, member.Size);
        }
    }
}
