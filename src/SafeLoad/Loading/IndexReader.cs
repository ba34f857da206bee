using System.Runtime.InteropServices;
using SafeLoad.Diagnostics;
using SafeLoad.Tensors;

namespace SafeLoad.Loading;

/// <summary>Reads a tensor of int32 or int64 indices in order, within the budget, and checks them.</summary>
internal sealed class IndexReader
{
    private readonly TensorReader _reader;
    private readonly TensorInfo _tensor;
    private readonly CheckpointLocation _at;
    private readonly long[] _buffer;
    private int _buffered;
    private int _next;

    public IndexReader(TensorInfo tensor, LoadContext context, CheckpointLocation at)
    {
        _tensor = tensor;
        _at = at;
        if (!tensor.Storage!.IsBound) throw Problems.UnsupportedFormat("the storage of a tensor's indices cannot be opened", at.File);
        context.Budget.ChargeIndices(tensor.ByteLength, at);
        _reader = new TensorReader(tensor);
        // A file can hold a million tensors of one index each.
        _buffer = new long[(int)Math.Min(4096, tensor.ElementCount)];
    }

    /// <summary>The next index.</summary>
    public long Next()
    {
        if (_next == _buffered) Load();
        return _buffer[_next++];
    }

    /// <summary>Proves that the next indices lie in a range.</summary>
    public void CheckRange(long count, long least, long most)
    {
        for (long i = 0; i < count; i++)
        {
            long index = Next();
            if (index < least || index > most)
                throw Problems.BadSparse(FormattableString.Invariant($"index {index} lies outside of {least} to {most}"), _at);
        }
    }

    /// <summary>Proves that the next indices begin at 0, end at <paramref name="total"/>,
    /// and rise by at most <paramref name="most"/> a step.</summary>
    public void CheckSteps(long count, long total, long most)
    {
        long previous = Next();
        if (previous != 0) throw Problems.BadSparse(FormattableString.Invariant($"compressed indices begin with {previous}, not 0"), _at);
        for (long i = 1; i < count; i++)
        {
            long next = Next();
            if (next < previous || next - previous > most)
                throw Problems.BadSparse(FormattableString.Invariant(
                    $"compressed indices go from {previous} to {next}; steps of 0 to {most} are possible"), _at);
            previous = next;
        }
        if (previous != total)
            throw Problems.BadSparse(FormattableString.Invariant($"compressed indices end with {previous}; there are {total} values"), _at);
    }

    private void Load()
    {
        int itemSize = _tensor.DType.ItemSize;
        _buffered = (int)Math.Min(_buffer.Length, _reader.RemainingBytes / itemSize);
        _next = 0;
        if (_tensor.DType == DType.Int64)
        {
            _reader.Read(MemoryMarshal.AsBytes(_buffer.AsSpan(0, _buffered)));
            return;
        }
        Span<int> narrow = new int[_buffered];
        _reader.Read(MemoryMarshal.AsBytes(narrow));
        for (int i = 0; i < _buffered; i++) _buffer[i] = narrow[i];
    }
}
