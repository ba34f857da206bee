using System.Buffers.Binary;
using SafeLoad.Pickle;

namespace SafeLoad.Tests.Pickle;

internal sealed class PickleReaderTests
{
    // Every opcode of pickletools with an argument in the form that pickletools gives it, written down here once more: the table
    // under test must not be its own witness.
    private static readonly (PickleOpcode Opcode, byte Code, string Name, byte[] Argument, PickleArgument Form)[] s_opcodes =
    [
        (PickleOpcode.Mark, (byte)'(', "MARK", [], PickleArgument.None),
        (PickleOpcode.Stop, (byte)'.', "STOP", [], PickleArgument.None),
        (PickleOpcode.Pop, (byte)'0', "POP", [], PickleArgument.None),
        (PickleOpcode.PopMark, (byte)'1', "POP_MARK", [], PickleArgument.None),
        (PickleOpcode.Dup, (byte)'2', "DUP", [], PickleArgument.None),
        (PickleOpcode.Float, (byte)'F', "FLOAT", [.. "1.5\n"u8], PickleArgument.Line),
        (PickleOpcode.Int, (byte)'I', "INT", [.. "12\n"u8], PickleArgument.Line),
        (PickleOpcode.BinInt, (byte)'J', "BININT", [0xFE, 0xFF, 0xFF, 0xFF], PickleArgument.Int4),
        (PickleOpcode.BinInt1, (byte)'K', "BININT1", [0xFF], PickleArgument.UInt1),
        (PickleOpcode.Long, (byte)'L', "LONG", [.. "12L\n"u8], PickleArgument.Line),
        (PickleOpcode.BinInt2, (byte)'M', "BININT2", [0xFF, 0xFE], PickleArgument.UInt2),
        (PickleOpcode.None, (byte)'N', "NONE", [], PickleArgument.None),
        (PickleOpcode.PersId, (byte)'P', "PERSID", [.. "7\n"u8], PickleArgument.Line),
        (PickleOpcode.BinPersId, (byte)'Q', "BINPERSID", [], PickleArgument.None),
        (PickleOpcode.Reduce, (byte)'R', "REDUCE", [], PickleArgument.None),
        (PickleOpcode.String, (byte)'S', "STRING", [.. "'ab'\n"u8], PickleArgument.Line),
        (PickleOpcode.BinString, (byte)'T', "BINSTRING", [2, 0, 0, 0, 1, 2], PickleArgument.Bytes4),
        (PickleOpcode.ShortBinString, (byte)'U', "SHORT_BINSTRING", [2, 1, 2], PickleArgument.Bytes1),
        (PickleOpcode.Unicode, (byte)'V', "UNICODE", [.. "ab\n"u8], PickleArgument.Line),
        (PickleOpcode.BinUnicode, (byte)'X', "BINUNICODE", [2, 0, 0, 0, 1, 2], PickleArgument.Bytes4),
        (PickleOpcode.Append, (byte)'a', "APPEND", [], PickleArgument.None),
        (PickleOpcode.Build, (byte)'b', "BUILD", [], PickleArgument.None),
        (PickleOpcode.Global, (byte)'c', "GLOBAL", [.. "os\nsystem\n"u8], PickleArgument.TwoLines),
        (PickleOpcode.Dict, (byte)'d', "DICT", [], PickleArgument.None),
        (PickleOpcode.EmptyDict, (byte)'}', "EMPTY_DICT", [], PickleArgument.None),
        (PickleOpcode.Appends, (byte)'e', "APPENDS", [], PickleArgument.None),
        (PickleOpcode.Get, (byte)'g', "GET", [.. "3\n"u8], PickleArgument.Line),
        (PickleOpcode.BinGet, (byte)'h', "BINGET", [3], PickleArgument.UInt1),
        (PickleOpcode.Inst, (byte)'i', "INST", [.. "os\nsystem\n"u8], PickleArgument.TwoLines),
        (PickleOpcode.LongBinGet, (byte)'j', "LONG_BINGET", [0xFF, 0xFF, 0xFF, 0xFF], PickleArgument.UInt4),
        (PickleOpcode.List, (byte)'l', "LIST", [], PickleArgument.None),
        (PickleOpcode.EmptyList, (byte)']', "EMPTY_LIST", [], PickleArgument.None),
        (PickleOpcode.Obj, (byte)'o', "OBJ", [], PickleArgument.None),
        (PickleOpcode.Put, (byte)'p', "PUT", [.. "3\n"u8], PickleArgument.Line),
        (PickleOpcode.BinPut, (byte)'q', "BINPUT", [3], PickleArgument.UInt1),
        (PickleOpcode.LongBinPut, (byte)'r', "LONG_BINPUT", [0xFF, 0xFF, 0xFF, 0xFF], PickleArgument.UInt4),
        (PickleOpcode.SetItem, (byte)'s', "SETITEM", [], PickleArgument.None),
        (PickleOpcode.Tuple, (byte)'t', "TUPLE", [], PickleArgument.None),
        (PickleOpcode.EmptyTuple, (byte)')', "EMPTY_TUPLE", [], PickleArgument.None),
        (PickleOpcode.SetItems, (byte)'u', "SETITEMS", [], PickleArgument.None),
        (PickleOpcode.BinFloat, (byte)'G', "BINFLOAT", [0x3F, 0xF8, 0, 0, 0, 0, 0, 0], PickleArgument.Float8),
        (PickleOpcode.Proto, 0x80, "PROTO", [5], PickleArgument.UInt1),
        (PickleOpcode.NewObj, 0x81, "NEWOBJ", [], PickleArgument.None),
        (PickleOpcode.Ext1, 0x82, "EXT1", [0xFF], PickleArgument.UInt1),
        (PickleOpcode.Ext2, 0x83, "EXT2", [0xFF, 0xFE], PickleArgument.UInt2),
        (PickleOpcode.Ext4, 0x84, "EXT4", [0xFE, 0xFF, 0xFF, 0xFF], PickleArgument.Int4),
        (PickleOpcode.Tuple1, 0x85, "TUPLE1", [], PickleArgument.None),
        (PickleOpcode.Tuple2, 0x86, "TUPLE2", [], PickleArgument.None),
        (PickleOpcode.Tuple3, 0x87, "TUPLE3", [], PickleArgument.None),
        (PickleOpcode.NewTrue, 0x88, "NEWTRUE", [], PickleArgument.None),
        (PickleOpcode.NewFalse, 0x89, "NEWFALSE", [], PickleArgument.None),
        (PickleOpcode.Long1, 0x8A, "LONG1", [2, 1, 2], PickleArgument.Bytes1),
        (PickleOpcode.Long4, 0x8B, "LONG4", [2, 0, 0, 0, 1, 2], PickleArgument.SignedBytes4),
        (PickleOpcode.BinBytes, (byte)'B', "BINBYTES", [2, 0, 0, 0, 1, 2], PickleArgument.Bytes4),
        (PickleOpcode.ShortBinBytes, (byte)'C', "SHORT_BINBYTES", [2, 1, 2], PickleArgument.Bytes1),
        (PickleOpcode.ShortBinUnicode, 0x8C, "SHORT_BINUNICODE", [2, 1, 2], PickleArgument.Bytes1),
        (PickleOpcode.BinUnicode8, 0x8D, "BINUNICODE8", [2, 0, 0, 0, 0, 0, 0, 0, 1, 2], PickleArgument.Bytes8),
        (PickleOpcode.BinBytes8, 0x8E, "BINBYTES8", [2, 0, 0, 0, 0, 0, 0, 0, 1, 2], PickleArgument.Bytes8),
        (PickleOpcode.EmptySet, 0x8F, "EMPTY_SET", [], PickleArgument.None),
        (PickleOpcode.AddItems, 0x90, "ADDITEMS", [], PickleArgument.None),
        (PickleOpcode.FrozenSet, 0x91, "FROZENSET", [], PickleArgument.None),
        (PickleOpcode.NewObjEx, 0x92, "NEWOBJ_EX", [], PickleArgument.None),
        (PickleOpcode.StackGlobal, 0x93, "STACK_GLOBAL", [], PickleArgument.None),
        (PickleOpcode.Memoize, 0x94, "MEMOIZE", [], PickleArgument.None),
        (PickleOpcode.Frame, 0x95, "FRAME", [9, 0, 0, 0, 0, 0, 0, 0x80], PickleArgument.UInt8),
        (PickleOpcode.ByteArray8, 0x96, "BYTEARRAY8", [2, 0, 0, 0, 0, 0, 0, 0, 1, 2], PickleArgument.Bytes8),
        (PickleOpcode.NextBuffer, 0x97, "NEXT_BUFFER", [], PickleArgument.None),
        (PickleOpcode.ReadOnlyBuffer, 0x98, "READONLY_BUFFER", [], PickleArgument.None),
    ];

    private static IEnumerable<TestCaseData> Opcodes =>
        s_opcodes.Select(static row => new TestCaseData(row.Code, row.Name).SetArgDisplayNames(row.Name));

    [Test]
    public void GivenTheTable_HasThe68OpcodesOfPickletools()
    {
        Assert.That(s_opcodes, Has.Length.EqualTo(68));
        Assert.That(OpcodeTable.All, Is.EquivalentTo(s_opcodes.Select(static row => row.Opcode)));
        Assert.That(Enum.GetValues<PickleOpcode>(), Is.EquivalentTo(s_opcodes.Select(static row => row.Opcode)));
    }

    [TestCaseSource(nameof(Opcodes))]
    public void GivenOpcode_NameCodeAndFormAreThoseOfPickletools(byte code, string name)
    {
        var row = s_opcodes.Single(row => row.Code == code);
        Assert.That((byte)row.Opcode, Is.EqualTo(code));
        Assert.That(OpcodeTable.NameOf(row.Opcode), Is.EqualTo(name));
        Assert.That(OpcodeTable.ArgumentOf(code), Is.EqualTo(row.Form));
    }

    // Two bytes stand before the opcode and one after it, so that a position counted from the wrong place is seen.
    [TestCaseSource(nameof(Opcodes))]
    public void GivenOpcode_ReadsItsArgumentAndNoByteMore(byte code, string name)
    {
        var row = s_opcodes.Single(row => row.Code == code);
        byte[] bytes = [(byte)'N', (byte)'N', code, .. row.Argument, (byte)'N'];
        var reader = new PickleReader(bytes, 2);
        PickleStatus status = reader.Read();
        Assert.That(status, Is.EqualTo(PickleStatus.Read), name);
        Assert.That((reader.Offset, reader.Position, reader.Opcode), Is.EqualTo((2, 3 + row.Argument.Length, row.Opcode)));
        switch (row.Form)
        {
            case PickleArgument.UInt1: Assert.That(reader.Number, Is.EqualTo(row.Argument[0])); break;
            case PickleArgument.UInt2: Assert.That(reader.Number, Is.EqualTo(0xFEFF)); break;
            case PickleArgument.Int4: Assert.That(reader.Number, Is.EqualTo(-2)); break;
            case PickleArgument.UInt4: Assert.That(reader.Number, Is.EqualTo(0xFFFFFFFFL)); break;
            case PickleArgument.UInt8: Assert.That((ulong)reader.Number, Is.EqualTo(0x8000000000000009UL)); break;
            case PickleArgument.Float8: Assert.That(BitConverter.Int64BitsToDouble(reader.Number), Is.EqualTo(1.5)); break;
            case PickleArgument.Line: Assert.That(reader.Argument.ToArray(), Is.EqualTo(row.Argument[..^1])); break;
            case PickleArgument.TwoLines:
                Assert.That(reader.Argument.ToArray(), Is.EqualTo("os"u8.ToArray()));
                Assert.That(reader.Second.ToArray(), Is.EqualTo("system"u8.ToArray()));
                break;
            case PickleArgument.Bytes1 or PickleArgument.Bytes4 or PickleArgument.SignedBytes4 or PickleArgument.Bytes8:
                Assert.That(reader.Argument.ToArray(), Is.EqualTo(new byte[] { 1, 2 }));
                break;
            default: Assert.That(row.Form, Is.EqualTo(PickleArgument.None)); break;
        }
    }

    // Before the opcode stand others, so that all are passed over, with and without frames that are read ahead.
    [TestCaseSource(nameof(Opcodes))]
    public void GivenOpcodeCutAnywhere_ReadToStopEndsWhereReadingOneByOneDoes(byte code, string name)
    {
        byte[] argument = s_opcodes.Single(row => row.Code == code).Argument;
        byte[] whole = [(byte)PickleOpcode.Mark, (byte)PickleOpcode.BinInt1, (byte)PickleOpcode.Stop, (byte)PickleOpcode.ShortBinUnicode, 1,
            (byte)PickleOpcode.Stop, code, .. argument, (byte)PickleOpcode.None, (byte)PickleOpcode.Stop, (byte)PickleOpcode.None];
        for (int length = 0; length <= whole.Length; length++)
        {
            foreach (bool ahead in (bool[])[false, true])
            {
                ReadOnlySpan<byte> bytes = whole.AsSpan(0, length);
                PickleReader one = new(bytes, 0) { ReadsAhead = ahead }, all = new(bytes, 0) { ReadsAhead = ahead };
                PickleStatus status;
                do status = one.Read(); while (status == PickleStatus.Read && one.Opcode != PickleOpcode.Stop);
                Assert.That(all.ReadToStop(), Is.EqualTo(status), name);
                Assert.That((all.Position, all.StreamPosition), Is.EqualTo((one.Position, one.StreamPosition)), name);
                if (status == PickleStatus.Truncated) Assert.That(all.Needed, Is.EqualTo(one.Needed), name);
            }
        }
    }

    [TestCaseSource(nameof(Opcodes))]
    public void GivenOpcodeCutAnywhere_ReaderStaysWhereItWas(byte code, string name)
    {
        byte[] whole = [(byte)'N', code, .. s_opcodes.Single(row => row.Code == code).Argument];
        for (int length = 1; length < whole.Length; length++)
        {
            var reader = new PickleReader(whole.AsSpan(0, length), 1);
            PickleStatus status = reader.Read();
            Assert.That(status, Is.EqualTo(PickleStatus.Truncated), $"{name} cut to {length - 1} bytes");
            Assert.That(reader.Position, Is.EqualTo(1));
            // What it asks for is more than there is, and never more than the whole: reading on by that much makes progress and no waste.
            Assert.That(reader.Needed, Is.GreaterThan((ulong)(length - 1)).And.LessThanOrEqualTo((ulong)(whole.Length - 1)));
        }
    }

    [Test]
    public void GivenEveryOtherByte_IsNoOpcodeAndReaderStays()
    {
        for (int code = 0; code < 256; code++)
        {
            if (s_opcodes.Any(row => row.Code == code)) continue;
            var reader = new PickleReader([(byte)code, 0, 0, 0, 0, 0, 0, 0, 0, (byte)'\n'], 0);
            PickleStatus status = reader.Read();
            Assert.That(status, Is.EqualTo(PickleStatus.Unknown), $"0x{code:X2}");
            Assert.That(reader.Position, Is.Zero);
            Assert.That(OpcodeTable.NameOf((PickleOpcode)code), Is.EqualTo($"0x{code:X2}"));
        }
    }

    // One more than there is; the largest positive and the smallest negative number of the prefix; all ones.
    [TestCase(PickleOpcode.ShortBinBytes, new byte[] { 4 }, 6UL)]
    [TestCase(PickleOpcode.ShortBinUnicode, new byte[] { 255 }, 257UL)]
    [TestCase(PickleOpcode.BinBytes, new byte[] { 4, 0, 0, 0 }, 9UL)]
    [TestCase(PickleOpcode.BinString, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF }, 0x100000004UL)]
    [TestCase(PickleOpcode.BinUnicode, new byte[] { 0, 0, 0, 0x80 }, 0x80000005UL)]
    [TestCase(PickleOpcode.Long4, new byte[] { 0xFF, 0xFF, 0xFF, 0x7F }, 0x80000004UL)]
    [TestCase(PickleOpcode.BinBytes8, new byte[] { 4, 0, 0, 0, 0, 0, 0, 0 }, 13UL)]
    [TestCase(PickleOpcode.BinUnicode8, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F }, 0x8000000000000008UL)]
    [TestCase(PickleOpcode.BinUnicode8, new byte[] { 0, 0, 0, 0, 0, 0, 0, 0x80 }, 0x8000000000000009UL)]
    [TestCase(PickleOpcode.ByteArray8, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, ulong.MaxValue)]
    public void GivenLengthBeyondTheBytes_IsTruncatedAndSaysWhatItNeeds(PickleOpcode opcode, byte[] length, ulong needed)
    {
        var reader = new PickleReader([(byte)opcode, .. length, 1, 2, 3], 0);
        PickleStatus status = reader.Read();
        Assert.That(status, Is.EqualTo(PickleStatus.Truncated));
        Assert.That((reader.Position, reader.Needed), Is.EqualTo((0, needed)));
    }

    [TestCase(-1)]
    [TestCase(int.MinValue)]
    public void GivenLong4OfNegativeLength_SaysSoAndStays(int length)
    {
        byte[] bytes = new byte[16];
        bytes[0] = (byte)PickleOpcode.Long4;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(1), length);
        var reader = new PickleReader(bytes, 0);
        PickleStatus status = reader.Read();
        Assert.That(status, Is.EqualTo(PickleStatus.NegativeLength));
        Assert.That(reader.Position, Is.Zero);
    }

    [Test]
    public void GivenNoBytes_IsTruncated()
    {
        var reader = new PickleReader([], 0);
        PickleStatus status = reader.Read();
        Assert.That((status, reader.Position, reader.Needed), Is.EqualTo((PickleStatus.Truncated, 0, 1UL)));
    }

    [Test]
    public void GivenFailedRead_NextReadFailsTheSameWay()
    {
        var reader = new PickleReader([(byte)PickleOpcode.None, (byte)PickleOpcode.BinInt, 1, 2], 0);
        PickleStatus first = reader.Read(), second = reader.Read(), third = reader.Read();
        Assert.That((first, second, third, reader.Position),
            Is.EqualTo((PickleStatus.Read, PickleStatus.Truncated, PickleStatus.Truncated, 1)));
    }
}
