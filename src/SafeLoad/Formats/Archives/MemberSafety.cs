namespace SafeLoad.Formats.Archives;

/// <summary>
/// What makes a member of an archive unsafe to unpack, whatever the archive: where its name leads, and what its mode makes of it.
/// </summary>
/// <remarks>Modes as in POSIX <c>sys/stat.h</c>; a zip has them in the upper half of the external attributes (APPNOTE 4.4.15).</remarks>
internal static class MemberSafety
{
    /// <summary>The type of a pipe, of a device, and the bits of a mode that are rights.</summary>
    public const int Pipe = 0x1000, CharacterDevice = 0x2000, Rights = 0x0FFF;

    private const int TypeMask = 0xF000, BlockDevice = 0x6000, File = 0x8000, Link = 0xA000, Socket = 0xC000, RunsAsOwner = 0x0C00;

    /// <summary>What makes a name unsafe, as the object of "has"; null if nothing does.</summary>
    public static string? NameProblem(ReadOnlySpan<byte> name) =>
        name.IsEmpty ? "an empty name"
        : name.IndexOf((byte)0) >= 0 ? "a NUL byte in its name"
        : name.IndexOf((byte)'\\') >= 0 ? "a backslash in its name"
        : IsAbsolute(name) ? "an absolute name"
        : HasDotDot(name) ? "a name that leaves the archive"
        : null;

    /// <summary>What makes a mode unsafe, as the complement of "is"; null if nothing does. Links are judged by where they lead.</summary>
    public static string? ModeProblem(int mode) => (mode & TypeMask) switch
    {
        CharacterDevice or BlockDevice => "a device once it is unpacked",
        Pipe or Socket => "a pipe or socket once it is unpacked",
        0 or File when (mode & RunsAsOwner) != 0 => "unpacked with the right to run as its owner (setuid, setgid)",
        _ => null,
    };

    /// <summary>Whether a mode makes a symbolic link of the member: its content is where it leads.</summary>
    public static bool IsLink(int mode) => (mode & TypeMask) == Link;

    /// <summary>Whether a link leads out of the folder that the archive is unpacked in; only dots that cannot come back count.</summary>
    /// <param name="name">The link's own name: from its folder on the target is looked for.</param>
    /// <param name="target">Where it leads.</param>
    public static bool LeadsOut(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target)
    {
        if (target.IsEmpty || IsAbsolute(target) || target.IndexOf((byte)'\\') >= 0) return true;
        // The link's own name is no folder.
        int depth = 0;
        Descend(name, ref depth);
        depth = Math.Max(0, depth - 1);
        return !Descend(target, ref depth);
    }

    // Goes along a path, part by part; false where that leads above the beginning.
    private static bool Descend(ReadOnlySpan<byte> path, ref int depth)
    {
        while (!path.IsEmpty)
        {
            int slash = path.IndexOf((byte)'/');
            ReadOnlySpan<byte> part = slash < 0 ? path : path[..slash];
            depth += part.SequenceEqual(".."u8) ? -1 : part.IsEmpty || part.SequenceEqual("."u8) ? 0 : 1;
            if (depth < 0) return false;
            path = slash < 0 ? [] : path[(slash + 1)..];
        }
        return true;
    }

    // From the root, or from a drive, whose own folder is not the archive's either.
    private static bool IsAbsolute(ReadOnlySpan<byte> name) =>
        name[0] == '/' || (name.Length > 2 && name[1] == ':' && char.IsAsciiLetter((char)name[0]));

    private static bool HasDotDot(ReadOnlySpan<byte> name)
    {
        if (name.IndexOf(".."u8) < 0) return false;
        for (int slash; (slash = name.IndexOf((byte)'/')) >= 0; name = name[(slash + 1)..])
        {
            if (name[..slash].SequenceEqual(".."u8)) return true;
        }
        return name.SequenceEqual(".."u8);
    }
}
