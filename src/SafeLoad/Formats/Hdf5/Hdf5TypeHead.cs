namespace SafeLoad.Formats.Hdf5;

/// <summary>How the message of a datatype begins.</summary>
/// <param name="Class">Its class, one of those of <see cref="Hdf5Type"/>.</param>
/// <param name="Version">Its version, which says how what follows is filled up.</param>
/// <param name="Bits">What else it says, by its class.</param>
internal readonly record struct Hdf5TypeHead(int Class, int Version, uint Bits)
{
    /// <summary>How many members a compound or an enumeration has.</summary>
    public int Count => (int)(Bits & 0xFFFF);

    /// <summary>Bytes of the text that says what an opaque value is.</summary>
    public int TagLength => (int)(Bits & 0xFF);

    /// <summary>What the length of a name is a multiple of.</summary>
    public int NamePadding => Version < 3 ? 8 : 1;
}
