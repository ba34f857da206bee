using SafeLoad.Common;
using SafeLoad.Globals;
using SafeLoad.Rebuild;
using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>Scans the stream of PyTorch 0.1.10 to 1.5: five pickles, then the storages that they refer to, then nothing.</summary>
internal static class LegacyScanner
{
    public static void Scan(ContentScanner scanner, Content content, ReadingBuilder reading)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        var cursor = new PickleCursor(scanner, content, reading, id => Remember(id, sizes));
        PyValue keys = default;
        for (int i = 0; i < 5; i++)
        {
            if (!cursor.TryNext(out keys)) return;
        }
        long start = cursor.Position;
        if (keys.RawReference is not PyList list || !SkipStorages(cursor, list, sizes))
        {
            reading.Add(Throw.LegacyKeys("the storages are not those that the pickles refer to, or are cut short", content.AtOffset(start)));
            cursor.SweepRest();
            return;
        }
        scanner.Trace.BytesSkippedAsStorage += cursor.Position - start;
        if (cursor.Left == 0) return;
        reading.Add(new Finding(DiagnosticId.TrailingData, Severity.Warning, Verdict.Suspicious, FormattableString.Invariant($"{cursor.Left:N0} bytes follow the last storage"), cursor.At));
        scanner.Scan(content.Part(cursor.Position, cursor.Left, "(after the end)"), reading);
    }

    // ('storage', class, key, location, number of elements, view): bytes by key.
    private static void Remember(PyValue id, Dictionary<string, long> sizes)
    {
        if (id.RawReference is not PyTuple { Count: 6 } fields || fields[1].RawReference is not PyGlobal type || !fields[2].Is(PyKind.Str) || !fields[4].Is(PyKind.Int)) return;
        if (ItemSizeOf(type) is { } itemSize && fields[4].AsInt64() is >= 0 and var count && count <= long.MaxValue / itemSize) sizes.TryAdd(fields[2].AsString(), count * itemSize);
    }

    private static bool SkipStorages(PickleCursor cursor, PyList keys, Dictionary<string, long> sizes)
    {
        foreach (PyValue key in keys)
        {
            // The count before the elements is what the loader compares; what it reads is what the pickle says.
            if (!key.Is(PyKind.Str) || !sizes.TryGetValue(key.AsString(), out long bytes) || cursor.ReadInt64() is null || !cursor.TrySkip(bytes)) return false;
        }
        return true;
    }

    /// <summary>Bytes of an element of a storage class; null if the name is none.</summary>
    public static int? ItemSizeOf(PyGlobal type) =>
        RebuildTable.Find(GlobalAliases.Resolve(type.Module, type.Name))?.RawReference is PyGlobal { Meaning: StorageClass storage } ? storage.DType.ItemSize : null;
}
