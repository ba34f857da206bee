using TorchSharp;

namespace SafeLoad.TorchSharp.Saving;

/// <summary>
/// A tensor's elements row by row, read in place where they lie so on the CPU, otherwise brought there a piece at a time. Only a tensor
/// with gaps is copied as a whole, on its own device, while it is being read.
/// </summary>
/// <param name="tensor">The tensor; the caller's, and must live and stay as it is until the file is written.</param>
/// <param name="negate">Whether the elements change their sign on the way.</param>
internal sealed class TensorByteSource(torch.Tensor tensor, bool negate = false) : ByteSource
{
    private const long PieceBytes = 1 << 24;

    private readonly object _lock = new();
    private readonly long _itemSize = tensor.element_size();
    private torch.Tensor? _flat;

    /// <inheritdoc/>
    public override long Length { get; } = tensor.numel() * tensor.element_size();

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset >= Length || destination.IsEmpty) return 0;
        lock (_lock)
        {
            using var scope = torch.NewDisposeScope();
            using var noGrad = torch.no_grad();
            _flat ??= Flatten();
            long first = offset / _itemSize, skip = offset % _itemSize;
            long bytes = Math.Min(Math.Min(destination.Length, Length - offset), PieceBytes);
            torch.Tensor piece = _flat.narrow(0, first, (skip + bytes + _itemSize - 1) / _itemSize);
            if (negate) piece = piece.neg();
            if (piece.device_type != DeviceType.CPU) piece = torch.empty(piece.shape, dtype: piece.dtype, device: torch.CPU).copy_(piece);
            piece.bytes.Slice((int)skip, (int)bytes).CopyTo(destination);
            if (offset + bytes == Length) Release();
            return (int)bytes;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Release();
    }

    private torch.Tensor Flatten()
    {
        using torch.Tensor detached = tensor.detach(), resolved = detached.resolve_conj(), plain = resolved.resolve_neg(),
            dense = plain.contiguous();
        return dense.view(dense.numel()).DetachFromDisposeScope();
    }

    private void Release()
    {
        _flat?.Dispose();
        _flat = null;
    }
}
