using System.Buffers.Binary;
using System.Text;
using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Zip;

/// <summary>
/// Whether every reader of a zip sees the same archive: the directory against the local headers, the records against each other.
/// Scanners are beaten where two readers differ, so the loader takes only archives that can be read one way.
/// </summary>
internal static class ZipConsistency
{
    /// <summary>Reports a record that is marked as unreadable.</summary>
    public static void ReportFlags(ushort flags, CheckpointLocation at, ZipProblems problems)
    {
        problems.Add(Problems.Zip(DiagnosticId.EncryptedRecord,
            $"the record is marked as encrypted or patched (flags 0x{flags:x4}); some readers refuse it and others read it", at));
    }

    /// <summary>Reads every local header, compares it with the directory, and settles where each record's data begin.</summary>
    public static void CheckRecords(ByteSource source, ZipDirectory directory, ZipProblems problems)
    {
        if (directory.Names.Clashes is { } clashes) ReportClashes(source, directory, clashes, problems);
        ZipRecord[] records = directory.Records;
        int[] order = FileOrder(records);
        var headers = new LocalHeaders(source, directory, order);
        long end = 0;
        for (int position = 0; position < order.Length; position++)
        {
            int index = order[position];
            ref ZipRecord record = ref records[index];
            headers.Begin(position);
            if (record.HeaderOffset < end)
            {
                if (problems.Keeps(DiagnosticId.OverlappingRecords))
                    problems.Add(Problems.Zip(DiagnosticId.OverlappingRecords,
                        FormattableString.Invariant(
                            $"the record begins at {record.HeaderOffset:N0}, inside of another one that ends at {end:N0}"), At(index)));
            }
            else if (end == 0 && record.HeaderOffset > 0)
                problems.Add(Problems.Zip(DiagnosticId.ArchivePrefix,
                    FormattableString.Invariant($"{record.HeaderOffset:N0} bytes stand before the first record"), At(index)));
            else if (headers.HidesRecord(end, record.HeaderOffset))
                problems.Add(Problems.Zip(
                    DiagnosticId.HiddenRecord, "a local record that the directory does not list stands before this one", At(index)));
            CheckGap(ref headers, end, record.HeaderOffset, at: new CheckpointLocation(source.Name), problems);
            headers.Check(ref record, index, problems);
            end = Math.Max(end, record.DataEnd);
        }
        if (end > directory.End.DirectoryStart)
            throw Problems.Zip(DiagnosticId.ZipDirectoryBroken, "the last record reaches into the directory",
                new CheckpointLocation(source.Name));
        CheckGap(ref headers, end, directory.End.DirectoryStart, new CheckpointLocation(source.Name), problems);
        if (headers.HidesRecord(end, directory.End.DirectoryStart))
            problems.Add(Problems.Zip(DiagnosticId.HiddenRecord,
                "a local record that the directory does not list stands before the directory", new CheckpointLocation(source.Name)));

        CheckpointLocation At(int index) => new(source.Name, directory.NameOf(index));
    }

    private static void ReportClashes(ByteSource source, ZipDirectory directory, List<(int First, int Second)> clashes,
        ZipProblems problems)
    {
        // NumPy's reader minds case: "W.npy" and "w.npy" are two arrays, and nobody else reads an archive that holds nothing but arrays.
        bool caseMatters = directory.HoldsArraysOnly;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (first, second) in clashes)
        {
            bool same = directory.NameBytes(first).SequenceEqual(directory.NameBytes(second));
            string name = directory.NameOf(second);
            CheckpointLocation at = new(source.Name, name);
            // All that clash are compared with the first of them, so two later ones can still be the same.
            if (same || (caseMatters && !seen.Add(name)))
                problems.Add(Problems.Zip(DiagnosticId.DuplicateRecord, "the archive has two records of this name", at));
            else if (!caseMatters)
                problems.Add(Problems.Zip(DiagnosticId.CaseClash,
                    "the archive has two records whose names differ only in case; PyTorch ignores case", at));
        }
    }

    // A second directory with its end record can stand in the comment of a first one, which then lies between the records and the
    // directory that was found: readers that search for the end record another way see that first one.
    private static void CheckGap(ref LocalHeaders headers, long start, long end, CheckpointLocation at,
        ZipProblems problems)
    {
        long other = headers.FindEndRecord(start, end);
        if (other >= 0)
            problems.Add(Problems.Zip(DiagnosticId.SecondEndRecord, "the zip has a second end record: two readers can see two archives",
                at with { Offset = other }));
    }

    /// <summary>The indexes of records in the order in which they stand in the file.</summary>
    public static int[] FileOrder(ZipRecord[] records)
    {
        int[] order = new int[records.Length];
        bool sorted = true;
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
            sorted &= i == 0 || records[i - 1].HeaderOffset <= records[i].HeaderOffset;
        }
        if (!sorted) Array.Sort(order, (a, b) => records[a].HeaderOffset.CompareTo(records[b].HeaderOffset));
        return order;
    }

    // Local headers read in file order through one window: wide where records are small, narrow where each is far from the next.
    private ref struct LocalHeaders(ByteSource source, ZipDirectory directory, int[] order)
    {
        private readonly int _piece = AreNear(directory) ? 1 << 18 : 1 << 9;
        private readonly ZipHeads? _heads =
            order.Length >= ZipHeads.Worth && !AreNear(directory) ? new ZipHeads(source, directory.Records, order) : null;
        private byte[] _own = [];
        private Memory<byte> _window;
        private long _windowStart;

        /// <summary>Goes on to a record.</summary>
        public void Begin(int position)
        {
            if (_heads is not null && _heads.At(position, out long start) is { Length: > 0 } head) (_window, _windowStart) = (head, start);
        }

        public void Check(ref ZipRecord record, int index, ZipProblems problems)
        {
            ReadOnlySpan<byte> header = Get(record.HeaderOffset, ZipSignature.LocalSize);
            if (header.Length < ZipSignature.LocalSize
                || (BinaryPrimitives.ReadUInt32LittleEndian(header) != ZipSignature.Local && !HasReplacedSignature(record, index)))
                throw Problems.Zip(DiagnosticId.HeaderMismatch, "there is no local header where the directory says", At(index));
            header = Get(record.HeaderOffset, ZipSignature.LocalSize);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) != ZipSignature.Local)
            {
                problems.Add(Problems.Zip(DiagnosticId.HeaderMismatch,
                    $"the zip has {Convert.ToHexString(header[..4])} where a record begins, and 504B0304 (PK) belongs there: "
                    + "some programs write a mark of their own over it and put it back before they load the file", At(index)));
            }
            ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(header[6..]),
                method = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
            uint crc = BinaryPrimitives.ReadUInt32LittleEndian(header[14..]);
            ulong compressed = BinaryPrimitives.ReadUInt32LittleEndian(header[18..]),
                size = BinaryPrimitives.ReadUInt32LittleEndian(header[22..]);
            int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header[26..]),
                extraLength = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
            int total = ZipSignature.LocalSize + nameLength + extraLength;
            header = Get(record.HeaderOffset, total + sizeof(ulong));
            record.DataOffset = record.HeaderOffset + total;
            record.Head = header.Length == total + sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(header[total..]) : 0;
            if (header.Length < total || record.DataEnd > directory.End.DirectoryStart)
                throw Problems.Zip(DiagnosticId.ZipDirectoryBroken, "the record reaches into the directory", At(index));

            header = header[..total];
            ReadOnlySpan<byte> name = header.Slice(ZipSignature.LocalSize, nameLength);
            if (!name.SequenceEqual(directory.NameBytes(index)) && problems.Keeps(DiagnosticId.HeaderMismatch))
                problems.Add(Problems.Zip(DiagnosticId.HeaderMismatch,
                    $"the local header calls the record '{Printable.Escape(Encoding.UTF8.GetString(name))}'", At(index)));
            if ((flags & ZipSignature.Unreadable) != 0) ReportFlags(flags, At(index), problems);
            if (method != record.Method)
                problems.Add(Problems.Zip(
                    DiagnosticId.HeaderMismatch, $"the local header says method {method}, the directory {record.Method}", At(index)));
            var extra = new ZipExtra(header[(ZipSignature.LocalSize + nameLength)..]);
            if (extra.ContradictsItself)
                problems.Add(Problems.Zip(
                    DiagnosticId.HeaderMismatch, "the local header's extra field holds one block twice, and the two differ", At(index)));
            if (extra.RenamesTo(name))
                problems.Add(Problems.Zip(
                    DiagnosticId.UnsafeRecordName, "the record's Unicode Path field gives it another name than the directory", At(index)));
            ulong offset = 0;
            bool sizesFollow = (flags & ZipSignature.Descriptor) != 0;
            bool agrees = extra.TryWiden(ref size, ref compressed, ref offset)
                && Agrees(crc, record.Crc, sizesFollow) && Agrees(size, (ulong)record.Size, sizesFollow)
                && Agrees(compressed, (ulong)record.CompressedSize, sizesFollow);
            if (!agrees)
                problems.Add(Problems.Zip(
                    DiagnosticId.HeaderMismatch, "the local header and the directory disagree about the record's size or CRC", At(index)));
        }

        // All of a local header but its first bytes, with the name that the directory has.
        private bool HasReplacedSignature(in ZipRecord record, int index)
        {
            ReadOnlySpan<byte> name = directory.NameBytes(index), header = Get(record.HeaderOffset, ZipSignature.LocalSize + name.Length);
            return header.Length == ZipSignature.LocalSize + name.Length
                && BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) == name.Length
                && header[ZipSignature.LocalSize..].SequenceEqual(name);
        }

        /// <summary>Whether a local header stands in a gap: PyTorch leaves none between records.</summary>
        public bool HidesRecord(long gapStart, long gapEnd)
        {
            const int piece = 1 << 16;
            for (long at = gapStart; gapEnd - at >= ZipSignature.LocalSize; at += piece - 3)
            {
                if (Get(at, (int)Math.Min(gapEnd - at, piece)).IndexOf("PK\x03\x04"u8) >= 0) return true;
            }
            return false;
        }

        /// <summary>Where an end record begins that lies as a whole in a gap; -1 if there is none.</summary>
        public long FindEndRecord(long gapStart, long gapEnd)
        {
            const int piece = 1 << 16;
            for (long at = gapStart; gapEnd - at >= ZipSignature.EndSize;)
            {
                int length = (int)Math.Min(gapEnd - at, piece);
                int found = Get(at, length)[..(length - ZipSignature.EndSize + 4)].IndexOf("PK\x05\x06"u8);
                if (found >= 0) return at + found;
                at += length - ZipSignature.EndSize + 1;
            }
            return -1;
        }

        // With a data descriptor (flag bit 3) the local header may have zeros: the values follow the data.
        private static bool Agrees(ulong local, ulong central, bool follows) => local == central || (follows && local == 0);

        private readonly CheckpointLocation At(int index) =>
            new(source.Name, directory.NameOf(index), directory.Records[index].HeaderOffset);

        private ReadOnlySpan<byte> Get(long offset, int length)
        {
            if (offset < _windowStart || offset - _windowStart > _window.Length - length)
            {
                int wanted = (int)Math.Min(Math.Max(length, _piece), source.Length - offset);
                if (_own.Length < wanted) _own = new byte[wanted];
                source.ReadExactly(offset, _own.AsSpan(0, wanted));
                (_window, _windowStart) = (_own.AsMemory(0, wanted), offset);
            }
            return _window.Span.Slice((int)(offset - _windowStart), Math.Min(length, _window.Length - (int)(offset - _windowStart)));
        }

        private static bool AreNear(ZipDirectory directory) =>
            directory.Records.Length > 0 && directory.End.DirectoryStart / directory.Records.Length < 1 << 16;
    }
}
