using SafeLoad.Cli.Input;
using SafeLoad.Writing;

namespace SafeLoad.Cli.Commands;

/// <summary>Where a command writes.</summary>
/// <param name="Path">The file.</param>
/// <param name="Force">Whether what exists is replaced.</param>
/// <param name="ShowsProgress">Whether progress may be shown.</param>
internal sealed record WriteTarget(string Path, bool Force, bool ShowsProgress)
{
    /// <summary>The format that the name asks for.</summary>
    /// <exception cref="UsageException">It asks for none that is written.</exception>
    public TensorFileFormat Format =>
        TensorFileFormat.OfPath(Path)
        ?? throw new UsageException($"{Checkpoint.Escape(Path)}: safeload writes {Endings}; name OUT so, or say which by --to {Names}.");

    private static string Endings => string.Join(" and ", TensorFileFormat.All.Where(static format => format.Endings.Count > 0)
        .Select(static format => $"{format} ({string.Join(", ", format.Endings)})"));

    private static string Names => string.Join('|', TensorFileFormat.All);

    /// <summary>Refuses to write over what is being read, and over files that may not be replaced.</summary>
    /// <param name="inputs">The files that are read.</param>
    /// <param name="outputs">The files that would be written.</param>
    /// <exception cref="UsageException">A file is both, or exists and may not be replaced.</exception>
    public void Check(IEnumerable<string> inputs, IEnumerable<string> outputs)
    {
        HashSet<string> read = [.. inputs.Select(RealPath.Of)];
        foreach (string output in outputs)
        {
            string shown = Checkpoint.Escape(output);
            if (read.Contains(RealPath.Of(output)))
                throw new UsageException($"{shown} is IN by another name, or a part of it; write to another file.");
            if (Directory.Exists(output)) throw new UsageException($"{shown} is a folder.");
            CheckIsNoDevice(output);
            if (!Force && (File.Exists(output) || new FileInfo(output).LinkTarget is not null))
                throw new UsageException($"{shown} exists; --force replaces it.");
        }
    }

    /// <summary>Refuses a device, by a link as well: whoever wrote over /dev/null would take it from all others.</summary>
    /// <exception cref="UsageException">It is one.</exception>
    public static void CheckIsNoDevice(string path)
    {
        if (IsSpecial(path))
            throw new UsageException($"{Checkpoint.Escape(path)} is a device, a pipe or a link to one; safeload writes files.");
    }

    private static bool IsSpecial(string path)
    {
        try
        {
            return SpecialFile.IsAt(path)
                || (new FileInfo(path).LinkTarget is { } target
                    && (target.StartsWith("/proc/", StringComparison.Ordinal)
                        || RealPath.Of(path).StartsWith("/proc/", StringComparison.Ordinal)));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Links in a circle, or nothing that may be looked at: the writing says what is wrong.
            return false;
        }
    }
}
