namespace SafeLoad.Tensors;

/// <summary>A tensor's elements as a stream that is read from front to end.</summary>
internal sealed class TensorStream(TensorReader reader, int itemSize) : Stream
{
    private readonly TensorReader _reader = reader;
    private readonly byte[] _carry = new byte[itemSize];
    private int _carried;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length { get; } = reader.RemainingBytes;

    public override long Position { get => Length - _reader.RemainingBytes - _carried; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_carried == 0)
        {
            int whole = (int)Math.Min(buffer.Length / _carry.Length * (long)_carry.Length, _reader.RemainingBytes);
            if (whole > 0)
            {
                _reader.Read(buffer[..whole]);
                return whole;
            }
            // The caller's buffer is shorter than one element: hand that element out in parts.
            if (_reader.RemainingBytes == 0 || buffer.IsEmpty) return 0;
            _reader.Read(_carry);
            _carried = _carry.Length;
        }
        int part = Math.Min(_carried, buffer.Length);
        _carry.AsSpan(_carry.Length - _carried, part).CopyTo(buffer);
        _carried -= part;
        return part;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
