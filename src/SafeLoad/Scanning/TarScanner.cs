using SafeLoad.Formats.Tar;

namespace SafeLoad.Scanning;

/// <summary>Scans a tar: the one of PyTorch before 0.1.10 by its structure, the members of any other by their content.</summary>
internal static class TarScanner
{
    public static IEnumerable<WorkItem> Scan(ScanContext scan, Content content, ReadingBuilder reading)
    {
        TarDirectory tar = TarDirectory.Read(content.Source);
        content.Enter(tar.Parts);
        bool isTorch = tar.IsOfTorch;
        foreach (TarMember member in tar.Members)
        {
            Content inner = content.Member(member.Offset, member.Size, member.Name);
            if (member.Problem is { } leaves)
                reading.Add(Finding.Of(DiagnosticId.UnsafeRecordName, "the member has " + leaves, inner.At));
            if (member.Size == 0) continue;
            if (PaddingOf(content, member) is { } padding) yield return new WorkItem(padding, reading);
            if (isTorch && member.Name is "storages" or "tensors") ScanTable(scan, inner, reading, member.Name == "storages");
            else yield return new WorkItem(inner with { IsExpected = inner.IsExpected || isTorch }, reading);
        }
        if (tar.IsSparse) reading.NotScanned("a sparse member of a tar", content.At);
        reading.IsTorchTar = isTorch;
        if (tar.Broken is not null) reading.Add(tar.Broken);
        // Another reader may find other members.
        if ((tar.Broken is not null || tar.IsAmbiguous) && scan.MaySweep(content, reading, content.Source.Length))
        {
            foreach (TarMember member in TarDirectory.ReadBlocks(content.Source))
            {
                content.Enter(Account.Structure, member.Offset - TarDirectory.Block, TarDirectory.Block);
                Content inner = content.Member(member.Offset, member.Size, member.Name);
                if (!scan.MaySweep(content, reading, member.Size)) break;
                if (member.Size > 0) yield return new WorkItem(inner with { IsExpected = false }, reading);
            }
        }
        long after = content.Source.Length - tar.End;
        if (after > 0 && tar.End > 0 && tar.Broken is null)
            yield return new WorkItem(content.Part(tar.End, after, "(after the end)"), reading);
    }

    // A member's last block is filled with zeros; other bytes have been put there.
    private static Content? PaddingOf(Content content, TarMember member)
    {
        long end = member.Offset + member.Size, length = Math.Min(content.Source.Length - end, (512 - member.Size % 512) % 512);
        if (length <= 0) return null;
        Span<byte> padding = stackalloc byte[512];
        content.Source.ReadExactly(end, padding[..(int)length]);
        int first = padding[..(int)length].IndexOfAnyExcept((byte)0);
        return first < 0 ? null : content.Part(end + first, length - first, "(behind " + member.Name + ")");
    }

    // What the table passes over is data; what it cannot follow is swept.
    private static void ScanTable(ScanContext scan, Content content, ReadingBuilder reading, bool storages)
    {
        var cursor = new PickleCursor(scan, content, reading);
        string name = storages ? "storages" : "tensors";
        var table = new TarTableReader(content.Source, name, content.Record ?? name, scan.Budget, cursor.Run);
        try
        {
            if (storages) ReadStorages(scan, table);
            else foreach (TarTensor _ in table.ReadTensors()) { }
        }
        catch (MalformedCheckpointException problem)
        {
            reading.Add(problem);
        }
        finally
        {
            content.Enter(table.Parts);
        }
        // Where a pickle is broken, the cursor has swept what is left.
        if (!table.HasEnded && table.Parts.End < content.Source.Length) cursor.Sweep(table.Parts.End);
    }

    private static void ReadStorages(ScanContext scan, TarTableReader table)
    {
        foreach (TarStorage storage in table.ReadStorages())
            scan.Trace.BytesSkippedAsStorage += storage.ByteLength + TarTableReader.WordBytes;
        foreach (TarView _ in table.ReadViews()) { }
    }
}
