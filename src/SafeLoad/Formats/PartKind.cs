namespace SafeLoad.Formats;

/// <summary>What the bytes of a <see cref="Part"/> are to who reads the format.</summary>
internal enum PartKind
{
    /// <summary>A pickle: a program.</summary>
    Pickle,
    /// <summary>The elements of a storage that a pickle or a table names.</summary>
    Storage,
    /// <summary>How many elements a storage has: stands before them and is passed over with them.</summary>
    Count,
    /// <summary>The elements of arrays that say by themselves what they are.</summary>
    Array,
    /// <summary>A member that is a file of its own: its content says what is in it.</summary>
    File,
    /// <summary>A chat template: a program in Jinja.</summary>
    Template,
    /// <summary>Bytes that have the configuration of a Keras model somewhere, as JSON.</summary>
    Configuration,
    /// <summary>Names, dtypes and sizes, which are read to the last byte.</summary>
    Header,
    /// <summary>What the format needs to find the rest: block headers, directories.</summary>
    Structure,
    /// <summary>Bytes that fill up to a boundary.</summary>
    Padding,
    /// <summary>What no reader of the format looks at: it follows the end, of the container or of a member.</summary>
    Rest,
    /// <summary>What follows a break: nobody can tell its parts.</summary>
    Lost,
    /// <summary>What could hold a program, and no reader here knows how.</summary>
    NotLookedAt,
}
