using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Formats.Torch7;

/// <summary>The one Lua object that a Torch 7 file is.</summary>
/// <param name="Value">The object.</param>
/// <param name="Storages">Its storages.</param>
/// <param name="Elements">Where the elements of storages stand, in order.</param>
/// <param name="IsText">Whether the file is written as text.</param>
/// <param name="HasShortLongs">Whether longs have 4 bytes.</param>
/// <remarks>torch7 File.lua. How many bytes a long has depends on the machine that wrote the file and stands nowhere in it:
/// 8 are tried, and 4 only where the file cannot be read to its last byte with 8 and can with 4.</remarks>
internal sealed record Torch7Object(
    PyValue Value, List<StorageInfo> Storages, IReadOnlyList<(long Offset, long Length)> Elements, bool IsText, bool HasShortLongs)
{
    private const int UsualLong = 8, ShortLong = 4;

    /// <summary>Reads a file.</summary>
    /// <exception cref="SafeLoadException">It holds Lua functions, or cannot be read.</exception>
    public static Torch7Object Read(ByteSource source, Budget budget)
    {
        if (Torch7Head.IsText(source)) return Read(new Torch7TextReader(source, budget), budget, hasShortLongs: false);
        Torch7Object? read = Try(source, budget, UsualLong, out SafeLoadException? problem, out bool hasLongs);
        if (read is null && hasLongs) read = Try(source, budget, ShortLong, out _, out _);
        return read ?? throw problem!;
    }

    // With 8 bytes the file's functions are refused whatever comes behind them: what a machine of today would load counts.
    private static Torch7Object? Try(ByteSource source, Budget budget, int longSize, out SafeLoadException? problem, out bool hasLongs)
    {
        var reader = new Torch7BinaryReader(source, budget, longSize);
        problem = null;
        try
        {
            return Read(reader, budget, hasShortLongs: longSize == ShortLong);
        }
        catch (SafeLoadException found) when (longSize == ShortLong || found is not DisallowedGlobalException)
        {
            problem = found;
            return null;
        }
        finally
        {
            hasLongs = reader.HasLongs;
        }
    }

    private static Torch7Object Read(Torch7Reader reader, Budget budget, bool hasShortLongs)
    {
        var values = new Torch7Values(reader, budget);
        PyValue root = values.ReadRoot();
        return new Torch7Object(root, values.Tensors.Storages, reader.Elements, reader is Torch7TextReader, hasShortLongs);
    }
}
