using SafeLoad.Diagnostics;
using SafeLoad.IO;

namespace SafeLoad.Formats.Tar;

/// <summary>The parts of a tar: each member is a file of its own. In the tar of PyTorch before 0.1.10 two of them are tables, whose parts
/// are told by their pickles.</summary>
internal static class TarParts
{
    public static PartList Read(PartSource file)
    {
        TarDirectory tar = TarDirectory.Read(file.Bytes);
        IEnumerable<Part> parts = new TarReader(file.Bytes, tar.Links).ReadParts();
        return new PartList
        {
            Later = tar.IsOfTorch ? parts.Select(DescribeMember) : parts,
            // Another reader may find other members.
            Others = tar.Broken is not null || tar.IsAmbiguous ? OfBlocks(file.Bytes) : null,
        };
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

    private static Part DescribeMember(Part part)
    {
        if (part.Kind != PartKind.File) return part;
        PartNote note = part.Note ?? new PartNote();
        return part with
        {
            Note = part.Name switch
            {
                "storages" => note with { Reader = TarTableParts.ReadStorages },
                "tensors" => note with { Reader = TarTableParts.ReadTensors },
                _ => note with { IsUnpickled = true },
            },
        };
    }

    // The members that begin at any block whose checksum fits: what a reader can find that skips other bytes. To some the block itself is
    // what the member before it holds.
    private static IEnumerable<Part> OfBlocks(ByteSource source)
    {
        byte[] header = new byte[TarHeader.Block];
        for (long at = 0; source.Length - at >= TarHeader.Block; at += TarHeader.Block)
        {
            source.ReadExactly(at, header);
            if (!TarHeader.IsAt(header)) continue;
            long left = source.Length - at - TarHeader.Block, size = TarHeader.SizeOf(header) ?? left;
            if (size < 0 || size > left) size = left;
            string name = TarHeader.NamesOf(header)[0];
            yield return new Part(PartKind.Structure, "header", at, TarHeader.Block);
            yield return new Part(PartKind.Pickle, name, at, TarHeader.Block + size);
            yield return new Part(PartKind.File, name, at + TarHeader.Block, size);
        }
    }
}
