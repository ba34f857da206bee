namespace SafeLoad.Formats.Tar;

/// <summary>A member of a tar, with all that its headers say of it.</summary>
/// <param name="Type">Its type flag.</param>
/// <param name="Names">The names that it is given, of which each is believed by some reader: first those of extended headers, last that of
/// its own. Bytes that are not UTF-8 become U+FFFD.</param>
/// <param name="Links">Where it is said to lead, in the same order.</param>
/// <param name="Offset">Where its content begins.</param>
/// <param name="Size">Bytes of content.</param>
internal sealed record TarMember(char Type, string[] Names, string[] Links, long Offset, long Size)
{
    /// <summary>The name that Python gives it.</summary>
    public string Name => Names[0];

    /// <summary>Whether it is a folder. Python takes a file of old tars for one if its name ends with a slash, and passes over no bytes
    /// behind it.</summary>
    public bool IsFolder => Type == '5' || (Type == '\0' && Names[^1].EndsWith('/'));

    /// <summary>Whether it is a file.</summary>
    public bool IsFile => Type is '0' or '\0' or '7' && !IsFolder;

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsSymbolicLink => Type == '2';

    /// <summary>Whether it is a hard link: another name of a member.</summary>
    public bool IsHardLink => Type == '1';
}
