namespace SafeLoad.Diagnostics;

// Texts about pickles.
internal static partial class Problems
{
    public static MalformedCheckpointException UnknownOpcode(byte code, CheckpointLocation at) =>
        Malformed(DiagnosticId.UnknownOpcode, $"0x{code:X2} is no pickle opcode", at);

    public static MalformedCheckpointException NegativeLength(string opcode, CheckpointLocation at) =>
        Malformed(DiagnosticId.BadArgument, $"{opcode} has a negative length", at);

    public static MalformedCheckpointException PickleTruncated(string opcode, ulong needed, int left, CheckpointLocation at) =>
        left == 0 ? Malformed(DiagnosticId.PickleTruncated, $"the pickle ends without STOP", at)
        : Malformed(DiagnosticId.PickleTruncated, $"{opcode} needs {needed:N0} bytes; {left:N0} are left", at);

    public static MalformedCheckpointException StackUnderflow(int needed, int found, CheckpointLocation at) =>
        Malformed(DiagnosticId.StackUnderflow, $"{at.Opcode} needs {needed} values above the last mark; {found} are there", at);

    public static MalformedCheckpointException MarkMissing(CheckpointLocation at) =>
        Malformed(DiagnosticId.MarkMissing, $"{at.Opcode} needs a MARK and there is none", at);

    public static MalformedCheckpointException MemoEntryMissing(long index, long count, CheckpointLocation at) =>
        Malformed(DiagnosticId.MemoEntryMissing, $"{at.Opcode} asks for memo entry {index}; {count} are stored", at);

    public static MalformedCheckpointException BadArgument(string expected, CheckpointLocation at) =>
        Malformed(DiagnosticId.BadArgument, $"{at.Opcode}'s argument is not {expected}", at);

    public static MalformedCheckpointException BadText(CheckpointLocation at) =>
        Malformed(DiagnosticId.BadText, $"{at.Opcode}'s text is not UTF-8", at);

    public static MalformedCheckpointException BadOperand(string expected, string found, CheckpointLocation at) =>
        Malformed(DiagnosticId.BadOperand, $"{at.Opcode} needs {expected} and finds a {found}", at);

    public static MalformedCheckpointException OddItems(int count, CheckpointLocation at) =>
        Malformed(DiagnosticId.BadOperand, $"{at.Opcode} needs pairs of key and value and finds {count} values", at);

    public static MalformedCheckpointException UnhashableKey(string type, CheckpointLocation at) =>
        Malformed(DiagnosticId.UnhashableKey, $"a {type} cannot be a dictionary key or set item", at);

    public static UnsupportedCheckpointException UnsupportedKey(string type, CheckpointLocation at) =>
        Unsupported(DiagnosticId.UnsupportedKey, $"a {type} as dictionary key or set item is not supported", at);

    public static MalformedCheckpointException UnsupportedProtocol(long protocol, CheckpointLocation at) =>
        Malformed(DiagnosticId.UnsupportedProtocol, $"pickle protocol {protocol}; 0 to 5 exist", at);

    public static MalformedCheckpointException BadFrame(string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.FrameViolation, $"{problem}", at);

    public static MalformedCheckpointException NoBuffers(CheckpointLocation at) =>
        Malformed(DiagnosticId.BadOperand, $"{at.Opcode} needs out-of-band buffers, which no file has", at);

    public static MalformedCheckpointException BadPersistentId(string problem, CheckpointLocation at) =>
        Malformed(DiagnosticId.BadPersistentId, $"the persistent id {problem}; expected ('storage', class, key, location, numel)", at);

    public static MalformedCheckpointException NoStorages(CheckpointLocation at) =>
        BadPersistentId("stands in a pickle that has no storages beside it", at);

    public static MalformedCheckpointException ComputedGlobal(string module, string name, CheckpointLocation at) =>
        Malformed(DiagnosticId.BadOperand, $"STACK_GLOBAL needs two str and finds a {module} and a {name}", at);

    public static MalformedCheckpointException TrailingData(long count, CheckpointLocation at) =>
        Malformed(DiagnosticId.TrailingData, $"{count:N0} bytes follow the pickle's STOP; PyTorch writes none", at);
}
