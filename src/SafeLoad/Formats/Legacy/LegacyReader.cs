using System.Buffers.Binary;
using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Loading;
using SafeLoad.Values;

namespace SafeLoad.Formats.Legacy;

/// <summary>
/// The stream of PyTorch 0.1.10 to 1.5: five pickles (magic number, protocol version, system, object, storage keys), then for each key
/// the number of elements and the elements.
/// </summary>
/// <remarks>torch/serialization.py, <c>_legacy_load</c>.</remarks>
internal sealed class LegacyReader(ByteSource source)
{
    private const long ProtocolVersion = 1001;
    private const int CountBytes = 8;

    private static readonly string[] s_pickles = ["magic number", "protocol version", "system", "object", "storage keys"];

    private readonly PyValue[] _values = new PyValue[s_pickles.Length];

    /// <summary>What was read so far, in order: pickles, counts, storages.</summary>
    public PartList Parts { get; } = new();

    /// <summary>The object that was saved.</summary>
    public PyValue Root => _values[3];

    /// <summary>Runs the five pickles.</summary>
    /// <returns>False where the runner gave up: then nothing is known of the storages.</returns>
    public bool ReadPickles(RunPickle run)
    {
        for (int i = 0; i < s_pickles.Length; i++)
        {
            if (!run(Parts.End, out _values[i], out long end)) return false;
            Parts.Add(PartKind.Pickle, s_pickles[i], end - Parts.End);
        }
        return true;
    }

    /// <summary>Checks what the pickles say of the stream, and finds the storages behind them.</summary>
    /// <param name="storages">Those that the pickles refer to; each is given its bytes.</param>
    /// <exception cref="MalformedCheckpointException">The header or the keys are none of PyTorch's, or a storage is not as the pickles
    /// say.</exception>
    public void ReadStorages(LegacyStorages storages)
    {
        CheckHeader();
        CheckpointLocation at = At(Parts.All[4].Offset);
        if (_values[4].RawReference is not PyList keys)
            throw Problems.LegacyKeys($"the list of storage keys is a {_values[4].TypeName}", at);
        // Mostly storages are small, and a window holds many of them.
        var cursor = new SourceCursor(source);
        cursor.Advance(Parts.End);
        Parts.Expect(2 * (int)Math.Min(keys.Count, (source.Length - Parts.End) / CountBytes));
        foreach (PyValue key in keys)
        {
            if (!key.Is(PyKind.Str)) throw Problems.LegacyKeys($"the list of storage keys holds a {key.TypeName}", at);
            ReadStorage(key.AsString(), storages, cursor, at);
        }
        foreach (StorageInfo storage in storages.All)
        {
            if (!storage.IsBound)
                throw Problems.LegacyKeys($"storage '{Printable.Escape(storage.Key)}' is not in the list of storage keys", at);
        }
    }

    private void CheckHeader()
    {
        PyValue version = _values[1], system = _values[2];
        if (!version.Is(PyKind.Int) || version.AsInt64() != ProtocolVersion)
            throw Problems.LegacyHeader($"the legacy stream's protocol version is {version}, not {ProtocolVersion}",
                At(Parts.All[1].Offset));
        if (!system.Is(PyKind.Dict))
            throw Problems.LegacyHeader($"the legacy stream describes its system by a {system.TypeName}, not a dict",
                At(Parts.All[2].Offset));
    }

    private void ReadStorage(string key, LegacyStorages storages, SourceCursor cursor, CheckpointLocation keysAt)
    {
        // Without a reference the size of an element is not known, and so not where the next storage begins.
        if (storages.FindRoot(key) is not { } root)
            throw Problems.LegacyKeys($"storage '{Printable.Escape(key)}' is listed, and no tensor refers to it", keysAt);
        CheckpointLocation here = At(Parts.End);
        if (cursor.Remaining < CountBytes) throw Problems.LegacyStorage(key, "is missing: the file was cut short", here);
        long count = BinaryPrimitives.ReadInt64LittleEndian(cursor.Peek(CountBytes));
        long bytes = root.Storage.ByteLength, left = cursor.Remaining - CountBytes;
        if (count < 0 || count > long.MaxValue / root.ItemSize || count * root.ItemSize != bytes)
        {
            long expected = bytes / root.ItemSize;
            string problem = FormattableString.Invariant($"has {count:N0} elements in the stream and {expected:N0} in the pickle");
            throw Problems.LegacyStorage(key, problem, here);
        }
        if (bytes > left)
        {
            string problem = FormattableString.Invariant($"has {bytes:N0} bytes; {left:N0} are left: the file was cut short");
            throw Problems.LegacyStorage(key, problem, here);
        }
        if (!storages.Bind(key, new SliceByteSource(source, Parts.End + CountBytes, bytes)))
            throw Problems.LegacyKeys($"storage '{Printable.Escape(key)}' is listed twice", keysAt);
        Parts.Add(PartKind.Count, "number of elements", CountBytes);
        Parts.Add(PartKind.Storage, key, bytes);
        cursor.Advance(CountBytes + bytes);
    }

    private CheckpointLocation At(long offset) => new(source.Name, null, offset);
}
