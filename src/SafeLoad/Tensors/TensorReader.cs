using System.Buffers;

namespace SafeLoad.Tensors;

/// <summary>
/// Reads a tensor's elements in order, a run of neighbours at a time, through one window of its storage. Swaps big-endian
/// elements and resolves conjugation and negation on the way.
/// </summary>
internal sealed class TensorReader
{
    // Views that span less than this are read through one window; larger scattered ones reload it as they go.
    private const int MaxWindow = 1 << 22;
    private const int MinWindow = 1 << 12;

    private readonly TensorInfo? _tensor;
    private readonly StorageInfo _storage;
    private readonly int _itemSize;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly long[] _index;
    private readonly long _runLength;
    private readonly long _spanStart;
    private readonly long _spanEnd;
    private long _elementOffset;
    private long _runPosition;
    private long _remaining;
    private byte[] _window = [];
    private long _windowStart;
    private int _windowLength;
    private int _nextWindow = 1 << 16;

    /// <summary>Reads a tensor; several values a byte are given as their whole storage,
    /// since there is no byte per element to gather.</summary>
    public TensorReader(TensorInfo tensor)
        : this(tensor.Storage
            ?? throw new InvalidOperationException("A sparse, nested or meta tensor has no elements of its own; read its parts."),
            tensor.DType.ValuesPerByte > 1 ? [tensor.Storage.ByteLength] : tensor.ShapeArray, tensor.DType.ValuesPerByte > 1 ? [1]
                : tensor.StrideArray,
            tensor.DType.ValuesPerByte > 1 ? 0 : tensor.StorageOffset, tensor.DType.ItemSize) => _tensor = tensor;

    /// <summary>Reads elements of any size as they are; the caller has proven the view.</summary>
    public TensorReader(StorageInfo storage, long[] shape, long[] strides, long offset, int itemSize)
    {
        _storage = storage;
        _itemSize = itemSize;
        (_shape, _strides) = Simplify(shape, strides);
        _elementOffset = offset;
        _remaining = 1;
        foreach (long size in shape) _remaining *= size;
        bool dense = _shape.Length > 0 && _strides[^1] == 1;
        _runLength = dense ? _shape[^1] : 1;
        _index = new long[dense ? _shape.Length - 1 : _shape.Length];
        long last = offset;
        if (_remaining > 0)
        {
            for (int i = 0; i < _shape.Length; i++) last += (_shape[i] - 1) * _strides[i];
        }
        _spanStart = offset * itemSize;
        _spanEnd = (last + 1) * itemSize;
    }

    /// <summary>Elements that are left, in bytes.</summary>
    public long RemainingBytes => _remaining * _itemSize;

    /// <summary>Fills a span whose length is a multiple of the item size and no more than what is left.</summary>
    public void Read(Span<byte> destination)
    {
        Span<byte> all = destination;
        while (!destination.IsEmpty)
        {
            long run = Math.Min(_runLength - _runPosition, destination.Length / _itemSize);
            int bytes = (int)(run * _itemSize);
            Fetch((_elementOffset + _runPosition) * _itemSize, destination[..bytes]);
            destination = destination[bytes..];
            _remaining -= run;
            _runPosition += run;
            if (_runPosition == _runLength) NextRun();
        }
        if (_tensor is { Storage: { } storage })
            ElementOrder.Resolve(_tensor.DType, storage.IsBigEndian, _tensor.IsConjugate, _tensor.IsNegative, all);
    }

    private void NextRun()
    {
        _runPosition = 0;
        for (int i = _index.Length - 1; i >= 0; i--)
        {
            _elementOffset += _strides[i];
            if (++_index[i] < _shape[i]) return;
            _elementOffset -= _index[i] * _strides[i];
            _index[i] = 0;
        }
    }

    private void Fetch(long start, Span<byte> destination)
    {
        if (destination.Length >= MinWindow)
        {
            _storage.Read(start, destination);
            return;
        }
        if (start < _windowStart || start - _windowStart > _windowLength - destination.Length) LoadWindow(start, destination.Length);
        _window.AsSpan((int)(start - _windowStart), destination.Length).CopyTo(destination);
    }

    // Small spans are loaded whole. Otherwise the window grows while reading moves on inside it, and shrinks when every run lies elsewhere.
    private void LoadWindow(long start, int needed)
    {
        if (_spanEnd - _spanStart <= MaxWindow && _windowLength == 0)
        {
            start = Math.Min(start, _spanStart);
            _nextWindow = MaxWindow;
        }
        else if (_windowLength > 0)
        {
            bool near = start > _windowStart && start - _windowStart < 2L * _windowLength;
            _nextWindow = near ? Math.Min(_nextWindow * 2, MaxWindow) : Math.Max(_nextWindow / 4, MinWindow);
        }
        int length = (int)Math.Min(Math.Max(_nextWindow, needed), _spanEnd - start);
        if (_window.Length < length) _window = new byte[length];
        _storage.Read(start, _window.AsSpan(0, length));
        _windowStart = start;
        _windowLength = length;
    }

    // Dimensions of one element vanish and neighbours that lie dense are joined: most tensors become one run.
    private static (long[] Shape, long[] Strides) Simplify(long[] shape, long[] strides)
    {
        var newShape = new List<long>(shape.Length);
        var newStrides = new List<long>(shape.Length);
        for (int i = 0; i < shape.Length; i++)
        {
            if (shape[i] == 1) continue;
            if (newShape.Count > 0 && (Int128)newStrides[^1] == (Int128)strides[i] * shape[i])
            {
                newShape[^1] *= shape[i];
                newStrides[^1] = strides[i];
            }
            else
            {
                newShape.Add(shape[i]);
                newStrides.Add(strides[i]);
            }
        }
        return ([.. newShape], [.. newStrides]);
    }
}
