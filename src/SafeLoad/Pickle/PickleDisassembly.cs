using System.Globalization;
using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Text;

namespace SafeLoad.Pickle;

/// <summary>A pickle as its opcodes, read by the same reader that loading and scanning use.</summary>
internal static class PickleDisassembly
{
    private const int ShownBytes = 48;

    /// <summary>The opcodes of all pickles in a run of bytes, each read when it is asked for.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>One line per opcode; where the bytes are no pickle, the last line says why.</returns>
    public static IEnumerable<PickleLine> Read(ReadOnlyMemory<byte> bytes)
    {
        int position = 0;
        while (position >= 0) yield return Next(bytes.Span, ref position);
    }

    // The opcode at a position, and where the next one stands; below zero if there is none.
    private static PickleLine Next(ReadOnlySpan<byte> bytes, ref int position)
    {
        var reader = new PickleReader(bytes, position);
        PickleStatus status = reader.Read();
        if (status == PickleStatus.Read)
        {
            bool another = reader.Position < bytes.Length && OpcodeTable.ArgumentOf(bytes[reader.Position]) != PickleArgument.Unknown;
            position = reader.Opcode != PickleOpcode.Stop || another ? reader.Position : -1;
            return new PickleLine(reader.Offset, reader.Opcode, OpcodeTable.NameOf(reader.Opcode), Describe(ref reader),
                OpcodeTable.MayLoad(reader.Opcode));
        }
        string problem = status switch
        {
            PickleStatus.Unknown => "no pickle opcode",
            PickleStatus.NegativeLength => "a negative length",
            _ => "the bytes end here",
        };
        position = -1;
        return new PickleLine(reader.Position, default, "(broken)", problem, false);
    }

    private static string Describe(ref PickleReader reader)
    {
        switch (OpcodeTable.ArgumentOf((byte)reader.Opcode))
        {
            case PickleArgument.None: return "";
            case PickleArgument.TwoLines: return Text(reader.Argument) + " " + Text(reader.Second);
            case PickleArgument.Float8: return PythonNumber.Repr(BitConverter.Int64BitsToDouble(reader.Number));
            case PickleArgument.Line: return Text(reader.Argument);
            case PickleArgument.Bytes1 or PickleArgument.Bytes4 or PickleArgument.SignedBytes4 or PickleArgument.Bytes8:
                bool isText = reader.Opcode is PickleOpcode.BinUnicode or PickleOpcode.ShortBinUnicode or PickleOpcode.BinUnicode8
                    or PickleOpcode.BinString or PickleOpcode.ShortBinString;
                if (isText) return "'" + Text(reader.Argument) + "'";
                if (reader.Opcode is PickleOpcode.Long1 or PickleOpcode.Long4 && reader.ArgumentLength <= 64)
                    return PythonNumber.Repr(PickleText.DecodeInteger(reader.Argument));
                return string.Create(CultureInfo.InvariantCulture,
                    $"{reader.ArgumentLength:N0} bytes {Convert.ToHexString(reader.Argument[..Math.Min(reader.ArgumentLength, 16)])}");
            default: return reader.Number.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static string Text(ReadOnlySpan<byte> bytes) =>
        Printable.Escape(Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, ShownBytes * 4)]), ShownBytes);
}
