using System.Diagnostics;
using SafeLoad.Cli.Input;
using SafeLoad.Cli.Reporting;
using SafeLoad.IO;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Commands;

/// <summary>Scans one file, whatever is wrong with it. Used by several threads at once.</summary>
/// <param name="terminal">Gives stdin, and says when to stop.</param>
/// <param name="options">How to scan.</param>
/// <param name="hash">Whether every byte is hashed too.</param>
/// <param name="standardInputName">The name that the file on stdin will have; null if nobody says.</param>
internal sealed class FileScan(Terminal terminal, ScanOptions options, bool hash, string? standardInputName = null)
{
    /// <exception cref="OperationCanceledException">The command is cancelled.</exception>
    public ScannedFile Scan(InputFile file) => ScanOne(file) with { Root = file.Root };

    private ScannedFile ScanOne(InputFile file)
    {
        if (file.Problem is not null) return new ScannedFile(file.Path, null, file.Problem);
        try
        {
            long start = Stopwatch.GetTimestamp();
            using ByteSource source = file.IsStandardInput
                ? StandardInput.Read(terminal.Input, file.Path, options.Limits, terminal.Cancellation) : new FileByteSource(file.Path);
            // All of these have the size 0 and are not opened for that.
            if (source.Length == 0 && !file.IsStandardInput && SpecialFile.IsAt(file.Path))
                return new ScannedFile(file.Path, null, "not a regular file: a named pipe, a device or a socket");
            // Who reads every byte is told whether they are those that were written.
            ScanReport report = Scanner.Scan(source, OptionsFor(file, source) with { VerifiesStorages = hash }, terminal.Cancellation);
            if (!hash || source.Length > options.MaxFileSize) return new ScannedFile(file.Path, report, null);
            string? sha256 = FileHash.Compute(source, () => Stopwatch.GetElapsedTime(start) > options.Timeout, terminal.Cancellation);
            if (sha256 is not null)
                return new ScannedFile(file.Path, With(report, NameHash.Check(file.Path, sha256)), null) { Sha256 = sha256 };
            return new ScannedFile(file.Path, With(report, HashingTakesLong(file.Path)) with { Complete = false }, null);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or MalformedCheckpointException
            or OutOfMemoryException)
        {
            return new ScannedFile(file.Path, null, problem.Message.ReplaceLineEndings(" "));
        }
        // One file must not take the others' reports along.
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return new ScannedFile(file.Path, null,
                "SafeLoad itself failed on this file, which is a fault to report: " + problem.Message.ReplaceLineEndings(" "));
        }
    }

    private ScanOptions OptionsFor(InputFile file, ByteSource source)
    {
        // Nothing came, where something was to be scanned.
        if (file.IsStandardInput)
            return options
                with { FileName = standardInputName, ExpectsWeights = source.Length == 0 ? true : options.ExpectsWeights };
        return source.Length == 0 && HubCache.IsMarker(file.Path) ? options with { ExpectsWeights = false } : options;
    }

    private static ScanReport With(ScanReport report, Finding? finding) => finding is null ? report : report with
    {
        Findings = [.. report.Findings, finding],
        Verdict = finding.Verdict > report.Verdict ? finding.Verdict : report.Verdict,
    };

    private static Finding HashingTakesLong(string path) =>
        Finding.Of(DiagnosticId.TimeExceeded, "hashing the file takes longer than the time that is left for it",
            new CheckpointLocation(path));
}
