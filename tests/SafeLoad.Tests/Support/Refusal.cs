using SafeLoad.IO;
using SafeLoad.Scanning;

namespace SafeLoad.Tests.Support;

/// <summary>Opens files that must be refused, and says what for.</summary>
internal static class Refusal
{
    /// <summary>The error of opening a file; the test fails if it is of another kind or another fact.</summary>
    public static T Of<T>(byte[] file, DiagnosticId id, CheckpointOptions? options = null) where T : SafeLoadException
    {
        T? problem = Assert.Throws<T>(() => Checkpoint.Open(file, options).Dispose());
        Assert.That(problem!.Id, Is.EqualTo(id), problem.Message);
        Assert.That(problem.Message, Does.StartWith($"SL{(int)id}: "));
        return problem;
    }

    /// <summary>The error of opening a malformed file.</summary>
    public static MalformedCheckpointException Malformed(byte[] file, DiagnosticId id, CheckpointOptions? options = null) =>
        Of<MalformedCheckpointException>(file, id, options);

    /// <summary>The error of opening a malformed file, which the scanner must report under the same number.</summary>
    public static MalformedCheckpointException MalformedAndFound(byte[] file, DiagnosticId id)
    {
        MalformedCheckpointException problem = Malformed(file, id);
        ScanReport report = Scanner.Scan(new MemoryByteSource(file));
        Assert.That(report.Findings.Select(static finding => finding.Id), Does.Contain(id));
        Assert.That(report.Verdict, Is.Not.EqualTo(Verdict.Clean));
        return problem;
    }
}
