using SafeLoad.Diagnostics;
using SafeLoad.IO;

namespace SafeLoad.Formats.Compressed;

/// <summary>Bits of LZMA out of bytes: each bit with the probability that its place has learned.</summary>
/// <remarks>LZMA Specification (lzma-specification.txt, 7-zip), "Range Decoder".</remarks>
/// <param name="source">The file.</param>
/// <param name="at">Where the stream stands, for messages.</param>
internal sealed class RangeDecoder(ByteSource source, CheckpointLocation at)
{
    /// <summary>The probability that says nothing: one half.</summary>
    public const ushort Half = 1 << (ProbabilityBits - 1);

    private const int ProbabilityBits = 11, MoveBits = 5, MostBuffered = 1 << 12;
    private const uint Top = 1 << 24;

    private readonly byte[] _buffer = new byte[(int)Math.Min(source.Length, MostBuffered)];
    private uint _range, _code;
    private int _next, _filled;
    private long _read, _end;

    /// <summary>Where the next byte is taken from.</summary>
    public long Position => _read - _filled + _next;

    /// <summary>Whether nothing is left in what was taken: so it is at the end of a stream.</summary>
    public bool IsEmpty => _code == 0;

    /// <summary>Takes the head of a stream, a zero and four bytes.</summary>
    /// <param name="start">Where the stream stands.</param>
    /// <param name="end">Where it ends at the latest.</param>
    /// <exception cref="MalformedCheckpointException">It is cut short, or begins with something else.</exception>
    public void Begin(long start, long end)
    {
        (_read, _end, _next, _filled) = (start, end, 0, 0);
        (_range, _code) = (uint.MaxValue, 0);
        if (Byte() != 0) throw Problems.BadCompressedData("is broken", at);
        for (int i = 0; i < sizeof(uint); i++) _code = _code << 8 | Byte();
    }

    /// <summary>One bit, which makes its like more probable at this place.</summary>
    public int Bit(ref ushort probability)
    {
        uint bound = (_range >> ProbabilityBits) * probability;
        int bit;
        if (_code < bound)
        {
            _range = bound;
            probability += (ushort)(((1 << ProbabilityBits) - probability) >> MoveBits);
            bit = 0;
        }
        else
        {
            _range -= bound;
            _code -= bound;
            probability -= (ushort)(probability >> MoveBits);
            bit = 1;
        }
        if (_range < Top) Normalize();
        return bit;
    }

    /// <summary>A number whose bits are as likely as not, the highest first.</summary>
    public uint Direct(int count)
    {
        uint number = 0;
        for (; count > 0; count--)
        {
            _range >>= 1;
            uint bit = _code >= _range ? 1u : 0;
            _code -= _range * bit;
            number = number << 1 | bit;
            if (_range < Top) Normalize();
        }
        return number;
    }

    /// <summary>A number of some bits, the highest first; the place of each is what the bits before it say.</summary>
    public int Tree(Span<ushort> probabilities, int bits)
    {
        int node = 1;
        for (int i = 0; i < bits; i++) node = node << 1 | Bit(ref probabilities[node]);
        return node - (1 << bits);
    }

    /// <summary>The same, the lowest bit first.</summary>
    public int ReverseTree(Span<ushort> probabilities, int bits)
    {
        int node = 1, number = 0;
        for (int i = 0; i < bits; i++)
        {
            int bit = Bit(ref probabilities[node]);
            node = node << 1 | bit;
            number |= bit << i;
        }
        return number;
    }

    private void Normalize()
    {
        _range <<= 8;
        _code = _code << 8 | Byte();
    }

    private byte Byte()
    {
        if (_next == _filled)
        {
            _next = 0;
            _filled = (int)Math.Min(_buffer.Length, _end - _read);
            if (_filled <= 0)
            {
                _filled = 0;
                throw Problems.BadCompressedData("is cut short", at);
            }
            source.ReadExactly(_read, _buffer.AsSpan(0, _filled));
            _read += _filled;
        }
        return _buffer[_next++];
    }
}
