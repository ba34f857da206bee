using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace SafeLoad.Pickle;

/// <summary>
/// The syntax of pickles: reads one opcode and its argument at a time and knows nothing of their meaning. A failed read leaves
/// the reader where it was. Lengths are proven against the bytes that are there before anything else happens.
/// </summary>
/// <remarks>pickletools.genops. One reader serves loading, scanning, disassembly and finding where a pickle ends.</remarks>
internal ref partial struct PickleReader(ReadOnlySpan<byte> data, int position)
{
    /// <summary>The newest protocol of pickles.</summary>
    public const int NewestProtocol = 5;

    private readonly ReadOnlySpan<byte> _data = data;

    // Held here, since to ask a table of the process costs as much as to read the opcode.
    private readonly PickleArgument[] _arguments = OpcodeTable.Arguments;

    // Up to here the bytes were read ahead.
    private int _aheadEnd;

    /// <summary>Whether bytes that a FRAME has read ahead are dropped where an argument reaches beyond them.</summary>
    public bool ReadsAhead { get; init; }

    /// <summary>Where the next opcode begins.</summary>
    public int Position { get; private set; } = position;

    /// <summary>Where the opcode that was read begins.</summary>
    public int Offset { get; private set; } = position;

    public PickleOpcode Opcode { get; private set; }

    /// <summary>The argument's bytes, without length prefix and newline; of two lines, the first.</summary>
    public int ArgumentStart { get; private set; }

    public int ArgumentLength { get; private set; }

    /// <summary>The second of two lines.</summary>
    public int SecondStart { get; private set; }

    public int SecondLength { get; private set; }

    /// <summary>A numeric argument; for BINFLOAT its bits.</summary>
    public long Number { get; private set; }

    /// <summary>After <see cref="PickleStatus.Truncated"/>: how many bytes the opcode needs from its start,
    /// as far as that is known.</summary>
    public ulong Needed { get; private set; }

    /// <summary>Whether bytes begin with PROTO, as every pickle since protocol 2 does.</summary>
    public static bool HasProtocol(ReadOnlySpan<byte> head) =>
        head.Length >= 2 && head[0] == (byte)PickleOpcode.Proto && head[1] <= NewestProtocol;

    /// <summary>Passes over bytes that are no opcodes; false if there are not that many.</summary>
    public bool TrySkip(long count)
    {
        if (count > _data.Length - Position) return false;
        Position += (int)count;
        return true;
    }

    public readonly ReadOnlySpan<byte> Argument => _data.Slice(ArgumentStart, ArgumentLength);

    public readonly ReadOnlySpan<byte> Second => _data.Slice(SecondStart, SecondLength);

    public PickleStatus Read()
    {
        if (ReadsAhead) return ReadAhead();
        int at = Position;
        Needed = 1;
        if (at >= _data.Length) return PickleStatus.Truncated;
        byte code = _data[at];
        Opcode = (PickleOpcode)code;
        ReadOnlySpan<byte> rest = _data[(at + 1)..];
        int size;
        switch (_arguments[code])
        {
            case PickleArgument.None:
                size = 0;
                break;
            case PickleArgument.UInt1:
                if (rest.Length < 1) return Lacks(2);
                Number = rest[0];
                size = 1;
                break;
            case PickleArgument.UInt2:
                if (rest.Length < 2) return Lacks(3);
                Number = BinaryPrimitives.ReadUInt16LittleEndian(rest);
                size = 2;
                break;
            case PickleArgument.Int4:
                if (rest.Length < 4) return Lacks(5);
                Number = BinaryPrimitives.ReadInt32LittleEndian(rest);
                size = 4;
                break;
            case PickleArgument.UInt4:
                if (rest.Length < 4) return Lacks(5);
                Number = BinaryPrimitives.ReadUInt32LittleEndian(rest);
                size = 4;
                break;
            case PickleArgument.UInt8:
                if (rest.Length < 8) return Lacks(9);
                Number = BinaryPrimitives.ReadInt64LittleEndian(rest);
                size = 8;
                break;
            case PickleArgument.Float8:
                if (rest.Length < 8) return Lacks(9);
                Number = BinaryPrimitives.ReadInt64BigEndian(rest);
                size = 8;
                break;
            case PickleArgument.Bytes1:
                if (rest.Length < 1) return Lacks(2);
                return Take(at, rest, 1, rest[0]);
            case PickleArgument.Bytes4:
                if (rest.Length < 4) return Lacks(5);
                return Take(at, rest, 4, BinaryPrimitives.ReadUInt32LittleEndian(rest));
            case PickleArgument.SignedBytes4:
                if (rest.Length < 4) return Lacks(5);
                Number = BinaryPrimitives.ReadInt32LittleEndian(rest);
                return Number < 0 ? PickleStatus.NegativeLength : Take(at, rest, 4, (ulong)Number);
            case PickleArgument.Bytes8:
                if (rest.Length < 8) return Lacks(9);
                return Take(at, rest, 8, BinaryPrimitives.ReadUInt64LittleEndian(rest));
            case PickleArgument.Line:
                int end = rest.IndexOf((byte)'\n');
                if (end < 0) return Lacks((ulong)rest.Length + 2);
                ArgumentStart = at + 1;
                ArgumentLength = end;
                size = end + 1;
                break;
            case PickleArgument.TwoLines:
                int first = rest.IndexOf((byte)'\n');
                int second = first < 0 ? -1 : rest[(first + 1)..].IndexOf((byte)'\n');
                if (second < 0) return Lacks((ulong)rest.Length + 2);
                ArgumentStart = at + 1;
                ArgumentLength = first;
                SecondStart = at + 1 + first + 1;
                SecondLength = second;
                size = first + 1 + second + 1;
                break;
            default:
                return PickleStatus.Unknown;
        }
        Offset = at;
        Position = at + 1 + size;
        return PickleStatus.Read;
    }

    /// <summary>Whether the bytes end in the middle of the name behind the opcode that could not be read.</summary>
    public readonly bool HasCutName => Opcode is PickleOpcode.Global or PickleOpcode.Inst && Position + 1 < _data.Length
        && _data[(Position + 1)..^1].IndexOf((byte)'\n') >= 0;

    /// <summary>Reads the name at which the bytes end without the end of its line, as pickle.py does: it takes what is left for the line,
    /// less its last byte. _pickle.c refuses it.</summary>
    /// <returns>Whether there is such a name.</returns>
    public bool TryReadCutName()
    {
        int start = Position + 1;
        if (ReadsAhead || !HasCutName) return false;
        ReadOnlySpan<byte> rest = _data[start..];
        int first = rest.IndexOf((byte)'\n'), second = first + 1;
        (ArgumentStart, ArgumentLength) = (start, first);
        (SecondStart, SecondLength) = (start + second, rest.Length - 1 - second);
        (Offset, Position) = (Position, _data.Length);
        return true;
    }

    /// <summary>Reads on to STOP and past it, or to where the bytes break, as <see cref="Read"/> does one opcode after the other.</summary>
    /// <returns>What the last read gave; <see cref="PickleStatus.Read"/> only for STOP.</returns>
    public PickleStatus ReadToStop()
    {
        byte[] sizes = OpcodeTable.Sizes;
        while (true)
        {
            if (!ReadsAhead) PassFixed(sizes);
            PickleStatus status = Read();
            if (status != PickleStatus.Read || Opcode == PickleOpcode.Stop) return status;
        }
    }

    // Passes over opcodes whose arguments have a fixed size and are there: nearly all of a pickle are such.
    private void PassFixed(byte[] sizes)
    {
        ReadOnlySpan<byte> data = _data;
        int at = Position;
        while ((uint)at < (uint)data.Length)
        {
            byte code = data[at];
            int size = sizes[code];
            if (code == (byte)PickleOpcode.Stop || size == OpcodeTable.Varies || size >= data.Length - at) break;
            at += 1 + size;
        }
        Position = at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PickleStatus Take(int at, ReadOnlySpan<byte> rest, int prefix, ulong length)
    {
        if (length > (ulong)(rest.Length - prefix)) return Lacks(length > ulong.MaxValue - 9 ? ulong.MaxValue : length + 1 + (ulong)prefix);
        ArgumentStart = at + 1 + prefix;
        ArgumentLength = (int)length;
        Offset = at;
        Position = ArgumentStart + ArgumentLength;
        return PickleStatus.Read;
    }

    private PickleStatus Lacks(ulong needed)
    {
        Needed = needed;
        return PickleStatus.Truncated;
    }
}
