using System.Security.Cryptography;
using SafeLoad.IO;

namespace SafeLoad.Scanning;

/// <summary>What a scan has seen so far: findings, globals, and what was decoded.</summary>
internal sealed class PickleTrace : IDisposable
{
    private readonly HashSet<ScannedGlobal> _named = new(new SameGlobal());
    private readonly HashSet<Finding> _found = new(new SameFinding());
    private readonly IncrementalHash _decoded = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public List<Finding> Findings { get; } = [];

    public List<ScannedGlobal> Globals { get; } = [];

    public bool Complete { get; private set; } = true;

    public long BytesRead { get; private set; }

    public long BytesSkippedAsStorage { get; set; }

    public Verdict Verdict => Findings.Count == 0 ? Verdict.Clean : Findings.Max(static finding => finding.Verdict);

    public TraceMark Mark() => new(Findings.Count, Globals.Count, Complete);

    /// <summary>The worst that was found since a mark.</summary>
    public Verdict WorstSince(TraceMark mark)
    {
        Verdict worst = Verdict.Clean;
        for (int i = mark.Findings; i < Findings.Count; i++) worst = Findings[i].Verdict > worst ? Findings[i].Verdict : worst;
        return worst;
    }

    /// <summary>Takes back what was found since a mark: the bytes were read in a way in which nobody would.</summary>
    public void GoBack(TraceMark mark)
    {
        if (mark.Findings > Findings.Count) mark = mark with { Findings = Findings.Count };
        for (int i = mark.Findings; i < Findings.Count; i++) _found.Remove(Findings[i]);
        for (int i = mark.Globals; i < Globals.Count; i++) _named.Remove(Globals[i]);
        Findings.RemoveRange(mark.Findings, Findings.Count - mark.Findings);
        Globals.RemoveRange(mark.Globals, Globals.Count - mark.Globals);
        Complete = mark.Complete;
    }

    public void Decoded(ReadOnlySpan<byte> bytes)
    {
        BytesRead += bytes.Length;
        _decoded.AppendData(bytes);
    }

    /// <summary>Takes the first bytes of a source for decoded.</summary>
    public void Decode(ByteSource source, long length)
    {
        byte[] buffer = new byte[(int)Math.Min(1 << 20, length)];
        for (long done = 0; done < length;)
        {
            Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - done));
            source.ReadExactly(done, piece);
            Decoded(piece);
            done += piece.Length;
        }
    }

    public string FinishScanId() => Convert.ToHexString(_decoded.GetHashAndReset()).ToLowerInvariant();

    /// <summary>Whether a record names this global for the first time.</summary>
    public bool Name(ScannedGlobal global)
    {
        bool isNew = _named.Add(global);
        if (isNew) Globals.Add(global);
        return isNew;
    }

    public void Add(Finding finding)
    {
        // The same fact again and again in one record (a global used 100,000 times) is one finding.
        if (_found.Add(finding)) Findings.Add(finding);
    }

    /// <summary>Takes back findings of a record that another reading of it has shown to be none.</summary>
    public void Forget(string? record, Predicate<Finding> isNone)
    {
        foreach (Finding finding in Findings.FindAll(finding => finding.Location.Record == record && isNone(finding))) _found.Remove(finding);
        Findings.RemoveAll(finding => finding.Location.Record == record && isNone(finding));
    }

    /// <summary>Takes back findings that another one has said better.</summary>
    public void Forget(Predicate<Finding> isSaid)
    {
        foreach (Finding finding in Findings.FindAll(isSaid)) _found.Remove(finding);
        Findings.RemoveAll(isSaid);
    }

    /// <summary>An error of reading, as a finding with the same number and place.</summary>
    public void Add(SafeLoadException problem)
    {
        if (problem is LimitExceededException or UnsupportedCheckpointException) Complete = false;
        Add(FindingOf(problem));
    }

    /// <summary>What an error of reading is as a finding.</summary>
    public static Finding FindingOf(SafeLoadException problem)
    {
        Verdict verdict = problem switch
        {
            MalformedCheckpointException when (int)problem.Id / 100 == 30 || problem.Id is DiagnosticId.ChecksumMismatch => Verdict.Suspicious,
            MalformedCheckpointException => Verdict.Malformed,
            DisallowedGlobalException => Verdict.Suspicious,
            _ => Verdict.Clean,
        };
        return new Finding(problem.Id, Severity.Warning, verdict, problem.Problem, problem.Location);
    }

    public void NotScanned(string what, CheckpointLocation at)
    {
        Complete = false;
        Add(new Finding(DiagnosticId.NotScanned, Severity.Warning, Verdict.Clean, what + " was not scanned", at));
    }

    public void Dispose() => _decoded.Dispose();
}
