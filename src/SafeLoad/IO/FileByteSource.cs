using Microsoft.Win32.SafeHandles;

namespace SafeLoad.IO;

/// <summary>A file, read by position. Nothing is mapped, so a file that is cut short meanwhile gives an error, not a crash.</summary>
internal sealed class FileByteSource : ByteSource
{
    // Files up to this size are read at once: a checkpoint's parts are asked for one by one,
    // and each call to the system costs more than the bytes.
    private const int SmallFile = 1 << 15;

    // None for an empty file.
    private readonly SafeFileHandle? _handle;
    private readonly byte[]? _small;

    /// <summary>Opens a file for reading; others may read it too.</summary>
    /// <param name="path">The file's path. Named pipes and devices count as empty.</param>
    /// <exception cref="IOException">The file cannot be opened; or its name holds U+FFFD where names are bytes.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public FileByteSource(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        // The framework gives names that are no UTF-8 so: opened by it, another file would be read than the one that is meant.
        if (!OperatingSystem.IsWindows() && path.Contains('\uFFFD'))
            throw new IOException("the name is not UTF-8, or holds U+FFFD, which stands for what is not: which file is meant cannot be "
                + "told; rename it");
        Name = path;
        // Named pipes and devices have size 0 too, and opening one can wait for ever: where there is nothing to read, nothing is opened.
        var file = new FileInfo(path);
        // A link has a size of its own; that of what it leads to counts.
        if (file.Exists && (file.Attributes & FileAttributes.ReparsePoint) != 0
           
            && file.ResolveLinkTarget(returnFinalTarget: true) is { } target && !target.FullName.Contains('\uFFFD'))
            file = new FileInfo(target.FullName);
        if (file.Exists && file.Length == 0) return;
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess);
        try
        {
            Length = RandomAccess.GetLength(_handle);
            if (Length <= SmallFile) _small = ReadAll(_handle, (int)Length);
        }
        catch (NotSupportedException problem)
        {
            _handle.Dispose();
            throw new IOException("this is a pipe or a device, which cannot be read by position; save it as a file first", problem);
        }
    }

    /// <inheritdoc/>
    public override long Length { get; }

    /// <summary>The path as it was given.</summary>
    public override string Name { get; }

    // On Linux by the handle: the very file that is open, whatever has its name by now.
    internal override bool TryLocate(long offset, out string path, out long position)
    {
        path = OperatingSystem.IsLinux() && _handle is not null
            ? FormattableString.Invariant($"/proc/self/fd/{_handle.DangerousGetHandle()}") : Path.GetFullPath(Name);
        position = offset;
        return _handle is not null;
    }

    internal override IEnumerable<string> Files => (string[])[Name];

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        if (_handle is null) return 0;
        if (_small is null) return RandomAccess.Read(_handle, destination, offset);
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        if (offset < 0 || offset >= _small.Length) return 0;
        int count = Math.Min(destination.Length, _small.Length - (int)offset);
        _small.AsSpan((int)offset, count).CopyTo(destination);
        return count;
    }

    // A file that became shorter meanwhile is what was read of it; who asks for more learns that it was changed.
    private static byte[] ReadAll(SafeFileHandle handle, int length)
    {
        byte[] bytes = new byte[length];
        int done = 0;
        for (int read; done < length && (read = RandomAccess.Read(handle, bytes.AsSpan(done), done)) > 0; done += read) { }
        return done == length ? bytes : bytes[..done];
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _handle?.Dispose();
    }
}
