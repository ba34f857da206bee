using System.Security.Cryptography;

namespace SafeLoad.Scanning;

/// <summary>What a scan has seen so far: findings, globals, and what was decoded.</summary>
internal sealed class PickleTrace : IDisposable
{
    private readonly HashSet<(string?, string, string)> _named = [];
    private readonly HashSet<(DiagnosticId, string?, string)> _found = [];
    private readonly IncrementalHash _decoded = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public List<Finding> Findings { get; } = [];

    public List<ScannedGlobal> Globals { get; } = [];

    public bool Complete { get; private set; } = true;

    public long BytesRead { get; private set; }

    public long BytesSkippedAsStorage { get; set; }

    public Verdict Verdict => Findings.Count == 0 ? Verdict.Clean : Findings.Max(static finding => finding.Verdict);

    public void Decoded(ReadOnlySpan<byte> bytes)
    {
        BytesRead += bytes.Length;
        _decoded.AppendData(bytes);
    }

    public string FinishScanId() => Convert.ToHexString(_decoded.GetHashAndReset()).ToLowerInvariant();

    /// <summary>Whether a record names this global for the first time.</summary>
    public bool Name(ScannedGlobal global)
    {
        bool isNew = _named.Add((global.Location.Record, global.Module, global.Name));
        if (isNew) Globals.Add(global);
        return isNew;
    }

    public void Add(Finding finding)
    {
        // The same fact again and again in one record (a global used 100,000 times) is one finding.
        if (_found.Add((finding.Id, finding.Location.Record, finding.Message))) Findings.Add(finding);
    }

    /// <summary>An error of reading, as a finding with the same number and place.</summary>
    public void Add(SafeLoadException problem)
    {
        Verdict verdict = problem switch
        {
            MalformedCheckpointException when (int)problem.Id / 100 == 30 || problem.Id is DiagnosticId.ChecksumMismatch => Verdict.Suspicious,
            MalformedCheckpointException => Verdict.Malformed,
            DisallowedGlobalException => Verdict.Suspicious,
            _ => Verdict.Clean,
        };
        if (problem is LimitExceededException or UnsupportedCheckpointException) Complete = false;
        Add(new Finding(problem.Id, Severity.Warning, verdict, problem.Problem, problem.Location));
    }

    public void NotScanned(string what, CheckpointLocation at)
    {
        Complete = false;
        Add(new Finding(DiagnosticId.NotScanned, Severity.Warning, Verdict.Clean, what + " was not scanned", at));
    }

    public void Dispose() => _decoded.Dispose();
}
