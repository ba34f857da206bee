using SafeLoad.Diagnostics;
using SafeLoad.IO;

namespace SafeLoad.Formats.Zip;

/// <summary>
/// A stored record of a zip. Before its first byte is handed out the whole record is compared with its CRC-32: in the same
/// pass when it is read as a whole, in a pass of its own when only a part is wanted.
/// </summary>
internal sealed class StoredRecordSource(ByteSource archive, ZipDirectory directory, int index, bool verify)
    : ByteSource, IChecksummedSource
{
    private const int Piece = 1 << 20;

    // CRC 0 is what torch.serialization.set_crc32_options(False) leaves: not written, not wrong.
    private bool _checked = !verify || directory.Records[index].Crc == 0;

    public override long Length => Record.Size;

    public override string? Name => archive.Name;

    // Looked up and not copied: an archive can have 100,000 records, and each is one of these.
    private ref readonly ZipRecord Record => ref directory.Records[index];

    public override int Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset >= Length) return 0;
        if (destination.Length > Length - offset) destination = destination[..(int)(Length - offset)];
        if (!Volatile.Read(ref _checked))
        {
            if (offset == 0 && destination.Length == Length)
            {
                uint crc = 0;
                for (int done = 0; done < destination.Length;)
                {
                    Span<byte> piece = destination.Slice(done, Math.Min(Piece, destination.Length - done));
                    archive.ReadExactly(Record.DataOffset + done, piece);
                    crc = Crc32.Append(crc, piece);
                    done += piece.Length;
                }
                Compare(crc);
                return destination.Length;
            }
            Verify();
        }
        return archive.Read(Record.DataOffset + offset, destination);
    }

    internal override bool TryLocate(long offset, out string path, out long position) =>
        archive.TryLocate(Record.DataOffset + offset, out path, out position);

    public bool IsChecked => Volatile.Read(ref _checked);

    public void ReadUnchecked(long offset, Span<byte> destination) => archive.ReadExactly(Record.DataOffset + offset, destination);

    public override bool TryGetMemory(long offset, int count, out ReadOnlyMemory<byte> memory)
    {
        memory = default;
        if (offset < 0 || offset > Length || count > Length - offset
            || !archive.TryGetMemory(Record.DataOffset + offset, count, out memory)) return false;
        if (!Volatile.Read(ref _checked)) Verify();
        return true;
    }

    private void Verify()
    {
        byte[] buffer = new byte[(int)Math.Min(Piece, Length)];
        uint crc = 0;
        for (long done = 0; done < Length;)
        {
            Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, Length - done));
            archive.ReadExactly(Record.DataOffset + done, piece);
            crc = Crc32.Append(crc, piece);
            done += piece.Length;
        }
        Compare(crc);
    }

    public void Compare(uint crc)
    {
        if (crc != Record.Crc)
            throw Problems.ChecksumMismatch(crc, Record.Crc, new CheckpointLocation(archive.Name, directory.NameOf(index)));
        Volatile.Write(ref _checked, true);
    }
}
