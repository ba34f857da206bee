namespace SafeLoad.Diagnostics;

// Texts about zip archives and the legacy stream.
internal static partial class Problems
{
    public static MalformedCheckpointException ZipTruncated(string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.ZipTruncated, $"{problem}", at);

    public static MalformedCheckpointException Zip(DiagnosticId id, string problem, CheckpointLocation at) =>
        Malformed(id, $"{problem}", at);

    public static MalformedCheckpointException RecordMissing(string record, string? hint, CheckpointLocation at) =>
        Malformed(DiagnosticId.RecordMissing, $"the archive has no record {Quote(record)}{(hint is null ? "" : "; " + hint)}", at);

    public static MalformedCheckpointException OffsetBehindEnd(long offset, long length, CheckpointLocation at) =>
        Malformed(DiagnosticId.RecordMissing, $"there is no byte @0x{offset:X}: the bytes end @0x{length:X}", at);

    public static MalformedCheckpointException ChecksumMismatch(uint found, uint expected, CheckpointLocation at)
    {
        const string Advice = "CheckpointOptions.VerifyChecksums = false reads it all the same";
        return Malformed(DiagnosticId.ChecksumMismatch,
            $"the bytes have CRC-32 {found:x8}; the directory says {expected:x8}, so the file is damaged ({Advice})", at);
    }

    public static MalformedCheckpointException BadVersion(string text, CheckpointLocation at) =>
        Malformed(DiagnosticId.BadVersionRecord, $"the version record says {Quote(text)}; 1 to 10 exist", at);

    public static MalformedCheckpointException BadByteOrder(string text, CheckpointLocation at) =>
        Malformed(DiagnosticId.BadByteOrder, $"the byteorder record says {Quote(text)}; expected little or big", at);

    public static UnsupportedCheckpointException UnsupportedCompression(int method, CheckpointLocation at) =>
        Unsupported(DiagnosticId.UnsupportedCompression,
            $"the record is compressed by method {method}; PyTorch reads 0 (stored) and 8 (deflate)", at);

    public static UnsupportedCheckpointException UnsupportedFilter(long filter, CheckpointLocation at) =>
        Unsupported(DiagnosticId.UnsupportedCompression,
            $"the xz stream has the filter 0x{filter:X}; only 0x21 is unpacked here, xz -d knows others", at);

    public static MalformedCheckpointException BadCompressedData(string problem, CheckpointLocation at, Exception? inner = null) =>
        Malformed(DiagnosticId.BadCompressedData, $"the compressed data {problem}", at, inner);

    public static MalformedCheckpointException LegacyHeader(string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.LegacyHeaderBroken, $"{problem}", at);

    public static MalformedCheckpointException LegacyKeys(string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.LegacyKeysBroken, $"{problem}", at);

    public static MalformedCheckpointException LegacyStorage(string key, string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.LegacyStorageBroken, $"storage {Quote(key)} {problem}", at);

    public static MalformedCheckpointException StorageView(string key, long offset, long count, long available, CheckpointLocation at) =>
        Malformed(DiagnosticId.StorageViewOutside,
            $"view {Quote(key)} covers elements {offset} to {(Int128)offset + count}; its root storage has {available}", at);

    public static MalformedCheckpointException Tar(string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.TarBroken, $"{problem}", at);

    public static MalformedCheckpointException UnsafeName(string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.UnsafeRecordName, $"{problem}", at);

    public static MalformedCheckpointException UnsafeMember(string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.UnsafeMember, $"{problem}", at);

    public static MalformedCheckpointException TwoFormats(string second, CheckpointLocation at) =>
        Malformed(DiagnosticId.TwoFormats, $"{second}, and the file begins as something else: two loaders can see two files", at);

    public static MalformedCheckpointException Safetensors(string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.SafetensorsBroken, $"{problem}", at);

    public static MalformedCheckpointException Npy(string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.NpyBroken, $"{problem}", at);

    public static MalformedCheckpointException Pt2(string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.Pt2Broken, $"{problem}", at);

    internal const string ReadAsData = "--inert (CheckpointOptions.KeepObjects) reads its weights as data";

    public static UnsupportedCheckpointException NeedsInert(string what, string? file) =>
        UnsupportedFormat($"this is {what}; {ReadAsData} and runs nothing", file);

    public static MalformedCheckpointException Torch7(string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.Torch7Broken, $"{problem}", at);

    public static UnsupportedCheckpointException ObjectArray(CheckpointLocation at) =>
        Unsupported(DiagnosticId.ObjectArray,
            $"the array holds Python objects, which are a pickle that numpy.load(allow_pickle=True) would run; it is not read", at);

    public static MalformedCheckpointException Hdf5(string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.Hdf5Broken, $"{problem}", at);

    public static UnsupportedCheckpointException UnsupportedHdf5(string problem, CheckpointLocation at) =>
        Unsupported(DiagnosticId.UnsupportedFormat, $"{problem}", at);

    public static UnsupportedCheckpointException OtherFile(string problem, CheckpointLocation at) =>
        Unsupported(DiagnosticId.OtherFile, $"{problem}", at);

    public static UnsupportedCheckpointException UnsupportedFilter(int filter, string? name, CheckpointLocation at) =>
        Unsupported(DiagnosticId.UnsupportedCompression,
            $"the dataset is stored through filter {filter}{(name is null ? ""
                : " (" + name + ")")}; deflate, shuffle, fletcher32 and lzf are read", at);
}
