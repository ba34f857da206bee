using SafeLoad.IO;

namespace SafeLoad;

/// <summary>A storage: the run of bytes that one or more tensors view. Its bytes stay where they are until they are read.</summary>
/// <remarks>torch/serialization.py: <c>persistent_load</c> and <c>load_tensor</c>.
/// Belongs to its checkpoint and needs it to be open.</remarks>
public sealed class StorageInfo
{
    private ByteSource? _content;

    internal StorageInfo(string key, DType dtype, string location, long byteLength, ByteSource? content = null, bool bigEndian = false)
    {
        Key = key;
        DType = dtype;
        Location = location;
        ByteLength = byteLength;
        _content = content;
        IsBigEndian = bigEndian;
    }

    /// <summary>The key under which the file stores it: a record's number, or an address as decimal text. Chosen by the file.</summary>
    public string Key { get; }

    /// <summary>The dtype of the first reference to the storage; <see cref="DType.UInt8"/> for an untyped one.</summary>
    public DType DType { get; }

    /// <summary>The device that it was saved from, as the file has it: <c>cpu</c>, <c>cuda:0</c> … Chosen by the file;
    /// no device is needed to read it.</summary>
    public string Location { get; }

    /// <summary>The number of bytes.</summary>
    public long ByteLength { get; }

    /// <summary>The number of elements of <see cref="DType"/>.</summary>
    public long ElementCount => ByteLength / DType.ItemSize;

    /// <summary>Whether the file has the elements in big-endian order; tensors swap them while reading.</summary>
    public bool IsBigEndian { get; }

    // The storage whose bytes these are: a view of a legacy stream, an array's bytes under PyTorch's dtype. Null where they are its own.
    internal StorageInfo? Base { get; init; }

    // Bytes that no file has: a number that becomes a tensor on the way into a state dict, a new one each time.
    internal bool IsMade { get; init; }

    // In the legacy stream the bytes follow the pickle: the storage is known before its place is.
    internal void Bind(ByteSource content) => _content = content;

    internal bool IsBound => _content is not null;

    /// <summary>Reads the storage's bytes as the file has them (see <see cref="IsBigEndian"/>).</summary>
    /// <param name="offset">Where to begin, in bytes.</param>
    /// <param name="destination">Filled to its end.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bytes are not all inside the storage.</exception>
    /// <exception cref="MalformedCheckpointException">The bytes do not match their checksum (SL1105),
    /// or the file has changed (SL9002).</exception>
    /// <exception cref="ObjectDisposedException">The checkpoint is disposed.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, ByteLength - offset, nameof(destination));
        Content.ReadExactly(offset, destination);
    }

    /// <summary>Where the bytes lie in a file, for those who map it: uncompressed, in one piece.
    /// Nothing compares them with a checksum there, and a file that is cut short while it is mapped ends the process (SIGBUS): only for
    /// places that nobody else writes to.</summary>
    /// <param name="path">A path of the open file; on Linux one that leads to that very file while the checkpoint is open.</param>
    /// <param name="position">Where the storage begins in the file, in bytes.</param>
    /// <returns>False where there is no such file: compressed, in memory, of several pieces.</returns>
    /// <exception cref="ObjectDisposedException">The checkpoint is disposed.</exception>
    public bool TryLocate(out string path, out long position) => Content.TryLocate(0, out path, out position);

    internal bool TryGetMemory(long offset, int count, out ReadOnlyMemory<byte> memory) => Content.TryGetMemory(offset, count, out memory);

    // Where a reader may compute the checksum itself.
    internal IChecksummedSource? Checksummed => _content as IChecksummedSource;

    private ByteSource Content => _content ?? throw new InvalidOperationException("The storage has no bytes yet.");
}
