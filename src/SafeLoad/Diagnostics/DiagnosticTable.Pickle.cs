using SafeLoad.Scanning;

namespace SafeLoad.Diagnostics;

// Pickles: 10xx.
internal static partial class DiagnosticTable
{
    private static DiagnosticRow[] Pickle() =>
    [
        new(DiagnosticId.PickleTruncated, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 4.0,
            "The pickle ends before its STOP opcode, or inside an argument.",
            "Loaders stop with an error here, and what stands before the break has run by then. A download that was cut short looks "
                + "like this."),
        new(DiagnosticId.UnknownOpcode, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 4.0,
            "A byte that is no pickle opcode.",
            "No unpickler knows the byte, so each stops here; what stands before it has run by then."),
        new(DiagnosticId.StackUnderflow, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 4.0,
            "An opcode needs more values than the stack holds.",
            "A loader that does not check it reads outside of its stack. Nothing that writes pickles makes such a stream."),
        new(DiagnosticId.MemoEntryMissing, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 4.0,
            "A memo entry is fetched that was never stored.",
            "Every unpickler stops here, after it ran what stands before. A pickle that was cut and pasted by hand looks like this."),
        new(DiagnosticId.MarkMissing, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 4.0,
            "An opcode needs a MARK and there is none.",
            "Every unpickler stops here, after it ran what stands before. Nothing that writes pickles makes such a stream."),
        new(DiagnosticId.BadArgument, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 4.0,
            "The argument of an opcode cannot be read (number, escape, index).",
            "Unpicklers differ in which numbers and escapes they accept, so that two of them can read two programs."),
        new(DiagnosticId.UnsupportedProtocol, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 4.0,
            "A PROTO opcode names a protocol above 5.",
            "No release of Python knows the protocol. An unpickler that does not look at the number reads on all the same."),
        new(DiagnosticId.FrameViolation, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 5.0,
            "A FRAME that lies about its length, nests, or is crossed by an argument.",
            "Unpicklers in C and in Python follow broken frames in different ways, so that a scanner and a loader can see two programs."),
        new(DiagnosticId.BadOperand, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 6.5,
            "An opcode is applied to a value of the wrong kind (APPEND to a tuple, REDUCE without a tuple …).",
            "Loaders that do not look at the kind of a value write into memory that is something else.",
            Next: "do not hand the file on; ask its maker for a new one",
            Affected: "PyTorch before 2.10, also with weights_only=True (CVE-2026-24747)"),
        new(DiagnosticId.UnhashableKey, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 4.0,
            "A list, dict or set is used as a dictionary key or set item.",
            "Every unpickler stops here, after it ran what stands before."),
        new(DiagnosticId.BadText, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 4.0,
            "A string that is not UTF-8.",
            "Unpicklers differ in what they make of such bytes: two of them can read two names."),
        new(DiagnosticId.BadPersistentId, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 4.0,
            "A persistent id that does not describe a storage.",
            "PyTorch writes persistent ids for storages alone; what a loader makes of another depends on the loader."),
        new(DiagnosticId.TrailingData, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 6.0,
            "Bytes follow the STOP opcode.",
            "A loader that reads several pickles from one file goes on to run what follows, where a scanner of one pickle stops.",
            Next: "find out what follows: `safeload disasm FILE` shows the pickle up to its end; ask for a state dict",
            Others: [new(Severity.Warning, Verdict.Suspicious, "where another unpickler would go on to read them")]),
    ];
}
