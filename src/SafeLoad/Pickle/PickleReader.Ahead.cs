using System.Buffers.Binary;

namespace SafeLoad.Pickle;

/// <content>
/// Reading as CPython's C unpickler does from a stream that cannot peek (an <c>io.BytesIO</c>, which is what torch.load gives it):
/// FRAME reads its bytes ahead, and an argument that is not whole among them is read from behind the frame.
/// What was left of the frame is dropped, so that a frame that ends inside of an argument makes another pickle of the same bytes.
/// </content>
/// <remarks>Modules/_pickle.c, <c>_Unpickler_ReadImpl</c> and <c>_Unpickler_Readline</c>; <c>_Unpickler_ReadInto</c>,
/// by which bytes are read, drops nothing.</remarks>
internal ref partial struct PickleReader
{
    /// <summary>Where the stream goes on for another reader: behind what was read ahead.</summary>
    public readonly int StreamPosition => Math.Max(Position, _aheadEnd);

    private PickleStatus ReadAhead()
    {
        int at = Position, next = at + 1, ahead = _aheadEnd, start;
        Needed = 1;
        if (at >= _data.Length) return PickleStatus.Truncated;
        Opcode = (PickleOpcode)_data[at];
        PickleArgument form = _arguments[(byte)Opcode];
        switch (form)
        {
            case PickleArgument.Unknown:
                return PickleStatus.Unknown;
            case PickleArgument.Line or PickleArgument.TwoLines:
                if (!TryTakeLine(ref next, ref ahead, out start, out int length)) return LacksAhead(at, next, 1);
                (ArgumentStart, ArgumentLength) = (start, length);
                if (form == PickleArgument.TwoLines)
                {
                    if (!TryTakeLine(ref next, ref ahead, out start, out length)) return LacksAhead(at, next, 1);
                    (SecondStart, SecondLength) = (start, length);
                }
                break;
            case not PickleArgument.None:
                int size = SizeOf(form);
                if (!TryTake((ulong)size, ref next, ref ahead, out start)) return LacksAhead(at, next, (ulong)size);
                ulong number = Unsigned(_data.Slice(start, size));
                Number = form switch
                {
                    PickleArgument.Float8 => BinaryPrimitives.ReverseEndianness((long)number),
                    PickleArgument.Int4 or PickleArgument.SignedBytes4 => (int)number,
                    _ => (long)number,
                };
                if (form == PickleArgument.SignedBytes4 && Number < 0) return PickleStatus.NegativeLength;
                if (form is PickleArgument.Bytes1 or PickleArgument.Bytes4 or PickleArgument.SignedBytes4 or PickleArgument.Bytes8)
                {
                    bool isText = Opcode
                        is not (PickleOpcode.ShortBinBytes or PickleOpcode.BinBytes or PickleOpcode.BinBytes8 or PickleOpcode.ByteArray8);
                    if (isText ? !TryTake(number, ref next, ref ahead, out start) : !TryTakeWhole(number, ref next, out start))
                        return LacksAhead(at, next, number);
                    (ArgumentStart, ArgumentLength) = (start, (int)number);
                }
                else if (Opcode == PickleOpcode.Frame)
                {
                    if (!TryTake(number, ref next, ref ahead, out start)) return LacksAhead(at, next, number);
                    (next, ahead) = (start, Math.Max(ahead, start + (int)number));
                }
                break;
        }
        Offset = at;
        Position = next;
        _aheadEnd = ahead;
        return PickleStatus.Read;
    }

    private static int SizeOf(PickleArgument form) => form switch
    {
        PickleArgument.UInt1 or PickleArgument.Bytes1 => 1,
        PickleArgument.UInt2 => 2,
        PickleArgument.UInt8 or PickleArgument.Float8 or PickleArgument.Bytes8 => 8,
        _ => 4,
    };

    private static ulong Unsigned(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int i = bytes.Length - 1; i >= 0; i--) value = value << 8 | bytes[i];
        return value;
    }

    private readonly bool TryTake(ulong count, ref int next, ref int ahead, out int start)
    {
        if (next < ahead && count > (ulong)(ahead - next)) next = ahead;
        return TryTakeWhole(count, ref next, out start);
    }

    private readonly bool TryTakeWhole(ulong count, ref int next, out int start)
    {
        start = next;
        if (count > (ulong)(_data.Length - next)) return false;
        next += (int)count;
        return true;
    }

    private readonly bool TryTakeLine(ref int next, ref int ahead, out int start, out int length)
    {
        length = next < ahead ? _data[next..ahead].IndexOf((byte)'\n') : -1;
        if (length < 0)
        {
            next = Math.Max(next, ahead);
            length = _data[next..].IndexOf((byte)'\n');
        }
        start = next;
        if (length >= 0) next += length + 1;
        else next = _data.Length;
        return length >= 0;
    }

    private PickleStatus LacksAhead(int at, int next, ulong count)
    {
        ulong before = (ulong)(next - at);
        return Lacks(count > ulong.MaxValue - before ? ulong.MaxValue : before + count);
    }
}
