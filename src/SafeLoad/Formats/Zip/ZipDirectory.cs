using System.Buffers.Binary;
using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Formats.Archives;

namespace SafeLoad.Formats.Zip;

/// <summary>A zip's central directory: every record's name, sizes and place, as far as the directory itself can be checked.</summary>
/// <remarks>APPNOTE 4.3.12. Our own reader, because a strict one is what this library is about; sizes always come from here,
/// since PyTorch's local headers have zeros.</remarks>
internal sealed class ZipDirectory
{
    private const int ModeOffset = 40;

    private ZipDirectory(byte[] bytes, ZipRecord[] records, ZipEnd end)
    {
        Bytes = bytes;
        Records = records;
        End = end;
        Names = new ZipNameIndex(bytes, records);
    }

    public byte[] Bytes { get; }

    public ZipRecord[] Records { get; }

    public ZipEnd End { get; }

    public ZipNameIndex Names { get; }

    /// <summary>Reads the directory.</summary>
    /// <param name="source">The archive.</param>
    /// <param name="budget">What reading may cost.</param>
    /// <param name="problems">Told of each contradiction that does not make reading impossible; the loader throws it.</param>
    public static ZipDirectory Read(ByteSource source, Budget budget, ZipProblems problems)
    {
        ZipEnd end = ZipEnd.Read(source, problems.Add);
        CheckpointLocation at = new(source.Name, null, end.DirectoryStart);
        budget.CheckRecords(end.RecordCount, at);
        budget.CheckDirectoryBytes(end.DirectorySize, at);
        // The directory's bytes are in the file (ZipEnd has checked that), and each record takes 46 of them.
        if (end.RecordCount > (ulong)(end.DirectorySize / ZipSignature.DirectorySize))
            throw Problems.Zip(DiagnosticId.ZipDirectoryBroken,
                FormattableString.Invariant($"{end.RecordCount:N0} records do not fit into a directory of {end.DirectorySize:N0} bytes"),
                at);
        byte[] bytes = new byte[end.DirectorySize];
        source.ReadExactly(end.DirectoryStart, bytes);

        var records = new ZipRecord[end.RecordCount];
        int position = 0;
        for (int i = 0; i < records.Length; i++) records[i] = ReadRecord(bytes, ref position, source, end, problems);
        if (position != bytes.Length)
            throw Problems.Zip(DiagnosticId.ZipDirectoryBroken,
                FormattableString.Invariant($"{bytes.Length - position:N0} bytes of the directory belong to no record: the end record ")
                    + FormattableString.Invariant($"counts {records.Length:N0} records, the directory holds more"), at);
        return new ZipDirectory(bytes, records, end);
    }

    /// <summary>Whether there are records, and all of them are NumPy arrays by their names.</summary>
    public bool HoldsArraysOnly
    {
        get
        {
            bool arrays = Records.Length > 0;
            for (int i = 0; i < Records.Length && arrays; i++) arrays = NameBytes(i).EndsWith(".npy"u8);
            return arrays;
        }
    }

    public ReadOnlySpan<byte> NameBytes(int index) => Bytes.AsSpan(Records[index].NameStart, Records[index].NameLength);

    /// <summary>A record's name; bytes that are not UTF-8 become U+FFFD, for messages.</summary>
    public string NameOf(int index) => Encoding.UTF8.GetString(NameBytes(index));

    /// <summary>A record's Unix mode; 0 if its writer left it out, as PyTorch's does.</summary>
    public int ModeOf(int index) =>
        BinaryPrimitives.ReadUInt16LittleEndian(Bytes.AsSpan(Records[index].NameStart - ZipSignature.DirectorySize + ModeOffset));

    private static ZipRecord ReadRecord(byte[] bytes, ref int position, ByteSource source, ZipEnd end,
        ZipProblems problems)
    {
        long start = end.DirectoryStart + position;
        ReadOnlySpan<byte> rest = bytes.AsSpan(position);
        if (rest.Length < ZipSignature.DirectorySize || BinaryPrimitives.ReadUInt32LittleEndian(rest) != ZipSignature.Directory)
            throw Problems.Zip(DiagnosticId.ZipDirectoryBroken, "the directory ends early or holds something else than records",
                new CheckpointLocation(source.Name, null, start));
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(rest[28..]),
            extraLength = BinaryPrimitives.ReadUInt16LittleEndian(rest[30..]),
            commentLength = BinaryPrimitives.ReadUInt16LittleEndian(rest[32..]);
        int total = ZipSignature.DirectorySize + nameLength + extraLength + commentLength;
        if (total > rest.Length)
            throw Problems.Zip(DiagnosticId.ZipDirectoryBroken, "a record of the directory reaches past its end",
                new CheckpointLocation(source.Name, null, start));

        ReadOnlySpan<byte> name = rest.Slice(ZipSignature.DirectorySize, nameLength);
        ulong compressed = BinaryPrimitives.ReadUInt32LittleEndian(rest[20..]), size = BinaryPrimitives.ReadUInt32LittleEndian(rest[24..]),
            offset = BinaryPrimitives.ReadUInt32LittleEndian(rest[42..]);
        var extra = new ZipExtra(rest.Slice(ZipSignature.DirectorySize + nameLength, extraLength));
        if (!extra.IsWellFormed)
            problems.Add(Problems.Zip(DiagnosticId.ZipDirectoryBroken, "the record's extra field is cut short", At(name)));
        if (extra.ContradictsItself)
            problems.Add(Problems.Zip(
                DiagnosticId.ZipDirectoryBroken, "the record's extra field holds one block twice, and the two differ", At(name)));
        if (extra.RenamesTo(name))
            problems.Add(Problems.Zip(
                DiagnosticId.UnsafeRecordName, "the record's Unicode Path field gives it another name than the directory", At(name)));
        if (!extra.TryWiden(ref size, ref compressed, ref offset))
            throw Problems.Zip(DiagnosticId.ZipDirectoryBroken, "the record needs a zip64 field and has none", At(name));
        var record = new ZipRecord
        {
            NameStart = position + ZipSignature.DirectorySize,
            NameLength = nameLength,
            Flags = BinaryPrimitives.ReadUInt16LittleEndian(rest[8..]),
            Method = BinaryPrimitives.ReadUInt16LittleEndian(rest[10..]),
            Crc = BinaryPrimitives.ReadUInt32LittleEndian(rest[16..]),
        };
        if (offset > (ulong)end.DirectoryStart || compressed > (ulong)end.DirectoryStart - offset)
            throw Problems.Zip(DiagnosticId.ZipDirectoryBroken,
                FormattableString.Invariant($"the record is said to lie at {offset:N0} with {compressed:N0} bytes; the records end at ")
                    + FormattableString.Invariant($"{end.DirectoryStart:N0}"), At(name));
        if (size > long.MaxValue || (record.Method == 0 && size != compressed && (record.Flags & ZipSignature.Encrypted) == 0))
            throw Problems.Zip(DiagnosticId.ZipDirectoryBroken,
                FormattableString.Invariant($"the stored record has {compressed:N0} bytes and is said to have {size:N0}"), At(name));
        (record.CompressedSize, record.Size, record.HeaderOffset) = ((long)compressed, (long)size, (long)offset);
        if (BinaryPrimitives.ReadUInt16LittleEndian(rest[34..]) != 0)
            problems.Add(Problems.Zip(DiagnosticId.ZipDirectoryBroken, "the record lies in another part of a split archive", At(name)));
        if (MemberSafety.NameProblem(name) is { } problem)
            problems.Add(Problems.UnsafeName("the record has " + problem, At(name)));
        int mode = BinaryPrimitives.ReadUInt16LittleEndian(rest[ModeOffset..]);
        if (mode != 0 && ModeProblem(source, record, name, mode, end) is { } unsafeMode)
            problems.Add(Problems.UnsafeMember("the record is " + unsafeMode, At(name)));
        if ((record.Flags & ZipSignature.Unreadable) != 0) ZipConsistency.ReportFlags(record.Flags, At(name), problems);
        position += total;
        return record;

        CheckpointLocation At(ReadOnlySpan<byte> name) => new(source.Name, Encoding.UTF8.GetString(name), start);
    }

    private static string? ModeProblem(ByteSource source, in ZipRecord record, ReadOnlySpan<byte> name, int mode, ZipEnd end) =>
        MemberSafety.IsLink(mode) ? ZipLink.Problem(source, record, name, end.DirectoryStart) : MemberSafety.ModeProblem(mode);
}
