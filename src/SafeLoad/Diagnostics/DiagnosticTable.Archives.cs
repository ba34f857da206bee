using SafeLoad.Scanning;

namespace SafeLoad.Diagnostics;

// Archive tricks: 30xx.
internal static partial class DiagnosticTable
{
    private static DiagnosticRow[] Archives() =>
    [
        new(DiagnosticId.ArchivePrefix, DiagnosticKind.Malformed, Severity.Warning, Verdict.Suspicious, 6.5,
            "Bytes stand before the archive.",
            "One reader sees the archive, another what stands before it: a pickle, say, that torch.load of some releases would run."),
        new(DiagnosticId.SecondEndRecord, DiagnosticKind.Malformed, Severity.Warning, Verdict.Suspicious, 7.5,
            "The archive has a second end record.",
            "Readers take the first or the last end record, and so see two directories with other records."),
        new(DiagnosticId.DuplicateRecord, DiagnosticKind.Malformed, Severity.Warning, Verdict.Suspicious, 7.5,
            "Two records have the same name.",
            "Readers take the first or the last of the two: a scanner can be shown the harmless one."),
        new(DiagnosticId.CaseClash, DiagnosticKind.Malformed, Severity.Warning, Verdict.Suspicious, 7.0,
            "Two records differ only in the case of their names; PyTorch looks names up case-insensitively.",
            "PyTorch may load the one record where other readers load the other."),
        new(DiagnosticId.MixedTopFolder, DiagnosticKind.Malformed, Severity.Warning, Verdict.Suspicious, 5.5,
            "Records stand under more than one top folder.",
            "PyTorch takes the folder of the first record for the archive's; other readers look for data.pkl anywhere."),
        new(DiagnosticId.OverlappingRecords, DiagnosticKind.Malformed, Severity.Warning, Verdict.Suspicious, 7.0,
            "The bytes of two records overlap.",
            "The same bytes count as two records: as tensor data in one reading and as a program in the other. Archives that unpack "
                + "without end are made so, too."),
        new(DiagnosticId.HeaderMismatch, DiagnosticKind.Malformed, Severity.Warning, Verdict.Suspicious, 7.0,
            "A local header and the directory disagree.",
            "Readers that believe the local header see another name, size or method than those that believe the directory."),
        new(DiagnosticId.EncryptedRecord, DiagnosticKind.Malformed, Severity.Warning, Verdict.Suspicious, 6.5,
            "An encryption or patch flag is set on a record.",
            "Some readers refuse the record or take it for encrypted, where PyTorch does not look at the flag and loads it."),
        new(DiagnosticId.HiddenRecord, DiagnosticKind.Malformed, Severity.Warning, Verdict.Suspicious, 6.5,
            "A local record that the directory does not list.",
            "Readers that go by local headers see a record that those that go by the directory do not."),
        new(DiagnosticId.UnsafeRecordName, DiagnosticKind.Malformed, Severity.Warning, Verdict.Suspicious, 7.5,
            "A record name that leaves the archive or means different things to different readers.",
            "Unpacked, the record is written outside of the folder it is meant for; or two readers look for it under two names."),
        new(DiagnosticId.TwoFormats, DiagnosticKind.Malformed, Severity.Warning, Verdict.Suspicious, 7.0,
            "A file that is one kind from its start and another one from elsewhere.",
            "A loader that looks at the first bytes and one that looks for a zip at the end, or for HDF5 at 512 bytes, 1,024 and so on, "
                + "read two different files; a scanner that knows only one of them is passed by the other."),
        new(DiagnosticId.ShardMismatch, DiagnosticKind.Finding, Severity.Warning, Verdict.Malformed, 4.0,
            "A model's index and its shards contradict each other.",
            "A shard that is not there makes the model incomplete; a name outside of the folder makes the loader read a file that "
                + "nobody meant.",
            Next: "fetch the whole repository again, at one revision",
            Others: [new(Severity.Warning, Verdict.Suspicious, "where the index names files outside of its folder")]),
        new(DiagnosticId.UnsafeMember, DiagnosticKind.Malformed, Severity.Warning, Verdict.Suspicious, 7.5,
            "A member that unpacking makes more of than a file: a link out, a device, a program with its owner's rights.",
            "Whoever unpacks the archive reads or writes somewhere else than in its folder, or has a program that runs with more rights. "
                + "No archive of weights needs one."),
    ];
}
