namespace SafeLoad.TorchSharp.Transfers;

/// <summary>What is read into pinned memory, and sent out of it, at a time.</summary>
/// <param name="device">The number of the device that it goes to.</param>
internal sealed class TransferWindow(int device)
{
    public int Device => device;

    /// <summary>What is read.</summary>
    public List<TransferPiece> Pieces { get; } = [];

    /// <summary>What is sent: pieces that become neighbours on the device are one copy, with the padding between them.</summary>
    public List<TransferPiece> Copies { get; } = [];

    /// <summary>The bytes of the window that are taken.</summary>
    public int Used => Pieces.Count == 0 ? 0 : Pieces[^1].End;

    public int BytesRead
    {
        get
        {
            int bytes = 0;
            foreach (TransferPiece piece in Pieces) bytes += piece.Length;
            return bytes;
        }
    }
}
