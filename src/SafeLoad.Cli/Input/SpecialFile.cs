using System.Formats.Tar;

namespace SafeLoad.Cli.Input;

/// <summary>Tells named pipes, devices and sockets from files: opening one can wait for ever.</summary>
internal static class SpecialFile
{
    private const int TypeFlagOffset = 156;

    private static readonly HashSet<string> s_kernelFormats = new(StringComparer.Ordinal) { "proc", "sysfs", "debugfs", "tracefs",
        "securityfs", "configfs", "cgroupfs", "cgroup2fs", "bpf_fs", "pstorefs", "efivarfs", "selinux" };

    /// <summary>Whether a path, or what its links lead to, is there and no regular file.</summary>
    /// <remarks>The framework tells the kind of a file nowhere but in the header of a tar entry,
    /// which it writes for pipes and devices without opening them. All of them have the size 0,
    /// so no other file needs the header.</remarks>
    /// <exception cref="IOException">The links lead round in a circle, or the file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static bool IsAt(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is { } target)
            file = new FileInfo(target.FullName);
        if (OperatingSystem.IsWindows() || !file.Exists || file.Length > 0) return false;
        // Called regular and empty, although reading gives bytes, or waits until there are some (/proc/kmsg).
        if (IsOfTheKernel(file.FullName)) return true;
        using var header = new MemoryStream();
        using var tar = new TarWriter(header, TarEntryFormat.Ustar, leaveOpen: true);
        try
        {
            tar.WriteEntry(file.FullName, "file");
        }
        catch (IOException) when (file.Exists && header.Length == 0)
        {
            return true;
        }
        return header.GetBuffer()[TypeFlagOffset] != (byte)TarEntryType.RegularFile;
    }

    // Files that the kernel makes up as they are read.
    private static bool IsOfTheKernel(string path)
    {
        try
        {
            return s_kernelFormats.Contains(new DriveInfo(path).DriveFormat);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}
