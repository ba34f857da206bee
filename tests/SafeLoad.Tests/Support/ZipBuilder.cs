using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SafeLoad.IO;

namespace SafeLoad.Tests.Support;

/// <summary>Builds zips byte by byte, also wrong ones: each record can lie in its own way.</summary>
internal sealed class ZipBuilder
{
    private readonly List<Entry> _entries = [];

    /// <summary>One record; the settable parts are what tests make lie.</summary>
    internal sealed record Entry(string Name, byte[] Content)
    {
        public string? LocalName { get; init; }
        public bool Deflate { get; init; }
        public ushort Flags { get; init; }
        public ushort? LocalFlags { get; init; }
        public ushort? Method { get; init; }
        public ushort? LocalMethod { get; init; }
        public uint? Crc { get; init; }
        public uint? Size { get; init; }
        public uint? LocalSize { get; init; }
        public uint? HeaderOffset { get; init; }
        public byte[] CentralExtra { get; init; } = [];
        public byte[] LocalExtra { get; init; } = [];
        public ushort Mode { get; init; }
        /// <summary>Whether the directory lists the record and no bytes of its own stand in the file.</summary>
        public bool IsOnlyListed { get; init; }
        public bool Hidden { get; init; }

        /// <summary>Whether sizes and CRC follow the data, as PyTorch writes them; the local header then has zeros (flag bit 3).</summary>
        public bool Descriptor { get; init; }
    }

    /// <summary>Bytes before the first record.</summary>
    public byte[] Prefix { get; init; } = [];

    /// <summary>The archive's comment.</summary>
    public byte[] Comment { get; init; } = [];

    /// <summary>What the end record says instead of the number of records.</summary>
    public ushort? Count { get; init; }

    /// <summary>Whether to write the zip64 end record and locator that PyTorch always writes.</summary>
    public bool Zip64 { get; init; }

    public ZipBuilder Add(string name, byte[] content) => Add(new Entry(name, content));

    public ZipBuilder Add(string name, string content) => Add(name, Encoding.UTF8.GetBytes(content));

    public ZipBuilder Add(Entry entry)
    {
        _entries.Add(entry);
        return this;
    }

    /// <summary>A PyTorch archive: data.pkl, storages as data/0, data/1 …, and version.</summary>
    public static ZipBuilder Torch(byte[] pickle, params byte[][] storages)
    {
        var zip = new ZipBuilder().Add("archive/data.pkl", pickle);
        for (int i = 0; i < storages.Length; i++) zip.Add($"archive/data/{i}", storages[i]);
        return zip.Add("archive/version", "3\n");
    }

    public byte[] ToArray()
    {
        var file = new MemoryStream();
        var directory = new MemoryStream();
        file.Write(Prefix);
        int listed = 0;
        foreach (Entry entry in _entries)
        {
            byte[] data = entry.Deflate ? DeflateBytes(entry.Content) : entry.Content;
            ushort method = entry.Method ?? (ushort)(entry.Deflate ? 8 : 0);
            uint crc = entry.Crc ?? Crc32.Append(0, entry.Content);
            uint size = entry.Size ?? (uint)entry.Content.Length, offset = (uint)file.Position;
            byte[] name = Encoding.UTF8.GetBytes(entry.Name), localName = Encoding.UTF8.GetBytes(entry.LocalName ?? entry.Name);
            ushort flags = (ushort)(entry.Flags | (entry.Descriptor ? 8 : 0)), localFlags = entry.LocalFlags ?? flags;
            if (!entry.IsOnlyListed)
            {
                if (entry.Descriptor)
                    Write(file, 0x04034B50u, (ushort)20, localFlags, entry.LocalMethod ?? method, 0u, 0u, 0u, entry.LocalSize
                        ?? 0u, (ushort)localName.Length, (ushort)entry.LocalExtra.Length);
                else
                    Write(file, 0x04034B50u, (ushort)20, localFlags, entry.LocalMethod
                        ?? method, 0u, crc, (uint)data.Length, entry.LocalSize
                        ?? size, (ushort)localName.Length, (ushort)entry.LocalExtra.Length);
                file.Write(localName);
                file.Write(entry.LocalExtra);
                file.Write(data);
                if (entry.Descriptor) Write(file, 0x08074B50u, crc, (uint)data.Length, size);
            }
            if (entry.Hidden) continue;
            listed++;
            Write(directory, 0x02014B50u, (ushort)20, (ushort)20, flags, method, 0u, crc, (uint)data.Length, size, (ushort)name.Length,
                (ushort)entry.CentralExtra.Length, (ushort)0, (ushort)0, (ushort)0, (uint)entry.Mode << 16, entry.HeaderOffset ?? offset);
            directory.Write(name);
            directory.Write(entry.CentralExtra);
        }
        uint start = (uint)file.Position;
        file.Write(directory.ToArray());
        if (Zip64)
        {
            ulong record = (ulong)file.Position;
            Write(file, 0x06064B50u, 44UL, (ushort)45, (ushort)45, 0u, 0u, (ulong)listed, (ulong)listed, (ulong)directory.Length,
                (ulong)start);
            Write(file, 0x07064B50u, 0u, record, 1u);
        }
        ushort count = Count ?? (ushort)listed;
        Write(file, 0x06054B50u, (ushort)0, (ushort)0, count, count, (uint)directory.Length, start, (ushort)Comment.Length);
        file.Write(Comment);
        return file.ToArray();
    }

    private static byte[] DeflateBytes(byte[] content)
    {
        var compressed = new MemoryStream();
        using (var deflate = new DeflateStream(compressed, CompressionLevel.Optimal)) deflate.Write(content);
        return compressed.ToArray();
    }

    private static void Write(MemoryStream stream, params object[] fields)
    {
        Span<byte> buffer = stackalloc byte[8];
        foreach (object field in fields)
        {
            switch (field)
            {
                case ushort value:
                    BinaryPrimitives.WriteUInt16LittleEndian(buffer, value);
                    stream.Write(buffer[..2]);
                    break;
                case uint value:
                    BinaryPrimitives.WriteUInt32LittleEndian(buffer, value);
                    stream.Write(buffer[..4]);
                    break;
                case ulong value:
                    BinaryPrimitives.WriteUInt64LittleEndian(buffer, value);
                    stream.Write(buffer);
                    break;
                default: throw new ArgumentException($"a {field.GetType()}", nameof(fields));
            }
        }
    }
}
