namespace SafeLoad;

/// <summary>
/// The fact behind an error or a finding. Loading and scanning share these numbers: what the loader throws as
/// <c>SL1004</c> is what the scanner reports as <c>SL1004</c>.
/// </summary>
/// <remarks>10xx pickle, 11xx zip, 12xx legacy stream and tar, 13xx other containers, 14xx tensors, 20xx globals and calls,
/// 30xx archive tricks, 40xx limits, 50xx unsupported or not scanned, 90xx input and output.
/// What each one means, how bad it is and what to do about it stands in <see cref="Diagnostics.DiagnosticTable"/>;
/// the summaries here are written from it.</remarks>
public enum DiagnosticId
{
    /// <summary>The pickle ends before its STOP opcode, or inside an argument.</summary>
    PickleTruncated = 1001,
    /// <summary>A byte that is no pickle opcode.</summary>
    UnknownOpcode = 1002,
    /// <summary>An opcode needs more values than the stack holds.</summary>
    StackUnderflow = 1003,
    /// <summary>A memo entry is fetched that was never stored.</summary>
    MemoEntryMissing = 1004,
    /// <summary>An opcode needs a MARK and there is none.</summary>
    MarkMissing = 1005,
    /// <summary>The argument of an opcode cannot be read (number, escape, index).</summary>
    BadArgument = 1006,
    /// <summary>A PROTO opcode names a protocol above 5.</summary>
    UnsupportedProtocol = 1007,
    /// <summary>A FRAME that lies about its length, nests, or is crossed by an argument.</summary>
    FrameViolation = 1008,
    /// <summary>An opcode is applied to a value of the wrong kind (APPEND to a tuple, REDUCE without a tuple …).</summary>
    BadOperand = 1009,
    /// <summary>A list, dict or set is used as a dictionary key or set item.</summary>
    UnhashableKey = 1010,
    /// <summary>A string that is not UTF-8.</summary>
    BadText = 1011,
    /// <summary>A persistent id that does not describe a storage.</summary>
    BadPersistentId = 1012,
    /// <summary>Bytes follow the STOP opcode.</summary>
    TrailingData = 1013,

    /// <summary>The zip has no end record, or the file is cut short.</summary>
    ZipTruncated = 1101,
    /// <summary>The zip's directory contradicts itself.</summary>
    ZipDirectoryBroken = 1102,
    /// <summary>A record that the format needs is not in the archive.</summary>
    RecordMissing = 1104,
    /// <summary>The bytes of a record do not match its CRC-32.</summary>
    ChecksumMismatch = 1105,
    /// <summary>The <c>version</c> record is missing, not a number, or outside 1 to 10.</summary>
    BadVersionRecord = 1109,
    /// <summary>The <c>byteorder</c> record says neither little nor big.</summary>
    BadByteOrder = 1110,
    /// <summary>A storage's record is longer or shorter than its element count says.</summary>
    RecordLengthMismatch = 1111,
    /// <summary>Compressed data cannot be unpacked, or not to the size that is stated.</summary>
    BadCompressedData = 1112,

    /// <summary>The legacy stream's header pickles are not what PyTorch writes.</summary>
    LegacyHeaderBroken = 1201,
    /// <summary>The legacy stream's list of storage keys does not match its storages.</summary>
    LegacyKeysBroken = 1202,
    /// <summary>A storage of the legacy stream is cut short or has another length than the pickle says.</summary>
    LegacyStorageBroken = 1203,
    /// <summary>A storage view lies outside of its root storage.</summary>
    StorageViewOutside = 1204,

    /// <summary>The tar of PyTorch before 0.1.10 contradicts itself.</summary>
    TarBroken = 1205,

    /// <summary>A safetensors file breaks a rule of its format.</summary>
    SafetensorsBroken = 1301,
    /// <summary>A NumPy <c>.npy</c> header or its data contradict each other.</summary>
    NpyBroken = 1302,
    /// <summary>A NumPy array of Python objects: a pickle.</summary>
    ObjectArray = 1303,
    /// <summary>A Torch 7 file contradicts its own format.</summary>
    Torch7Broken = 1304,
    /// <summary>An HDF5 file contradicts its own structures, or a checksum in it.</summary>
    Hdf5Broken = 1305,
    /// <summary>The index of a sharded model (<c>*.index.json</c>) breaks a rule of its format.</summary>
    ShardIndexBroken = 1306,
    /// <summary>Files that belong to a checkpoint of several files are not there.</summary>
    ShardMissing = 1307,
    /// <summary>Two files of a checkpoint hold the same key, or the index and a file disagree on what the file holds.</summary>
    ShardConflict = 1308,
    /// <summary>A distributed checkpoint's <c>.metadata</c> contradicts itself or its files.</summary>
    DcpBroken = 1309,
    /// <summary>A torch.export <c>.pt2</c> contradicts itself.</summary>
    Pt2Broken = 1310,

    /// <summary>A view reaches outside of its storage.</summary>
    ViewOutsideStorage = 1401,
    /// <summary>A shape or stride is negative, has the wrong length, or overflows 64 bits.</summary>
    BadShape = 1402,
    /// <summary>Two references to one storage contradict each other.</summary>
    StorageConflict = 1403,
    /// <summary>requires_grad is set on a dtype that has no gradients.</summary>
    BadRequiresGrad = 1404,
    /// <summary>Quantization parameters that do not fit their tensor.</summary>
    BadQuantization = 1405,
    /// <summary>Sparse indices outside of the tensor's shape, or parts that do not fit together.</summary>
    BadSparseTensor = 1406,
    /// <summary>A nested tensor whose parts do not fit together.</summary>
    BadNestedTensor = 1407,
    /// <summary>An allowed function is called with arguments that PyTorch does not write.</summary>
    BadRebuildArguments = 1408,
    /// <summary>Two tensors of a state dict have the same dotted name.</summary>
    DuplicateTensorName = 1409,
    /// <summary>SETITEM on a tensor, which wrote outside of its memory in PyTorch before 2.10 (CVE-2026-24747).</summary>
    TensorItemSet = 1410,

    /// <summary>A global known to run code, load code, or reach files, processes, the network or the interpreter.</summary>
    DangerousGlobal = 2001,
    /// <summary>A global that is neither allowed nor known.</summary>
    UnknownGlobal = 2002,
    /// <summary>Loading refuses a global that is not on PyTorch's list of safe globals.</summary>
    DisallowedGlobal = 2003,
    /// <summary>Loading refuses an opcode that <c>torch.save</c> never writes.</summary>
    DisallowedOpcode = 2004,
    /// <summary>An allowed name is used in a way that is not allowed.</summary>
    DisallowedCall = 2005,
    /// <summary>An EXT opcode, whose meaning depends on the process that reads it.</summary>
    ExtensionCode = 2006,
    /// <summary>A global's name is computed while the pickle runs.</summary>
    ComputedGlobal = 2007,
    /// <summary>Program code travels in the file (TorchScript, torch.package, a Lua function).</summary>
    CodeInFile = 2008,

    /// <summary>A harmless global is used in another way than the one in which it is harmless.</summary>
    UnexpectedUse = 2009,
    /// <summary>A pickle calls what another call gave it.</summary>
    ComputedCall = 2010,
    /// <summary>BUILD changes a class, function or module itself.</summary>
    GlobalModified = 2011,
    /// <summary>A configuration names Python code that a loader imports or calls (<c>auto_map</c>, <c>_target_</c>, YAML tags).</summary>
    CustomCode = 2012,
    /// <summary>A chat template, which is a program in Jinja.</summary>
    ChatTemplate = 2013,

    /// <summary>Bytes stand before the archive.</summary>
    ArchivePrefix = 3001,
    /// <summary>The archive has a second end record.</summary>
    SecondEndRecord = 3002,
    /// <summary>Two records have the same name.</summary>
    DuplicateRecord = 3003,
    /// <summary>Two records differ only in the case of their names; PyTorch looks names up case-insensitively.</summary>
    CaseClash = 3004,
    /// <summary>Records stand under more than one top folder.</summary>
    MixedTopFolder = 3005,
    /// <summary>The bytes of two records overlap.</summary>
    OverlappingRecords = 3006,
    /// <summary>A local header and the directory disagree.</summary>
    HeaderMismatch = 3007,
    /// <summary>An encryption or patch flag is set on a record.</summary>
    EncryptedRecord = 3008,
    /// <summary>A local record that the directory does not list.</summary>
    HiddenRecord = 3009,
    /// <summary>A record name that leaves the archive or means different things to different readers.</summary>
    UnsafeRecordName = 3010,
    /// <summary>A file that is one kind from its start and another one from elsewhere.</summary>
    TwoFormats = 3011,
    /// <summary>A model's index and its shards contradict each other.</summary>
    ShardMismatch = 3012,
    /// <summary>A member that unpacking makes more of than a file: a link out, a device, a program with its owner's rights.</summary>
    UnsafeMember = 3013,

    /// <summary>More opcodes than <see cref="CheckpointLimits.MaxOpcodes"/>.</summary>
    TooManyOpcodes = 4001,
    /// <summary>More memo entries than <see cref="CheckpointLimits.MaxMemoEntries"/>.</summary>
    TooManyMemoEntries = 4002,
    /// <summary>A stack deeper than <see cref="CheckpointLimits.MaxStackDepth"/>.</summary>
    StackTooDeep = 4003,
    /// <summary>Values nested deeper than <see cref="CheckpointLimits.MaxNesting"/>.</summary>
    NestingTooDeep = 4004,
    /// <summary>A string longer than <see cref="CheckpointLimits.MaxStringBytes"/>.</summary>
    StringTooLong = 4005,
    /// <summary>An integer with more digits than <see cref="CheckpointLimits.MaxIntegerDigits"/>.</summary>
    IntegerTooLong = 4006,
    /// <summary>More records than <see cref="CheckpointLimits.MaxRecords"/>.</summary>
    TooManyRecords = 4007,
    /// <summary>An archive directory larger than <see cref="CheckpointLimits.MaxDirectoryBytes"/>.</summary>
    DirectoryTooLarge = 4008,
    /// <summary>More inflated bytes than <see cref="CheckpointLimits.MaxInflatedBytes"/>.</summary>
    InflatedTooLarge = 4009,
    /// <summary>A record inflates by more than <see cref="CheckpointLimits.MaxInflateRatio"/>.</summary>
    InflateRatioTooHigh = 4010,
    /// <summary>A pickle larger than <see cref="CheckpointLimits.MaxPickleBytes"/>.</summary>
    PickleTooLarge = 4011,
    /// <summary>Calls copy more bytes than the pickle's own size justifies.</summary>
    TooMuchCopying = 4012,
    /// <summary>A dictionary key costs more to hash or compare than <see cref="CheckpointLimits.MaxKeyCost"/>.</summary>
    KeyTooCostly = 4013,
    /// <summary>More dimensions than <see cref="CheckpointLimits.MaxDimensions"/>.</summary>
    TooManyDimensions = 4014,
    /// <summary>A global's name longer than <see cref="CheckpointLimits.MaxNameBytes"/>.</summary>
    NameTooLong = 4015,
    /// <summary>A stream that cannot seek holds more than <see cref="CheckpointLimits.MaxBufferedBytes"/>.</summary>
    StreamTooLong = 4016,
    /// <summary>Sparse indices larger than <see cref="CheckpointLimits.MaxIndexBytes"/>.</summary>
    TooManyIndices = 4017,
    /// <summary>Scanning the file takes longer than <c>ScanOptions.Timeout</c>.</summary>
    TimeExceeded = 4018,
    /// <summary>The process holds more memory than <c>ScanOptions.MaxMemory</c>, or a packed file more than its size justifies.</summary>
    MemoryExceeded = 4019,
    /// <summary>A file larger than <c>ScanOptions.MaxFileSize</c>.</summary>
    FileTooLarge = 4020,

    /// <summary>A file of a kind that SafeLoad does not open as a checkpoint.</summary>
    UnsupportedFormat = 5001,
    /// <summary>A record is compressed by a method other than deflate.</summary>
    UnsupportedCompression = 5002,
    /// <summary>A tensor of a kind that SafeLoad cannot hold.</summary>
    UnsupportedTensor = 5003,
    /// <summary>A value of this kind cannot be a dictionary key here.</summary>
    UnsupportedKey = 5004,
    /// <summary>Content that was not scanned.</summary>
    NotScanned = 5005,
    /// <summary>Whoever opens the file is led to another one, by a link or by elements that stand elsewhere.</summary>
    OtherFile = 5006,

    /// <summary>The file cannot be opened or read.</summary>
    CannotRead = 9001,
    /// <summary>The file became shorter while it was read.</summary>
    FileChanged = 9002,
    /// <summary>The file is not the one that was expected: its SHA-256 is another.</summary>
    HashMismatch = 9003,
    /// <summary>The file is the one that its name says: the hash in the name is its SHA-256.</summary>
    HashInName = 9004,
}
