namespace SafeLoad.Formats.Torch7;

/// <summary>The parts of a Torch 7 file: the elements of storages, and objects. That these hold no Lua functions is known when all of them
/// were read; the code of a function is not looked at, so objects never are.</summary>
internal static class Torch7Parts
{
    private const string Words = "a Torch 7 file, which can hold Lua functions";

    public static PartList Read(PartSource file)
    {
        var parts = new PartList();
        var note = new PartNote { Words = Words };
        foreach ((long offset, long length) in StoragesOf(file))
        {
            AddObjects(offset);
            parts.Add(PartKind.Storage, "elements", length);
        }
        AddObjects(file.Bytes.Length);
        return parts;

        void AddObjects(long end)
        {
            if (end > parts.End) parts.Add(PartKind.NotLookedAt, "objects", end - parts.End, note);
        }
    }

    // Of a file that cannot be read nothing is known.
    private static IEnumerable<(long Offset, long Length)> StoragesOf(PartSource file)
    {
        try
        {
            return Torch7Object.Read(file.Bytes, file.Budget).Elements;
        }
        catch (SafeLoadException)
        {
            return [];
        }
    }
}
