using SafeLoad.Scanning;

namespace SafeLoad.Diagnostics;

// What was not supported, not scanned or not readable: 50xx and 90xx.
internal static partial class DiagnosticTable
{
    private static DiagnosticRow[] Coverage() =>
    [
        new(DiagnosticId.UnsupportedFormat, DiagnosticKind.Unsupported, Severity.Warning, Verdict.Clean, 3.0,
            "A file of a kind that SafeLoad does not open as a checkpoint.",
            "What SafeLoad does not read it does not judge: another loader may run something in it.",
            Next: "scan what is inside by itself, or ask for a format that is read (`safeload inspect FILE` says what it is)",
            Others:
            [
                new(Severity.Warning, Verdict.Malformed, "where weights are expected, by the file's name or by the caller"),
                new(Severity.Note, Verdict.Clean, "where the kind is known to hold no program, or bytes are no more than numbers"),
            ]),
        new(DiagnosticId.UnsupportedCompression, DiagnosticKind.Unsupported, Severity.Warning, Verdict.Clean, 5.0,
            "A record is compressed by a method other than deflate.",
            "Other readers may know the method and find a program in the record.",
            Next: "unpack the record and scan it by itself"),
        new(DiagnosticId.UnsupportedTensor, DiagnosticKind.Unsupported, Severity.Warning, Verdict.Clean, 2.0,
            "A tensor of a kind that SafeLoad cannot hold.",
            "Other readers may know the tensor; it is not proven to stay inside of its storage.",
            Next: "ask its maker for plain tensors, or tell us"),
        new(DiagnosticId.UnsupportedKey, DiagnosticKind.Unsupported, Severity.Warning, Verdict.Clean, 2.0,
            "A value of this kind cannot be a dictionary key here.",
            "Other readers may read it; SafeLoad stops here.",
            Next: "ask its maker for a state dict, or tell us"),
        new(DiagnosticId.NotScanned, DiagnosticKind.Finding, Severity.Warning, Verdict.Clean, 5.0,
            "Content that was not scanned.",
            "Some loader could interpret it as a program, and nobody has looked at it.",
            Next: "unpack what was not scanned and scan it by itself, or raise the limit that was hit"),
        new(DiagnosticId.OtherFile, DiagnosticKind.Unsupported, Severity.Warning, Verdict.Suspicious, 6.5,
            "Whoever opens the file is led to another one, by a link or by elements that stand elsewhere.",
            "The file decides what its reader opens: a file of the reader's own, or one that nobody has scanned.",
            Next: "ask its maker for one file that holds all of it (h5repack copies what links lead to)"),
        new(DiagnosticId.CannotRead, DiagnosticKind.Input, Severity.Warning, Verdict.Clean, 3.0,
            "The file cannot be opened or read.",
            "Nothing is known of the file."),
        new(DiagnosticId.FileChanged, DiagnosticKind.Malformed, Severity.Warning, Verdict.Malformed, 3.0,
            "The file became shorter while it was read.",
            "What was read belongs to two states of the file.",
            Next: "read the file when nothing writes to it"),
        new(DiagnosticId.HashMismatch, DiagnosticKind.Malformed, Severity.Warning, Verdict.Suspicious, 7.5,
            "The file is not the one that was expected: its SHA-256 is another.",
            "Somebody put another file in the place of the one that was approved.",
            Next: "fetch the file again from where it was approved"),
        new(DiagnosticId.HashInName, DiagnosticKind.Finding, Severity.Note, Verdict.Clean, 0.1,
            "The file is the one that its name says: the hash in the name is its SHA-256.",
            "Nobody has changed a byte since it was named so.",
            Next: "keep the name: the next scan with --hash compares it again"),
    ];
}
