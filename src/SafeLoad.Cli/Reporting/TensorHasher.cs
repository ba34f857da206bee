using System.Security.Cryptography;
using SafeLoad.Tensors;

namespace SafeLoad.Cli.Reporting;

/// <summary>SHA-256 of tensors' and storages' bytes, each computed once, within a budget that grows with the file.</summary>
internal sealed class TensorHasher(Checkpoint checkpoint)
{
    private const long AlwaysHashed = 64 << 20;

    private readonly Dictionary<object, byte[]> _known = new(ReferenceEqualityComparer.Instance);
    private readonly byte[] _buffer = new byte[1 << 20];
    // Views can name the same bytes again and again; honest files repeat themselves a few times at most.
    private long _left = checkpoint.Length * 4 + (2L << 30);

    /// <summary>The hash of a tensor's elements in order; null where there are none,
    /// or where an expanded view is far larger than its storage.</summary>
    public byte[]? Hash(TensorInfo tensor)
    {
        if (tensor.Storage is null || (tensor.ByteLength > AlwaysHashed && tensor.ByteLength > tensor.Storage.ByteLength)) return null;
        if (tensor.IsContiguous && tensor.StorageOffset == 0 && tensor.ByteLength == tensor.Storage.ByteLength
            && !tensor.Storage.IsBigEndian && !tensor.IsConjugate && !tensor.IsNegative)
            return Hash(tensor.Storage);
        return Cached(tensor, tensor.ByteLength, tensor.OpenStream);
    }

    /// <summary>The hash of a storage's bytes as PyTorch has them in memory on a little-endian machine.</summary>
    public byte[] Hash(StorageInfo storage) => Cached(storage, storage.ByteLength, () => new StorageStream(storage));

    public byte[] Hash(SafeLoad.Values.PyArray array) => Cached(array, array.ByteLength, array.OpenStream);

    private byte[] Cached(object key, long length, Func<Stream> open)
    {
        if (_known.TryGetValue(key, out byte[]? hash)) return hash;
        _left -= length;
        if (_left < 0)
            throw new InspectBudgetException(
                "the tensors repeat the same bytes so often that --hash stops; inspect without it", checkpoint.Length);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using Stream stream = open();
        for (int read; (read = stream.Read(_buffer)) > 0;) sha.AppendData(_buffer, 0, read);
        return _known[key] = sha.GetHashAndReset();
    }

    // A storage's bytes front to back, little-endian. Readers ask for whole elements: a multiple of 16 bytes, or the rest.
    private sealed class StorageStream(StorageInfo storage) : Stream
    {
        private long _position;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => storage.ByteLength;
        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int part = (int)Math.Min(count, Length - _position);
            Span<byte> bytes = buffer.AsSpan(offset, part);
            storage.Read(_position, bytes);
            ElementOrder.Resolve(storage.DType, storage.IsBigEndian, isConjugate: false, isNegative: false, bytes);
            _position += part;
            return part;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
