using SafeLoad.Diagnostics;
using SafeLoad.Formats.Pickles;

namespace SafeLoad.Formats.Hdf5;

/// <summary>Takes elements apart: their texts, opaque values and bytes, each by itself, if it can be a program.</summary>
internal static class Hdf5Elements
{
    private const int Window = 1 << 16;

    /// <summary>The values in elements, read as they are asked for: there can be millions.</summary>
    /// <param name="source">Elements that stand one behind the other.</param>
    /// <param name="size">Bytes of one.</param>
    /// <param name="spots">Where the values stand in each, in order. A row of bytes can stand in a table of them.</param>
    public static PartList Read(PartSource source, int size, Hdf5Spot[] spots) => new() { Later = Find(source, size, spots) };

    /// <summary>Whether a text can be a pickle that names something. None does without the end of a line (GLOBAL, INST), STACK_GLOBAL or
    /// one of the EXT opcodes; PROTO says that they are one. A brace begins a configuration in JSON.</summary>
    public static bool HasSign(ReadOnlySpan<byte> bytes) => bytes.ContainsAny((byte)'\n', (byte)0x80, (byte)0x93)
        || bytes.Contains((byte)'{') || bytes.ContainsAny((byte)0x82, (byte)0x83, (byte)0x84);

    private static IEnumerable<Part> Find(PartSource source, int size, Hdf5Spot[] spots)
    {
        long length = source.Bytes.Length, found = 0, end = 0;
        // Of elements that are larger than a window each value is read by itself.
        byte[] window = new byte[Math.Max(1, Window / size) * (long)Math.Min(size, Window)];
        for (long start = 0; start < length; start += size <= Window ? window.Length : size)
        {
            source.Budget.Watch(source.At);
            int read = (int)Math.Min(window.Length, length - start);
            if (size <= Window) source.Bytes.ReadExactly(start, window.AsSpan(0, read));
            for (int element = 0; element < read; element += size)
            {
                foreach (Hdf5Spot spot in spots)
                {
                    long at = start + element + spot.At;
                    if (at >= length) break;
                    // All of the elements are looked at together, from there on.
                    if (at == 0 && !IsText(spot)) continue;
                    int whole = (int)Math.Min(spot.Length, length - at), used = Math.Min(whole, Window);
                    if (size > Window) source.Bytes.ReadExactly(at, window.AsSpan(0, used));
                    whole = Measure(window.AsSpan(size <= Window ? element + spot.At : 0, used), whole, IsText(spot));
                    if (whole == 0) continue;
                    source.Budget.CheckRecords((ulong)++found, source.At);
                    if (Between(end, at) is { Length: > 0 } between) yield return between;
                    yield return new Part(PartKind.File, FormattableString.Invariant($"[{at / size}]{spot.Name}"), at, whole);
                    end = Math.Max(end, at + whole);
                }
                if (size > Window) break;
            }
        }
        if (Between(end, length) is { Length: > 0 } rest) yield return rest;
    }

    // How many bytes of a value are to be looked at, given the first of them: 0 if none can be a program. What is longer than was read can
    // be. Texts are filled up with zeros, which are none of what they say.
    private static int Measure(ReadOnlySpan<byte> first, int length, bool isText) =>
        !isText ? PickleInBytes.IsAt(first) ? length : 0
            : first.Length < length ? length : HasSign(first) ? first.TrimEnd((byte)0).Length : 0;

    private static bool IsText(Hdf5Spot spot) => spot.Field.Type.Kind is Hdf5Kind.FixedText or Hdf5Kind.Opaque;

    private static Part Between(long start, long end) =>
        new(PartKind.Configuration, "elements that name nothing", start, end - start);
}
