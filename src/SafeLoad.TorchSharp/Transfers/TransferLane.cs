using SafeLoad.Placement;

namespace SafeLoad.TorchSharp.Transfers;

/// <summary>
/// One thread's way to a device: two windows of pinned memory and a stream. One window is filled from the file while the other is sent,
/// and what is sent stays in the processor's cache.
/// </summary>
internal sealed class TransferLane : IDisposable
{
    private readonly IDeviceRuntime _runtime;
    private readonly TransferSettings _settings;
    private readonly TransferBuffer?[] _buffers = new TransferBuffer?[2];
    private readonly DeviceCast _casts;
    private readonly nint _stream, _ready;
    private int _next;

    /// <param name="runtime">The device's runtime.</param>
    /// <param name="settings">How to read.</param>
    /// <param name="device">The device, which the thread uses from now on.</param>
    public TransferLane(IDeviceRuntime runtime, TransferSettings settings, int device)
    {
        (_runtime, _settings) = (runtime, settings);
        runtime.Use(device);
        _casts = new DeviceCast(runtime, device, settings.WindowBytes);
        try
        {
            _stream = runtime.CreateStream();
            _ready = runtime.CreateEvent();
            // Memory that libtorch gives again may still be in use on its own stream.
            runtime.Record(_ready, IDeviceRuntime.LibTorch);
            runtime.Hold(_stream, _ready);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Reads a window and sends it off.</summary>
    /// <param name="window">The window.</param>
    /// <param name="checksums">Those of the storages.</param>
    /// <param name="isSent">Told of each piece before its tensor gets the first byte.</param>
    /// <param name="cancellation">Ends it.</param>
    public void Carry(TransferWindow window, LoadChecksums checksums, Action<TransferPiece> isSent, CancellationToken cancellation)
    {
        TransferBuffer buffer = _buffers[_next] ??= new TransferBuffer(_runtime, _settings.WindowBytes);
        _next = 1 - _next;
        _runtime.Wait(buffer.Sent);
        foreach (TransferPiece piece in window.Pieces)
        {
            for (int done = 0; done < piece.Length; done += _settings.PartBytes)
            {
                cancellation.ThrowIfCancellationRequested();
                Span<byte> part = buffer.Memory.Slice(piece.Start + done, Math.Min(_settings.PartBytes, piece.Length - done));
                checksums.Read(piece.Item.Planned.Tensor.Storage!, piece.Item.Position + piece.Offset + done, part);
            }
        }
        foreach (TransferPiece piece in window.Pieces) isSent(piece);
        bool isCast = false;
        foreach (TransferPiece copy in window.Copies)
        {
            isCast |= copy.Item.To.IsCast;
            nint to = copy.Item.To.IsCast ? _casts.RoomFor(buffer, copy)
                : _runtime.AddressOf(copy.Item.To.Elements) + (nint)(copy.Item.To.Position + copy.Offset);
            _runtime.Copy(to, buffer.Address + copy.Start, copy.Length, _stream);
        }
        _runtime.Record(buffer.Sent, _stream);
        if (isCast) _casts.Cast(buffer, window);
    }

    /// <summary>Waits for all that was sent.</summary>
    /// <returns>The tensors in which casts made or found infinite numbers, or may have.</returns>
    public List<TransferItem> Finish()
    {
        _runtime.Drain(_stream);
        return _casts.Finish();
    }

    public void Dispose()
    {
        // Whatever ended it: what the device still fetches must stay until it has it.
        if (_stream != 0) _runtime.Drain(_stream);
        foreach (TransferBuffer? buffer in _buffers) buffer?.Dispose();
        _casts.Dispose();
        if (_ready != 0) _runtime.DestroyEvent(_ready);
        if (_stream != 0) _runtime.DestroyStream(_stream);
    }
}
