using SafeLoad.Values;

namespace SafeLoad.Pickle;

/// <summary>The bytes of one pickle and where they stand: everything that messages and offsets need.</summary>
/// <param name="Bytes">A buffer that holds the pickle; nobody changes it.</param>
/// <param name="Start">Where the pickle begins in the buffer.</param>
/// <param name="End">Where its bytes end in the buffer; the pickle may stop earlier.</param>
/// <param name="Base">The offset of the buffer's first byte in the record or file.</param>
/// <param name="File">The file's name, for messages.</param>
/// <param name="Record">The record's name, for messages; null where the file has none.</param>
internal sealed record PickleData(byte[] Bytes, int Start, int End, long Base, string? File, string? Record)
{
    /// <summary>Whether frames are read as <see cref="PickleReader.ReadsAhead"/> says.</summary>
    public bool ReadsAhead { get; init; }

    /// <summary>The buffer that str values are slices of.</summary>
    public PyBuffer Text { get; } = new(PyKind.Str, Bytes);

    /// <summary>The buffer that str values of Python 2 are slices of that can be read in two ways.</summary>
    public PyBuffer OldText { get; } = new(PyKind.Str, Bytes) { MayBeLatin1 = true };

    /// <summary>The buffer that bytes values are slices of.</summary>
    public PyBuffer Binary { get; } = new(PyKind.Bytes, Bytes);

    /// <summary>The buffer that bytearray values are slices of.</summary>
    public PyBuffer Array { get; } = new(PyKind.ByteArray, Bytes);

    public CheckpointLocation At(long position) => new(File, Record, Base + position);

    public CheckpointLocation At(long position, PickleOpcode opcode) => new(File, Record, Base + position, OpcodeTable.NameOf(opcode));
}
