using SafeLoad.Common;
using SafeLoad.Containers;
using SafeLoad.Globals;
using SafeLoad.IO;
using SafeLoad.Pickle;
using SafeLoad.Rebuild;

namespace SafeLoad.Compatibility;

/// <summary>
/// Answers, without PyTorch, whether <c>torch.load(weights_only=True)</c> of a release would open a file, and names everything that stops it.
/// </summary>
public static class TorchCheck
{
    /// <summary>Checks a file.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="version">The release.</param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static TorchAnswer Check(string path, TorchVersion version, CheckpointLimits? limits = null)
    {
        using var source = new FileByteSource(path);
        return Check(source, version, limits);
    }

    /// <summary>Checks bytes from anywhere.</summary>
    /// <param name="source">The bytes; stays the caller's.</param>
    /// <param name="version">The release.</param>
    /// <param name="limits">What reading may cost; null for the defaults.</param>
    /// <exception cref="IOException">The bytes cannot be read.</exception>
    public static TorchAnswer Check(ByteSource source, TorchVersion version, CheckpointLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        limits ??= CheckpointLimits.Default;
        var answer = new TorchBlockers(version);
        CheckpointFormat format = FormatDetector.Detect(source);
        try
        {
            format = CheckContainer(source, format, new Budget(limits), answer);
            if (answer.IsEmpty && format is CheckpointFormat.Zip or CheckpointFormat.Legacy)
            {
                // What PyTorch would find broken while loading; globals beyond the default list do not matter here.
                CheckpointLoader.Load(source, new CheckpointOptions { Limits = limits, GlobalSets = GlobalSets.OldTorch, VerifyChecksums = false });
            }
        }
        catch (DisallowedGlobalException) { }
        // A record of the wrong length is opened by releases that do not look; that is worse, and is said.
        catch (MalformedCheckpointException problem) when (problem.Id == DiagnosticId.RecordLengthMismatch && !TorchHistory.ChecksRecordSizes(version))
        {
            answer.Notes.Add($"PyTorch before 2.10 opens it and reads or writes past the end of a record (CVE-2026-24747): {problem.Problem}");
        }
        catch (SafeLoadException problem)
        {
            answer.Add(new TorchBlocker(TorchBlockerKind.Damage, problem.Id.ToString(), problem.Location, problem.Problem));
        }
        return new TorchAnswer(version, format, answer.All, answer.Notes);
    }

    private static CheckpointFormat CheckContainer(ByteSource source, CheckpointFormat format, Budget budget, TorchBlockers answer)
    {
        CheckpointLocation at = new(source.Name);
        switch (format)
        {
            case CheckpointFormat.Zip:
                ZipContainer zip = ZipContainer.Open(source, budget, verify: false, static _ => { });
                if (zip.Format == CheckpointFormat.TorchScript) answer.TorchScript(at);
                else if (zip.Find("data.pkl") is >= 0 and var index) CheckPickles(zip.Open(index), zip.Directory.NameOf(index), 1, budget, answer);
                else answer.Container(FormatDetector.Describe(zip.Format == CheckpointFormat.Zip ? CheckpointFormat.OrdinaryZip : zip.Format), at);
                return zip.Format;
            case CheckpointFormat.Legacy:
                CheckPickles(source, null, 5, budget, answer);
                break;
            case CheckpointFormat.Tar:
                answer.Tar(at);
                break;
            default:
                answer.Container(FormatDetector.Describe(format), at);
                break;
        }
        return format;
    }

    private static void CheckPickles(ByteSource source, string? record, int count, Budget budget, TorchBlockers answer)
    {
        long position = 0;
        for (int i = 0; i < count; i++)
        {
            PickleData data = PickleEnd.Read(source, position, record, budget);
            var reader = new PickleReader(data.Bytes.AsSpan(0, data.End), 0);
            while (reader.Read() == PickleStatus.Read && reader.Opcode != PickleOpcode.Stop) answer.Opcode(reader.Opcode, data.At(reader.Offset, reader.Opcode));
            PickleMachine.Run(data, new NameRecorder(answer.Global), budget, out int end);
            position += end;
        }
    }
}
