namespace SafeLoad.Pickle;

/// <summary>One opcode of a disassembly.</summary>
/// <param name="Offset">Where it stands, in bytes from the start of the record.</param>
/// <param name="Opcode">The opcode.</param>
/// <param name="Name">Its name as pickletools spells it.</param>
/// <param name="Argument">Its argument, shortened. Safe to print.</param>
/// <param name="MayLoad">Whether loading may execute it.</param>
internal sealed record PickleLine(long Offset, PickleOpcode Opcode, string Name, string Argument, bool MayLoad)
{
    /// <summary>Whether the bytes are no opcode here, and <see cref="Argument"/> says why.</summary>
    public bool IsBroken => Opcode == default;
}
