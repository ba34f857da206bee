using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using SafeLoad.IO;

namespace SafeLoad.Writing;

/// <summary>
/// The zip that <c>torch.save</c> writes: stored records whose bytes begin at multiples of 64, sizes and checksums behind them, and a zip64
/// directory. Written from front to back: the stream need not seek.
/// </summary>
/// <remarks>caffe2/serialize/inline_container.cc, <c>PyTorchStreamWriter</c>; APPNOTE 4.3.</remarks>
internal sealed class TorchZip(Stream stream, string top)
{
    private const int Alignment = 64;

    private const uint Max32 = uint.MaxValue;

    private readonly List<Record> _records = [];
    private long _position;
    private ulong _nameHash = 14695981039346656037, _contentHash = 14695981039346656037;

    /// <summary>How many bytes the archive has so far.</summary>
    public long Length => _position;

    /// <summary>Writes a record.</summary>
    /// <param name="name">Its name below the top folder.</param>
    /// <param name="content">Its bytes.</param>
    public void Add(string name, ReadOnlySpan<byte> content)
    {
        Record record = Begin(name, content.Length);
        Write(record, content);
        End(record);
    }

    /// <summary>Begins a record whose bytes follow by <see cref="Write"/>.</summary>
    public Record Begin(string name, long length)
    {
        byte[] full = Encoding.UTF8.GetBytes($"{top}/{name}");
        var record = new Record(full, length, _position);
        byte[] zip64 = record.Zip64Extra();
        int padding = (int)((Alignment - (_position + 30 + full.Length + 4 + zip64.Length) % Alignment) % Alignment);
        Span<byte> header = stackalloc byte[30];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0x04034B50);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], record.Flags);
        BinaryPrimitives.WriteUInt16LittleEndian(header[26..], (ushort)full.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[28..], (ushort)(zip64.Length + 4 + padding));
        Put(header);
        Put(full);
        Put(zip64);
        // The field "FB" makes the room; what is in it means nothing.
        byte[] room = new byte[4 + padding];
        "FB"u8.CopyTo(room);
        BinaryPrimitives.WriteUInt16LittleEndian(room.AsSpan(2), (ushort)padding);
        room.AsSpan(4).Fill((byte)'Z');
        Put(room);
        return record;
    }

    /// <summary>Writes bytes of a record.</summary>
    public void Write(Record record, ReadOnlySpan<byte> bytes)
    {
        record.Crc = Crc32.Append(record.Crc, bytes);
        record.Written += bytes.Length;
        Put(bytes);
    }

    /// <summary>Counts bytes of a record without writing them, where only the archive's length is asked for.</summary>
    public void Skip(Record record, long count)
    {
        record.Written += count;
        _position += count;
    }

    /// <summary>Ends a record.</summary>
    /// <exception cref="InvalidOperationException">It has another length than was said.</exception>
    public void End(Record record)
    {
        if (record.Written != record.Length)
            throw new InvalidOperationException($"A record of {record.Length} bytes has {record.Written}.");
        _records.Add(record);
        foreach (byte value in record.Name) _nameHash = (_nameHash ^ value) * 1099511628211;
        _contentHash = (_contentHash ^ record.Crc) * 1099511628211;
        if (record.Length == 0) return;
        Span<byte> descriptor = stackalloc byte[24];
        BinaryPrimitives.WriteUInt32LittleEndian(descriptor, 0x08074B50);
        BinaryPrimitives.WriteUInt32LittleEndian(descriptor[4..], record.Crc);
        if (record.IsZip64)
        {
            BinaryPrimitives.WriteInt64LittleEndian(descriptor[8..], record.Length);
            BinaryPrimitives.WriteInt64LittleEndian(descriptor[16..], record.Length);
            Put(descriptor);
            return;
        }
        BinaryPrimitives.WriteUInt32LittleEndian(descriptor[8..], (uint)record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(descriptor[12..], (uint)record.Length);
        Put(descriptor[..16]);
    }

    /// <summary>Writes what names the content, and the directory.</summary>
    public void Finish()
    {
        Add("version", "3\n"u8);
        Add(".data/serialization_id",
            Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_nameHash:D20}{_contentHash:D20}")));
        long start = _position;
        foreach (Record record in _records) PutEntry(record);
        PutEnd(start, _position - start);
    }

    private void PutEntry(Record record)
    {
        byte[] zip64 = record.Zip64Extra();
        Span<byte> entry = stackalloc byte[46];
        BinaryPrimitives.WriteUInt32LittleEndian(entry, 0x02014B50);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[8..], record.Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[16..], record.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[20..], (uint)Math.Min(record.Length, Max32));
        BinaryPrimitives.WriteUInt32LittleEndian(entry[24..], (uint)Math.Min(record.Length, Max32));
        BinaryPrimitives.WriteUInt16LittleEndian(entry[28..], (ushort)record.Name.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[30..], (ushort)zip64.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[42..], (uint)Math.Min(record.Offset, Max32));
        Put(entry);
        Put(record.Name);
        Put(zip64);
    }

    // The zip64 end record and its locator always, and the old one with real numbers where they fit.
    private void PutEnd(long start, long size)
    {
        long at = _position;
        Span<byte> end = stackalloc byte[56 + 20 + 22];
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06064B50);
        BinaryPrimitives.WriteInt64LittleEndian(end[4..], 44);
        BinaryPrimitives.WriteUInt16LittleEndian(end[12..], 45);
        BinaryPrimitives.WriteUInt16LittleEndian(end[14..], 45);
        BinaryPrimitives.WriteInt64LittleEndian(end[24..], _records.Count);
        BinaryPrimitives.WriteInt64LittleEndian(end[32..], _records.Count);
        BinaryPrimitives.WriteInt64LittleEndian(end[40..], size);
        BinaryPrimitives.WriteInt64LittleEndian(end[48..], start);
        Span<byte> locator = end[56..];
        BinaryPrimitives.WriteUInt32LittleEndian(locator, 0x07064B50);
        BinaryPrimitives.WriteInt64LittleEndian(locator[8..], at);
        BinaryPrimitives.WriteUInt32LittleEndian(locator[16..], 1);
        Span<byte> old = end[76..];
        BinaryPrimitives.WriteUInt32LittleEndian(old, 0x06054B50);
        BinaryPrimitives.WriteUInt16LittleEndian(old[8..], (ushort)Math.Min(_records.Count, ushort.MaxValue));
        BinaryPrimitives.WriteUInt16LittleEndian(old[10..], (ushort)Math.Min(_records.Count, ushort.MaxValue));
        BinaryPrimitives.WriteUInt32LittleEndian(old[12..], (uint)Math.Min(size, Max32));
        BinaryPrimitives.WriteUInt32LittleEndian(old[16..], (uint)Math.Min(start, Max32));
        Put(end);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        _position += bytes.Length;
    }

    /// <summary>A record on its way.</summary>
    internal sealed class Record(byte[] name, long length, long offset)
    {
        public byte[] Name { get; } = name;

        public long Length { get; } = length;

        public long Offset { get; } = offset;

        public uint Crc { get; set; }

        public long Written { get; set; }

        public bool IsZip64 => Length >= Max32 || Offset >= Max32;

        // UTF-8 names, and sizes behind the bytes; an empty record has nothing behind it.
        public ushort Flags => (ushort)(Length == 0 ? 0x0800 : 0x0808);

        /// <summary>The field of 64-bit numbers: sizes, offset, each only where it does not fit 32 bits.</summary>
        public byte[] Zip64Extra()
        {
            if (!IsZip64) return [];
            int count = (Length >= Max32 ? 2 : 0) + (Offset >= Max32 ? 1 : 0);
            byte[] extra = new byte[4 + count * 8];
            extra[0] = 1;
            BinaryPrimitives.WriteUInt16LittleEndian(extra.AsSpan(2), (ushort)(count * 8));
            if (Length >= Max32)
            {
                BinaryPrimitives.WriteInt64LittleEndian(extra.AsSpan(4), Length);
                BinaryPrimitives.WriteInt64LittleEndian(extra.AsSpan(12), Length);
            }
            if (Offset >= Max32) BinaryPrimitives.WriteInt64LittleEndian(extra.AsSpan(extra.Length - 8), Offset);
            return extra;
        }
    }
}
