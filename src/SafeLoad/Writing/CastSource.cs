using SafeLoad.Tensors;

namespace SafeLoad.Writing;

/// <summary>A tensor's elements in order and in another dtype, cast as they are read. Meant to be read from front to back;
/// going back begins again.</summary>
internal sealed class CastSource(TensorInfo tensor, DType dtype) : ByteSource
{
    private const int Piece = 1 << 14;

    private readonly byte[] _elements = new byte[Piece * tensor.DType.ItemSize];
    private readonly byte[] _numbers = new byte[Piece * dtype.ItemSize];
    private TensorReader? _reader;
    private long _start;
    private int _count;

    public override long Length { get; } = tensor.ElementCount * dtype.ItemSize;

    /// <summary>How many finite numbers have become infinite.</summary>
    public long Overflowed { get; private set; }

    /// <summary>The tensor in another dtype, dense, over a storage of its own.</summary>
    public static TensorInfo Cast(TensorInfo tensor, DType dtype, out CastSource source)
    {
        source = new CastSource(tensor, dtype);
        var storage = new StorageInfo(tensor.Storage!.Key, dtype, "cpu", source.Length, source);
        return new TensorInfo(dtype, tensor.ShapeArray, TensorBounds.ContiguousStrides(tensor.ShapeArray), 0, storage) { IsParameter =
            tensor.IsParameter, RequiresGrad = tensor.RequiresGrad };
    }

    public override int Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset >= Length || destination.IsEmpty) return 0;
        if (_reader is null || offset < _start)
        {
            _reader = new TensorReader(tensor);
            (_start, _count, Overflowed) = (0, 0, 0);
        }
        while (offset >= _start + _count) Next();
        int at = (int)(offset - _start), length = Math.Min(destination.Length, _count - at);
        _numbers.AsSpan(at, length).CopyTo(destination);
        return length;
    }

    private void Next()
    {
        _start += _count;
        int count = (int)Math.Min(Piece, _reader!.RemainingBytes / tensor.DType.ItemSize);
        Span<byte> elements = _elements.AsSpan(0, count * tensor.DType.ItemSize);
        _reader.Read(elements);
        _count = count * dtype.ItemSize;
        Overflowed += FloatCast.Cast(tensor.DType, elements, dtype, _numbers.AsSpan(0, _count));
    }
}
