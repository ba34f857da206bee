namespace SafeLoad.Pickle;

/// <summary>The opcodes of pickle protocols 0 to 5.</summary>
/// <remarks>Lib/pickletools.py of CPython 3.14; PEP 307 (protocol 2), 3154 (4), 574 (5).</remarks>
internal enum PickleOpcode : byte
{
    /// <summary>MARK: push a mark.</summary>
    Mark = 0x28,
    /// <summary>STOP: end of the pickle.</summary>
    Stop = 0x2E,
    /// <summary>POP: drop the top.</summary>
    Pop = 0x30,
    /// <summary>POP_MARK: drop to the mark.</summary>
    PopMark = 0x31,
    /// <summary>DUP: push the top again.</summary>
    Dup = 0x32,
    /// <summary>FLOAT: float as text.</summary>
    Float = 0x46,
    /// <summary>INT: int or bool as text.</summary>
    Int = 0x49,
    /// <summary>BININT: int of 4 bytes.</summary>
    BinInt = 0x4A,
    /// <summary>BININT1: int of 1 byte.</summary>
    BinInt1 = 0x4B,
    /// <summary>LONG: int as text with L.</summary>
    Long = 0x4C,
    /// <summary>BININT2: int of 2 bytes.</summary>
    BinInt2 = 0x4D,
    /// <summary>NONE: None.</summary>
    None = 0x4E,
    /// <summary>PERSID: persistent id as text.</summary>
    PersId = 0x50,
    /// <summary>BINPERSID: persistent id from the stack.</summary>
    BinPersId = 0x51,
    /// <summary>REDUCE: call.</summary>
    Reduce = 0x52,
    /// <summary>STRING: quoted string.</summary>
    String = 0x53,
    /// <summary>BINSTRING: string, 4-byte length.</summary>
    BinString = 0x54,
    /// <summary>SHORT_BINSTRING: string, 1-byte length.</summary>
    ShortBinString = 0x55,
    /// <summary>UNICODE: raw-unicode-escape string.</summary>
    Unicode = 0x56,
    /// <summary>BINUNICODE: UTF-8 string, 4-byte length.</summary>
    BinUnicode = 0x58,
    /// <summary>APPEND: append the top to the list below.</summary>
    Append = 0x61,
    /// <summary>BUILD: set state.</summary>
    Build = 0x62,
    /// <summary>GLOBAL: name as two lines.</summary>
    Global = 0x63,
    /// <summary>DICT: dict from the mark on.</summary>
    Dict = 0x64,
    /// <summary>EMPTY_DICT: {}.</summary>
    EmptyDict = 0x7D,
    /// <summary>APPENDS: append from the mark on.</summary>
    Appends = 0x65,
    /// <summary>GET: memo entry, index as text.</summary>
    Get = 0x67,
    /// <summary>BINGET: memo entry.</summary>
    BinGet = 0x68,
    /// <summary>INST: make an instance of a name.</summary>
    Inst = 0x69,
    /// <summary>LONG_BINGET: memo entry.</summary>
    LongBinGet = 0x6A,
    /// <summary>LIST: list from the mark on.</summary>
    List = 0x6C,
    /// <summary>EMPTY_LIST: [].</summary>
    EmptyList = 0x5D,
    /// <summary>OBJ: make an instance from the mark on.</summary>
    Obj = 0x6F,
    /// <summary>PUT: store the top, index as text.</summary>
    Put = 0x70,
    /// <summary>BINPUT: store the top.</summary>
    BinPut = 0x71,
    /// <summary>LONG_BINPUT: store the top.</summary>
    LongBinPut = 0x72,
    /// <summary>SETITEM: set one entry.</summary>
    SetItem = 0x73,
    /// <summary>TUPLE: tuple from the mark on.</summary>
    Tuple = 0x74,
    /// <summary>EMPTY_TUPLE: ().</summary>
    EmptyTuple = 0x29,
    /// <summary>SETITEMS: set entries from the mark on.</summary>
    SetItems = 0x75,
    /// <summary>BINFLOAT: float of 8 bytes, big-endian.</summary>
    BinFloat = 0x47,
    /// <summary>PROTO: protocol number.</summary>
    Proto = 0x80,
    /// <summary>NEWOBJ: cls.__new__(cls, *args).</summary>
    NewObj = 0x81,
    /// <summary>EXT1: extension registry code.</summary>
    Ext1 = 0x82,
    /// <summary>EXT2: extension registry code.</summary>
    Ext2 = 0x83,
    /// <summary>EXT4: extension registry code.</summary>
    Ext4 = 0x84,
    /// <summary>TUPLE1: 1-tuple.</summary>
    Tuple1 = 0x85,
    /// <summary>TUPLE2: 2-tuple.</summary>
    Tuple2 = 0x86,
    /// <summary>TUPLE3: 3-tuple.</summary>
    Tuple3 = 0x87,
    /// <summary>NEWTRUE: True.</summary>
    NewTrue = 0x88,
    /// <summary>NEWFALSE: False.</summary>
    NewFalse = 0x89,
    /// <summary>LONG1: int of up to 255 bytes.</summary>
    Long1 = 0x8A,
    /// <summary>LONG4: int of up to 2 GB.</summary>
    Long4 = 0x8B,
    /// <summary>BINBYTES: bytes, 4-byte length.</summary>
    BinBytes = 0x42,
    /// <summary>SHORT_BINBYTES: bytes, 1-byte length.</summary>
    ShortBinBytes = 0x43,
    /// <summary>SHORT_BINUNICODE: UTF-8 string, 1-byte length.</summary>
    ShortBinUnicode = 0x8C,
    /// <summary>BINUNICODE8: UTF-8 string, 8-byte length.</summary>
    BinUnicode8 = 0x8D,
    /// <summary>BINBYTES8: bytes, 8-byte length.</summary>
    BinBytes8 = 0x8E,
    /// <summary>EMPTY_SET: set().</summary>
    EmptySet = 0x8F,
    /// <summary>ADDITEMS: add from the mark on.</summary>
    AddItems = 0x90,
    /// <summary>FROZENSET: frozenset from the mark on.</summary>
    FrozenSet = 0x91,
    /// <summary>NEWOBJ_EX: cls.__new__(cls, *args, **kwargs).</summary>
    NewObjEx = 0x92,
    /// <summary>STACK_GLOBAL: name from two strings of the stack.</summary>
    StackGlobal = 0x93,
    /// <summary>MEMOIZE: store the top at the next index.</summary>
    Memoize = 0x94,
    /// <summary>FRAME: length of the bytes to read at once.</summary>
    Frame = 0x95,
    /// <summary>BYTEARRAY8: bytearray, 8-byte length.</summary>
    ByteArray8 = 0x96,
    /// <summary>NEXT_BUFFER: out-of-band buffer.</summary>
    NextBuffer = 0x97,
    /// <summary>READONLY_BUFFER: make the buffer read-only.</summary>
    ReadOnlyBuffer = 0x98,
}
