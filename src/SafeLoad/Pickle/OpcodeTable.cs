namespace SafeLoad.Pickle;

/// <summary>
/// What is known of each opcode: its name as pickletools spells it, the form of its argument, and whether loading may use it.
/// Scanning executes all of them; loading those that <c>torch.save</c> emits in protocols 0 to 5.
/// </summary>
internal static class OpcodeTable
{
    /// <summary>In <see cref="Sizes"/>: the argument has a length of its own, or there is no such opcode.</summary>
    public const byte Varies = 0xFF;

    // One byte an opcode beside the rows: the reader asks at every opcode.
    private static readonly PickleArgument[] s_arguments = new PickleArgument[256];
    private static readonly byte[] s_sizes = new byte[256];
    private static readonly Row?[] s_rows = Build();

    /// <summary>The field's name of an opcode: <c>SHORT_BINUNICODE</c>.</summary>
    public static string NameOf(PickleOpcode opcode) => s_rows[(byte)opcode]?.Name ?? $"0x{(byte)opcode:X2}";

    /// <summary>The form of an opcode's argument; <see cref="PickleArgument.Unknown"/> for a byte that is no opcode.</summary>
    public static PickleArgument ArgumentOf(byte code) => s_arguments[code];

    /// <summary>The form of the argument of each of the 256 bytes. Nobody changes it.</summary>
    public static PickleArgument[] Arguments => s_arguments;

    /// <summary>How many bytes the argument of each of the 256 bytes has, or <see cref="Varies"/>. Nobody changes it.</summary>
    public static byte[] Sizes => s_sizes;

    /// <summary>Whether loading may execute an opcode.</summary>
    public static bool MayLoad(PickleOpcode opcode) => s_rows[(byte)opcode] is { MayLoad: true };

    /// <summary>Every opcode.</summary>
    public static IEnumerable<PickleOpcode> All => s_rows.OfType<Row>().Select(static row => row.Opcode);

    private static Row?[] Build()
    {
        var rows = new Row?[256];
        for (int i = 0; i < s_sizes.Length; i++) s_sizes[i] = Varies;
        foreach (Row row in (Row[])
        [
            new(PickleOpcode.Mark, "MARK", PickleArgument.None, true),
            new(PickleOpcode.Stop, "STOP", PickleArgument.None, true),
            new(PickleOpcode.Pop, "POP", PickleArgument.None, false),
            new(PickleOpcode.PopMark, "POP_MARK", PickleArgument.None, false),
            new(PickleOpcode.Dup, "DUP", PickleArgument.None, false),
            new(PickleOpcode.Float, "FLOAT", PickleArgument.Line, true),
            new(PickleOpcode.Int, "INT", PickleArgument.Line, true),
            new(PickleOpcode.BinInt, "BININT", PickleArgument.Int4, true),
            new(PickleOpcode.BinInt1, "BININT1", PickleArgument.UInt1, true),
            new(PickleOpcode.Long, "LONG", PickleArgument.Line, true),
            new(PickleOpcode.BinInt2, "BININT2", PickleArgument.UInt2, true),
            new(PickleOpcode.None, "NONE", PickleArgument.None, true),
            new(PickleOpcode.PersId, "PERSID", PickleArgument.Line, false),
            new(PickleOpcode.BinPersId, "BINPERSID", PickleArgument.None, true),
            new(PickleOpcode.Reduce, "REDUCE", PickleArgument.None, true),
            new(PickleOpcode.String, "STRING", PickleArgument.Line, true),
            new(PickleOpcode.BinString, "BINSTRING", PickleArgument.Bytes4, true),
            new(PickleOpcode.ShortBinString, "SHORT_BINSTRING", PickleArgument.Bytes1, true),
            new(PickleOpcode.Unicode, "UNICODE", PickleArgument.Line, true),
            new(PickleOpcode.BinUnicode, "BINUNICODE", PickleArgument.Bytes4, true),
            new(PickleOpcode.Append, "APPEND", PickleArgument.None, true),
            new(PickleOpcode.Build, "BUILD", PickleArgument.None, true),
            new(PickleOpcode.Global, "GLOBAL", PickleArgument.TwoLines, true),
            new(PickleOpcode.Dict, "DICT", PickleArgument.None, true),
            new(PickleOpcode.EmptyDict, "EMPTY_DICT", PickleArgument.None, true),
            new(PickleOpcode.Appends, "APPENDS", PickleArgument.None, true),
            new(PickleOpcode.Get, "GET", PickleArgument.Line, true),
            new(PickleOpcode.BinGet, "BINGET", PickleArgument.UInt1, true),
            new(PickleOpcode.Inst, "INST", PickleArgument.TwoLines, false),
            new(PickleOpcode.LongBinGet, "LONG_BINGET", PickleArgument.UInt4, true),
            new(PickleOpcode.List, "LIST", PickleArgument.None, true),
            new(PickleOpcode.EmptyList, "EMPTY_LIST", PickleArgument.None, true),
            new(PickleOpcode.Obj, "OBJ", PickleArgument.None, false),
            new(PickleOpcode.Put, "PUT", PickleArgument.Line, true),
            new(PickleOpcode.BinPut, "BINPUT", PickleArgument.UInt1, true),
            new(PickleOpcode.LongBinPut, "LONG_BINPUT", PickleArgument.UInt4, true),
            new(PickleOpcode.SetItem, "SETITEM", PickleArgument.None, true),
            new(PickleOpcode.Tuple, "TUPLE", PickleArgument.None, true),
            new(PickleOpcode.EmptyTuple, "EMPTY_TUPLE", PickleArgument.None, true),
            new(PickleOpcode.SetItems, "SETITEMS", PickleArgument.None, true),
            new(PickleOpcode.BinFloat, "BINFLOAT", PickleArgument.Float8, true),
            new(PickleOpcode.Proto, "PROTO", PickleArgument.UInt1, true),
            new(PickleOpcode.NewObj, "NEWOBJ", PickleArgument.None, true),
            new(PickleOpcode.Ext1, "EXT1", PickleArgument.UInt1, false),
            new(PickleOpcode.Ext2, "EXT2", PickleArgument.UInt2, false),
            new(PickleOpcode.Ext4, "EXT4", PickleArgument.Int4, false),
            new(PickleOpcode.Tuple1, "TUPLE1", PickleArgument.None, true),
            new(PickleOpcode.Tuple2, "TUPLE2", PickleArgument.None, true),
            new(PickleOpcode.Tuple3, "TUPLE3", PickleArgument.None, true),
            new(PickleOpcode.NewTrue, "NEWTRUE", PickleArgument.None, true),
            new(PickleOpcode.NewFalse, "NEWFALSE", PickleArgument.None, true),
            new(PickleOpcode.Long1, "LONG1", PickleArgument.Bytes1, true),
            new(PickleOpcode.Long4, "LONG4", PickleArgument.SignedBytes4, true),
            new(PickleOpcode.BinBytes, "BINBYTES", PickleArgument.Bytes4, true),
            new(PickleOpcode.ShortBinBytes, "SHORT_BINBYTES", PickleArgument.Bytes1, true),
            new(PickleOpcode.ShortBinUnicode, "SHORT_BINUNICODE", PickleArgument.Bytes1, true),
            new(PickleOpcode.BinUnicode8, "BINUNICODE8", PickleArgument.Bytes8, true),
            new(PickleOpcode.BinBytes8, "BINBYTES8", PickleArgument.Bytes8, true),
            new(PickleOpcode.EmptySet, "EMPTY_SET", PickleArgument.None, true),
            new(PickleOpcode.AddItems, "ADDITEMS", PickleArgument.None, true),
            new(PickleOpcode.FrozenSet, "FROZENSET", PickleArgument.None, true),
            new(PickleOpcode.NewObjEx, "NEWOBJ_EX", PickleArgument.None, false),
            new(PickleOpcode.StackGlobal, "STACK_GLOBAL", PickleArgument.None, true),
            new(PickleOpcode.Memoize, "MEMOIZE", PickleArgument.None, true),
            new(PickleOpcode.Frame, "FRAME", PickleArgument.UInt8, true),
            new(PickleOpcode.ByteArray8, "BYTEARRAY8", PickleArgument.Bytes8, true),
            new(PickleOpcode.NextBuffer, "NEXT_BUFFER", PickleArgument.None, false),
            new(PickleOpcode.ReadOnlyBuffer, "READONLY_BUFFER", PickleArgument.None, false),
        ])
        {
            rows[(byte)row.Opcode] = row;
            s_arguments[(byte)row.Opcode] = row.Argument;
            s_sizes[(byte)row.Opcode] = SizeOf(row.Argument);
        }
        return rows;
    }

    private static byte SizeOf(PickleArgument form) => form switch
    {
        PickleArgument.None => 0,
        PickleArgument.UInt1 => 1,
        PickleArgument.UInt2 => 2,
        PickleArgument.Int4 or PickleArgument.UInt4 => 4,
        PickleArgument.UInt8 or PickleArgument.Float8 => 8,
        _ => Varies,
    };

    private sealed record Row(PickleOpcode Opcode, string Name, PickleArgument Argument, bool MayLoad);
}
