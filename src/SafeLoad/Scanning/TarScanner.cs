using SafeLoad.Containers;
using SafeLoad.IO;
using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>Scans a tar: the one of PyTorch before 0.1.10 by its structure, the members of any other by their content.</summary>
internal static class TarScanner
{
    public static void Scan(ContentScanner scanner, Content content, ReadingBuilder reading)
    {
        TarDirectory tar = TarDirectory.Read(content.Source);
        bool isTorch = Array.TrueForAll(TarDirectory.TorchMembers, name => tar.Members.Any(member => member.Name == name));
        foreach (TarMember member in tar.Members)
        {
            Content inner = content.Member(new SliceByteSource(content.Source, member.Offset, member.Size), member.Name);
            if (member.Problem is not null) reading.Add(new Finding(DiagnosticId.UnsafeRecordName, Severity.Warning, Verdict.Suspicious, "the member has " + member.Problem, inner.At));
            if (member.Size == 0) continue;
            ScanPadding(scanner, content, reading, member);
            if (isTorch && member.Name is "storages" or "tensors") ScanTable(scanner, inner, reading, member.Name == "storages");
            else scanner.Scan(inner with { IsExpected = inner.IsExpected || isTorch }, reading);
        }
        if (tar.IsSparse) reading.NotScanned("a sparse member of a tar", content.At);
        reading.IsTorchTar = isTorch;
        if (tar.Broken is not null) reading.Add(tar.Broken);
        // Another reader may find other members.
        if ((tar.Broken is not null || tar.IsAmbiguous) && scanner.MaySweep(content, reading, content.Source.Length))
        {
            foreach (TarMember member in TarDirectory.ReadBlocks(content.Source))
            {
                Content inner = content.Member(new SliceByteSource(content.Source, member.Offset, member.Size), member.Name);
                if (!scanner.MaySweep(content, reading, member.Size)) break;
                if (member.Size > 0) scanner.Scan(inner with { IsExpected = false }, reading);
            }
        }
        long after = content.Source.Length - tar.End;
        if (after > 0 && tar.End > 0 && tar.Broken is null) scanner.Scan(content.Part(tar.End, after, "(after the end)"), reading);
    }

    // A member's last block is filled with zeros; other bytes have been put there.
    private static void ScanPadding(ContentScanner scanner, Content content, ReadingBuilder reading, TarMember member)
    {
        long end = member.Offset + member.Size, length = Math.Min(content.Source.Length - end, (512 - member.Size % 512) % 512);
        if (length <= 0) return;
        Span<byte> padding = stackalloc byte[512];
        content.Source.ReadExactly(end, padding[..(int)length]);
        int first = padding[..(int)length].IndexOfAnyExcept((byte)0);
        if (first >= 0) scanner.Scan(content.Part(end + first, length - first, "(behind " + member.Name + ")"), reading);
    }

    // A number of entries; then each entry: a pickle that describes it, and its bytes. Storages end with a pickled list of views.
    private static void ScanTable(ContentScanner scanner, Content content, ReadingBuilder reading, bool storages)
    {
        var cursor = new PickleCursor(scanner, content, reading);
        if (!cursor.TryNext(out PyValue count)) return;
        long entries = count.Is(PyKind.Int) ? count.AsInt64() : 0;
        for (long i = 0; i < entries; i++)
        {
            if (!cursor.TryNext(out PyValue entry)) return;
            long start = cursor.Position;
            if (!(storages ? SkipStorage(cursor, entry) : SkipTensor(cursor)))
            {
                cursor.SweepRest();
                return;
            }
            if (storages) scanner.Trace.BytesSkippedAsStorage += cursor.Position - start;
        }
        if (storages && cursor.Left > 0) cursor.TryNext(out _);
        if (cursor.Left > 0) cursor.SweepRest();
    }

    // (key, location, class), the number of elements, the elements.
    private static bool SkipStorage(PickleCursor cursor, PyValue entry) =>
        entry.RawReference is PyTuple { Count: 3 } fields && fields[2].RawReference is PyGlobal type && LegacyScanner.ItemSizeOf(type) is { } itemSize
        && cursor.ReadInt64() is >= 0 and var count && count <= long.MaxValue / itemSize && cursor.TrySkip(count * itemSize);

    // The number of dimensions in the low four bytes, sizes and strides, the offset.
    private static bool SkipTensor(PickleCursor cursor) => cursor.ReadInt64() is { } head && (int)head >= 0 && cursor.TrySkip(((int)head * 2L + 1) * 8);
}
