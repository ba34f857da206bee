namespace SafeLoad.IO;

/// <summary>A source whose bytes have a CRC-32, for readers that compute it themselves while they read pieces in any order.</summary>
internal interface IChecksummedSource
{
    /// <summary>Whether nothing is left to compare: done, not wanted, or not written in the file.</summary>
    bool IsChecked { get; }

    /// <summary>Fills a span without a comparison.</summary>
    /// <exception cref="MalformedCheckpointException">The source ends earlier (SL9002).</exception>
    void ReadUnchecked(long offset, Span<byte> destination);

    /// <summary>Compares the CRC-32 of all bytes.</summary>
    /// <exception cref="MalformedCheckpointException">It is another one (SL1105).</exception>
    void Compare(uint crc);
}
