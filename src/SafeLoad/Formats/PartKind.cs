namespace SafeLoad.Formats;

/// <summary>What the bytes of a <see cref="Part"/> are to who reads the format.</summary>
internal enum PartKind
{
    /// <summary>A pickle: a program.</summary>
    Pickle,
    /// <summary>The elements of a storage that a pickle refers to.</summary>
    Storage,
    /// <summary>The elements of an array that says by itself what they are.</summary>
    Array,
    /// <summary>A member that is a file of its own: its content says what is in it.</summary>
    File,
    /// <summary>What the format needs to find the rest: headers, counts, directories.</summary>
    Structure,
    /// <summary>Bytes that fill up to a boundary.</summary>
    Padding,
    /// <summary>What no reader of the format looks at.</summary>
    Rest,
}
