using SafeLoad.Diagnostics;
using SafeLoad.Formats.Legacy;
using SafeLoad.Formats.Zip;
using SafeLoad.IO;
using SafeLoad.Opening;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Compatibility;

/// <summary>
/// Answers, without PyTorch, whether <c>torch.load(weights_only=True)</c> of a release would open a file, and names everything that stops
/// it.
/// </summary>
internal static class TorchCheck
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
        var budget = new Budget(limits);
        DetectedFormat file = FormatDetector.Detect(source, budget);
        CheckpointFormat format = file.Format;
        try
        {
            CheckContainer(file, budget, answer);
            if (answer.IsEmpty && format is CheckpointFormat.Zip or CheckpointFormat.Legacy)
            {
                // What PyTorch would find broken while loading; globals beyond the default list do not matter here.
                var asTorch = new CheckpointOptions { Limits = limits, GlobalSets = GlobalSets.OldTorch, VerifyChecksums = false };
                CheckpointLoader.Load(source, asTorch);
            }
        }
        catch (DisallowedGlobalException) { }
        // A record of the wrong length is opened by releases that do not look; that is worse, and is said.
        catch (MalformedCheckpointException problem)
            when (problem.Id == DiagnosticId.RecordLengthMismatch && !TorchHistory.ChecksRecordSizes(version))
        {
            const string risk = "PyTorch before 2.10 opens it and reads or writes past the end of a record (CVE-2026-24747): ";
            answer.Notes.Add(risk + problem.Problem);
        }
        catch (SafeLoadException problem)
        {
            answer.Add(new TorchBlocker(TorchBlockerKind.Damage, problem.Id.ToString(), problem.Location, problem.Problem));
        }
        return new TorchAnswer(version, format, answer.All, answer.Notes);
    }

    private static void CheckContainer(DetectedFormat file, Budget budget, TorchBlockers answer)
    {
        CheckpointLocation at = new(file.Source.Name);
        if (file.Zip is { } archive)
        {
            CheckZip(file, archive.Container ?? throw archive.Failure!, budget, answer);
            return;
        }
        switch (file.Format)
        {
            case CheckpointFormat.Legacy:
                new LegacyReader(file.Source).ReadPickles((long position, out PyValue value, out long end) =>
                {
                    value = default;
                    end = CheckPickle(file.Source, null, position, budget, answer);
                    return true;
                });
                break;
            case CheckpointFormat.Tar:
                answer.Tar(at);
                break;
            default:
                answer.Container(file.Describe(), at);
                break;
        }
    }

    private static void CheckZip(DetectedFormat file, ZipContainer zip, Budget budget, TorchBlockers answer)
    {
        CheckpointLocation at = new(file.Source.Name);
        if (file.Format == CheckpointFormat.TorchScript) answer.TorchScript(at);
        else if (zip.Find("data.pkl") is >= 0 and var index)
            CheckPickle(zip.Open(index), zip.Directory.NameOf(index), 0, budget, answer);
        else answer.Container(file.Format == CheckpointFormat.Zip ? FormatTable.AnyZip.Describe() : file.Describe(), at);
    }

    // Where the pickle ends.
    private static long CheckPickle(ByteSource source, string? record, long position, Budget budget, TorchBlockers answer)
    {
        PickleData data = PickleEnd.Read(source, position, record, budget);
        var reader = new PickleReader(data.Bytes.AsSpan(0, data.End), 0);
        while (reader.Read() == PickleStatus.Read && reader.Opcode != PickleOpcode.Stop)
            answer.Opcode(reader.Opcode, data.At(reader.Offset, reader.Opcode));
        PickleMachine.Run(data, new NameRecorder(answer.Global), budget, out int end);
        return position + end;
    }
}
