using SafeLoad.Diagnostics;
using SafeLoad.IO;

namespace SafeLoad.Formats.Compressed;

/// <summary>What LZMA's symbols give: bytes, and repetitions of what came before. There is no dictionary beside what came out: a stream
/// that states a large one costs nothing.</summary>
/// <remarks>LZMA Specification (lzma-specification.txt, 7-zip).</remarks>
/// <param name="bits">Where the symbols come from.</param>
/// <param name="output">Where the bytes go.</param>
/// <param name="at">Where the stream stands, for messages.</param>
internal sealed class LzmaDecoder(RangeDecoder bits, ChunkedByteSource output, CheckpointLocation at)
{
    private const int States = 12, LiteralStates = 7, MostPlaceBits = 4, LiteralSize = 0x300, MostProperties = 225;
    private const int SlotBits = 6, LengthClasses = 4, FirstModel = 4, FirstDirect = 14, AlignBits = 4, Distances = 1 << (FirstDirect / 2);

    private readonly ushort[] _isMatch = new ushort[States << MostPlaceBits], _isLongRepeat = new ushort[States << MostPlaceBits],
        _isRepeat = new ushort[States], _isRepeat0 = new ushort[States], _isRepeat1 = new ushort[States], _isRepeat2 = new ushort[States],
        _slots = new ushort[LengthClasses << SlotBits], _distances = new ushort[Distances], _align = new ushort[1 << AlignBits];

    private readonly LzmaLengths _lengths = new(), _repeatLengths = new();
    private ushort[] _literals = [];
    private int _literalBits, _literalMask, _placeMask, _state;
    private uint _last0, _last1, _last2, _last3;
    private long _start;

    /// <summary>Takes the properties: how many bits of the last byte and of the position a literal's probabilities have, and a
    /// match's.</summary>
    /// <param name="properties">(pb * 5 + lp) * 9 + lc.</param>
    /// <exception cref="MalformedCheckpointException">There are none such, or a literal has over four bits of both.</exception>
    public void SetProperties(byte properties)
    {
        int literalBits = properties % 9, placeBits = properties / 9 % 5;
        if (properties >= MostProperties || literalBits + placeBits > MostPlaceBits)
            throw Problems.BadCompressedData("has no properties of LZMA", at);
        (_literalBits, _literalMask, _placeMask) = (literalBits, (1 << placeBits) - 1, (1 << (properties / 45)) - 1);
        if (_literals.Length != LiteralSize << (literalBits + placeBits)) _literals = new ushort[LiteralSize << (literalBits + placeBits)];
        ResetState();
    }

    /// <summary>Forgets all that was learned, but not what came out.</summary>
    public void ResetState()
    {
        foreach (ushort[] probabilities in (ushort[][])[_isMatch, _isLongRepeat, _isRepeat, _isRepeat0, _isRepeat1, _isRepeat2, _slots,
            _distances, _align, _literals])
            Array.Fill(probabilities, RangeDecoder.Half);
        _lengths.Reset();
        _repeatLengths.Reset();
        _state = 0;
        (_last0, _last1, _last2, _last3) = (0, 0, 0, 0);
    }

    /// <summary>Forgets what came out: nothing behind here repeats it.</summary>
    public void ResetDictionary() => _start = output.Length;

    /// <summary>Gives the next bytes.</summary>
    /// <param name="length">How many; a match can reach further.</param>
    /// <param name="most">How many the stream has left, behind which no match may reach.</param>
    /// <returns>Whether it met the mark of the end instead.</returns>
    /// <exception cref="MalformedCheckpointException">The stream is broken; what came before stays.</exception>
    public bool Decode(long length, long most)
    {
        long wanted = output.Length + length, end = output.Length + most;
        while (output.Length < wanted)
        {
            if (Step(end)) return true;
        }
        return false;
    }

    /// <summary>Whether the mark of the end comes next; nothing else may.</summary>
    /// <exception cref="MalformedCheckpointException">Something else comes.</exception>
    public bool EndsHere() => Step(output.Length);

    // One symbol; true if it is the mark of the end.
    private bool Step(long end)
    {
        int place = (int)(output.Length - _start) & _placeMask, row = (_state << MostPlaceBits) + place;
        if (bits.Bit(ref _isMatch[row]) == 0)
        {
            if (output.Length >= end) throw Broken();
            Literal();
            return false;
        }
        int length;
        if (bits.Bit(ref _isRepeat[_state]) == 0)
        {
            (_last3, _last2, _last1) = (_last2, _last1, _last0);
            length = _lengths.Next(bits, place);
            _state = _state < LiteralStates ? 7 : 10;
            _last0 = Distance(length);
            if (_last0 == uint.MaxValue) return true;
        }
        else
        {
            if (output.Length == _start) throw Broken();
            length = Repeated(row, place);
        }
        long left = end - output.Length, known = output.Length - _start;
        if (_last0 >= known || left <= 0) throw Broken();
        output.Repeat(_last0 + 1L, (int)Math.Min(length, left));
        if (length > left) throw Broken();
        return false;
    }

    private void Literal()
    {
        long position = output.Length - _start;
        int previous = position == 0 ? 0 : output.FromEnd(1);
        int row = (((int)position & _literalMask) << _literalBits) + (previous >> (8 - _literalBits));
        Span<ushort> probabilities = _literals.AsSpan(LiteralSize * row, LiteralSize);
        int symbol = 1;
        if (_state >= LiteralStates)
        {
            if (_last0 >= position) throw Broken();
            int match = output.FromEnd(_last0 + 1L);
            while (symbol < 0x100)
            {
                int expected = (match >> 7) & 1;
                match <<= 1;
                int bit = bits.Bit(ref probabilities[((1 + expected) << 8) + symbol]);
                symbol = symbol << 1 | bit;
                if (expected != bit) break;
            }
        }
        while (symbol < 0x100) symbol = symbol << 1 | bits.Bit(ref probabilities[symbol]);
        output.Append((byte)symbol);
        _state = _state switch { < 4 => 0, < 10 => _state - 3, _ => _state - 6 };
    }

    private int Repeated(int row, int place)
    {
        if (bits.Bit(ref _isRepeat0[_state]) == 0)
        {
            if (bits.Bit(ref _isLongRepeat[row]) == 0)
            {
                _state = _state < LiteralStates ? 9 : 11;
                return 1;
            }
        }
        else if (bits.Bit(ref _isRepeat1[_state]) == 0)
        {
            (_last0, _last1) = (_last1, _last0);
        }
        else if (bits.Bit(ref _isRepeat2[_state]) == 0)
        {
            (_last0, _last1, _last2) = (_last2, _last0, _last1);
        }
        else
        {
            (_last0, _last1, _last2, _last3) = (_last3, _last0, _last1, _last2);
        }
        _state = _state < LiteralStates ? 8 : 11;
        return _repeatLengths.Next(bits, place);
    }

    private uint Distance(int length)
    {
        int row = Math.Min(length - 2, LengthClasses - 1);
        int slot = bits.Tree(_slots.AsSpan(row << SlotBits, 1 << SlotBits), SlotBits);
        if (slot < FirstModel) return (uint)slot;
        int direct = (slot >> 1) - 1;
        uint distance = (2u | ((uint)slot & 1)) << direct;
        // The trees of the slots stand one behind the other, each where its first distance is.
        if (slot < FirstDirect) return distance + (uint)bits.ReverseTree(_distances.AsSpan((int)distance - slot), direct);
        return distance + (bits.Direct(direct - AlignBits) << AlignBits) + (uint)bits.ReverseTree(_align, AlignBits);
    }

    private MalformedCheckpointException Broken() => Problems.BadCompressedData("is broken", at);
}
