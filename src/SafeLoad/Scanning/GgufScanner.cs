using System.Buffers.Binary;
using System.Text;
using SafeLoad.IO;

namespace SafeLoad.Scanning;

/// <summary>Finds the chat templates of a GGUF file: programs in Jinja, which some runners execute without a sandbox.</summary>
/// <remarks>ggml/docs/gguf.md: magic, version, number of tensors, number of key-value pairs, the pairs.</remarks>
internal static class GgufScanner
{
    private const int MostText = 1 << 24;
    private const uint TextType = 8, ArrayType = 9;

    public static void Scan(ScanContext scan, Content content, ReadingBuilder reading)
    {
        var reader = new Reader(content.Source);
        if (reader.U32() is not { } version || version is < 1 or > 3)
        {
            reading.NotScanned("a GGUF file of an unknown version or byte order", content.At);
            return;
        }
        // Version 1 counts in 32 bits.
        reader.IsNarrow = version == 1;
        bool isWhole = reader.Count() is not null && reader.Count() is { } pairs && ScanPairs(content, reading, reader, pairs);
        long end = Math.Min(reader.Position, content.Source.Length);
        if (isWhole) scan.DecodeHead(content, end);
        else
        {
            reading.NotScanned("a GGUF header that cannot be followed", content.AtOffset(reader.Position));
            scan.Decode(content, end);
        }
    }

    private static bool ScanPairs(Content content, ReadingBuilder reading, Reader reader, ulong pairs)
    {
        for (ulong i = 0; i < pairs; i++)
        {
            if (reader.Text() is not { } key || reader.U32() is not { } type) return false;
            long at = reader.Position;
            if (type != TextType || !key.StartsWith("tokenizer.chat_template", StringComparison.Ordinal))
            {
                if (!reader.SkipValue(type)) return false;
                continue;
            }
            if (reader.Text() is not { } template) return false;
            JinjaTemplate.Report(reading, content.AtOffset(at), template);
        }
        return true;
    }

    private sealed class Reader(ByteSource source)
    {
        public long Position { get; private set; } = 4;

        public bool IsNarrow { get; set; }

        public uint? U32()
        {
            Span<byte> bytes = stackalloc byte[4];
            return Take(bytes) ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : null;
        }

        public ulong? Count()
        {
            if (IsNarrow) return U32();
            Span<byte> bytes = stackalloc byte[8];
            return Take(bytes) ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : null;
        }

        public string? Text()
        {
            if (Count() is not { } length || length > MostText || length > (ulong)(source.Length - Position)) return null;
            byte[] bytes = new byte[length];
            return Take(bytes) ? Encoding.UTF8.GetString(bytes) : null;
        }

        public bool SkipValue(uint type)
        {
            if (type == TextType) return Count() is { } length && Skip(length);
            if (type != ArrayType) return SizeOf(type) is { } size && Skip((ulong)size);
            if (U32() is not { } element || Count() is not { } count) return false;
            if (SizeOf(element) is { } fixedSize) return count <= (ulong)source.Length && Skip(count * (ulong)fixedSize);
            if (element != TextType) return false;
            for (ulong i = 0; i < count; i++)
            {
                if (Count() is not { } length || !Skip(length)) return false;
            }
            return true;
        }

        private static int? SizeOf(uint type) =>
            type switch { 0 or 1 or 7 => 1, 2 or 3 => 2, 4 or 5 or 6 => 4, 10 or 11 or 12 => 8, _ => null };

        private bool Skip(ulong count)
        {
            if (count > (ulong)(source.Length - Position)) return false;
            Position += (long)count;
            return true;
        }

        private bool Take(Span<byte> bytes)
        {
            if (bytes.Length > source.Length - Position) return false;
            source.ReadExactly(Position, bytes);
            Position += bytes.Length;
            return true;
        }
    }
}
