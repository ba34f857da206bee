namespace SafeLoad.Formats.Hdf5;

/// <summary>What a message in an object header says, as far as it matters here.</summary>
/// <remarks>HDF5 File Format Specification, "Object Header Messages".</remarks>
internal enum Hdf5MessageType
{
    Nil = 0x00,
    Dataspace = 0x01,
    LinkInfo = 0x02,
    Datatype = 0x03,
    OldFillValue = 0x04,
    FillValue = 0x05,
    Link = 0x06,
    ExternalFiles = 0x07,
    Layout = 0x08,
    GroupInfo = 0x0A,
    Filters = 0x0B,
    Attribute = 0x0C,
    Continuation = 0x10,
    SymbolTable = 0x11,
    AttributeInfo = 0x15,
    LastKnown = 0x17,
}

/// <summary>A message of an object header.</summary>
/// <param name="Type">What it says.</param>
/// <param name="Flags">Bit 1: its content is elsewhere; bit 7: who does not know its type must not read the object.</param>
/// <param name="Data">Its bytes.</param>
/// <param name="Address">Where they stand.</param>
internal readonly record struct Hdf5Message(Hdf5MessageType Type, int Flags, ReadOnlyMemory<byte> Data, long Address)
{
    public bool IsShared => (Flags & 2) != 0;

    public bool MustBeKnown => (Flags & 0x80) != 0;
}
