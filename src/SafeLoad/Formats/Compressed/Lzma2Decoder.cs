using System.Buffers.Binary;
using SafeLoad.Diagnostics;
using SafeLoad.IO;

namespace SafeLoad.Formats.Compressed;

/// <summary>LZMA in chunks, as xz has it: each says what it forgets, how long it is and how much it gives.</summary>
/// <remarks>xz, src/liblzma/lzma/lzma2_decoder.c.</remarks>
/// <param name="source">The file.</param>
/// <param name="output">Where the bytes go.</param>
/// <param name="at">Where the stream stands, for messages.</param>
internal sealed class Lzma2Decoder(ByteSource source, ChunkedByteSource output, CheckpointLocation at)
{
    // The first byte of a chunk.
    private const int End = 0x00, PlainAnew = 0x01, Plain = 0x02, Compressed = 0x80, ResetState = 0xA0, NewProperties = 0xC0,
        ResetAll = 0xE0, HighLength = 0x1F;

    private readonly RangeDecoder _bits = new(source, at);
    private LzmaDecoder? _decoder;
    private bool _hasDictionary, _hasProperties;

    /// <summary>Where the next chunk stands; at the end, what follows.</summary>
    public long Position { get; private set; }

    /// <summary>Begins with a block: nothing is known of those before.</summary>
    /// <param name="start">Where it stands.</param>
    public void Begin(long start)
    {
        Position = start;
        (_hasDictionary, _hasProperties) = (false, false);
        _decoder ??= new LzmaDecoder(_bits, output, at);
    }

    /// <summary>Unpacks the next chunk.</summary>
    /// <returns>How many bytes it gave, at most 2 MiB; 0 at the end.</returns>
    /// <exception cref="MalformedCheckpointException">It is broken, or cut short; what came out before stays.</exception>
    public int Next()
    {
        Span<byte> head = stackalloc byte[5];
        head = head[..source.Read(Position, head)];
        if (head.IsEmpty) throw Problems.BadCompressedData("is cut short", at);
        int control = head[0];
        if (control == End)
        {
            Position++;
            return 0;
        }
        if (control is PlainAnew or >= ResetAll)
        {
            (_hasDictionary, _hasProperties) = (true, false);
            _decoder!.ResetDictionary();
        }
        if (!_hasDictionary || control is > Plain and < Compressed) throw Problems.BadCompressedData("is broken", at);
        if (head.Length < (control < Compressed ? 3 : 5)) throw Problems.BadCompressedData("is cut short", at);
        int length = BinaryPrimitives.ReadUInt16BigEndian(head[1..]) + 1;
        return control < Compressed ? Copy(length) : Decode(control, length + ((control & HighLength) << 16),
            BinaryPrimitives.ReadUInt16BigEndian(head[3..]) + 1);
    }

    private int Copy(int length)
    {
        byte[] bytes = new byte[(int)Math.Min(length, Math.Max(0, source.Length - Position - 3))];
        source.ReadExactly(Position + 3, bytes);
        output.Append(bytes);
        Position += 3 + length;
        return bytes.Length == length ? length : throw Problems.BadCompressedData("is cut short", at);
    }

    private int Decode(int control, int length, int packed)
    {
        long start = Position + 5;
        if (control >= NewProperties)
        {
            if (start >= source.Length) throw Problems.BadCompressedData("is cut short", at);
            byte properties = 0;
            source.ReadExactly(start, new Span<byte>(ref properties));
            _decoder!.SetProperties(properties);
            _hasProperties = true;
            start++;
        }
        else if (!_hasProperties)
        {
            throw Problems.BadCompressedData("is broken", at);
        }
        else if (control >= ResetState)
        {
            _decoder!.ResetState();
        }
        Position = start + packed;
        _bits.Begin(start, Math.Min(Position, source.Length));
        if (_decoder!.Decode(length, length) || _bits.Position != Position || !_bits.IsEmpty)
            throw Problems.BadCompressedData("is broken", at);
        return length;
    }
}
