namespace SafeLoad.Scanning.Findings;

/// <summary>What a scan has taken bytes for, the strongest last: where two ways of reading a file see the same bytes, it counts.</summary>
internal enum Account
{
    /// <summary>What a format needs to find the rest: headers, directories, padding.</summary>
    Structure,
    /// <summary>Elements of storages and arrays, and what else cannot hold a program.</summary>
    Storage,
    /// <summary>Bytes that were read as a program, or searched for one.</summary>
    Decoded,
    /// <summary>Bytes of which it is known that some loader could read a program in them, and nobody has looked.</summary>
    NotLookedAt,
}
