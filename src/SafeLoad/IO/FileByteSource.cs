using Microsoft.Win32.SafeHandles;

namespace SafeLoad.IO;

/// <summary>A file, read by position. Nothing is mapped, so a file that is cut short meanwhile gives an error, not a crash.</summary>
public sealed class FileByteSource : ByteSource
{
    // None for an empty file.
    private readonly SafeFileHandle? _handle;

    /// <summary>Opens a file for reading; others may read it too.</summary>
    /// <param name="path">The file's path. Named pipes and devices count as empty.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public FileByteSource(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Name = path;
        // Named pipes and devices have size 0 too, and opening one can wait for ever: where there is nothing to read, nothing is opened.
        var file = new FileInfo(path);
        // A link has a size of its own; that of what it leads to counts.
        if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is { } target) file = new FileInfo(target.FullName);
        if (file.Exists && file.Length == 0) return;
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess);
        try
        {
            Length = RandomAccess.GetLength(_handle);
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

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination) => _handle is null ? 0 : RandomAccess.Read(_handle, destination, offset);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _handle?.Dispose();
    }
}
