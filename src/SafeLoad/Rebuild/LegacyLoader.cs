using System.Buffers.Binary;
using SafeLoad.Common;
using SafeLoad.IO;
using SafeLoad.Pickle;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary>
/// The stream of PyTorch 0.1.10 to 1.5: five pickles (magic number, protocol version, system, object, storage keys), then for each key
/// the number of elements and the elements.
/// </summary>
/// <remarks>torch/serialization.py, <c>_legacy_load</c>.</remarks>
internal static class LegacyLoader
{
    private const long ProtocolVersion = 1001;

    public static LoadedCheckpoint Load(ByteSource source, LoadContext context)
    {
        var storages = new LegacyStorages();
        var host = RebuildHost.Create(context, new StorageIds(storages));
        long position = 0;
        var values = new PyValue[5];
        var starts = new long[5];
        for (int i = 0; i < values.Length; i++)
        {
            starts[i] = position;
            values[i] = Next(source, ref position, host, context);
        }
        PickleRun.ThrowIfRefused(host);
        CheckHeader(values, starts, source.Name);
        long end = BindStorages(source, position, values[4], starts[4], storages);
        context.RunChecks();

        var notes = new List<string>();
        if (end < source.Length) notes.Add(FormattableString.Invariant($"{source.Length - end:N0} bytes follow the last storage and were not read"));
        return new LoadedCheckpoint(CheckpointFormat.Legacy, values[3], storages.All, host.Names, notes, new CheckpointWriterInfo("PyTorch 0.1.10 to 1.5, or later in the legacy format")) { Budget = context.Budget };
    }

    private static PyValue Next(ByteSource source, ref long position, RebuildHost host, LoadContext context)
    {
        if (host.HasRefused && position >= source.Length) return default;
        PickleData data = PickleEnd.Read(source, position, record: null, context.Budget);
        PyValue value = PickleRun.Run(data, host, context, out int end);
        position += end;
        return value;
    }

    private static void CheckHeader(PyValue[] values, long[] starts, string? file)
    {
        CheckpointLocation at = new(file, null, starts[1]);
        if (!values[1].Is(PyKind.Int) || values[1].AsInt64() != ProtocolVersion) throw Throw.LegacyHeader($"the legacy stream's protocol version is {values[1]}, not {ProtocolVersion}", at);
        if (!values[2].Is(PyKind.Dict)) throw Throw.LegacyHeader($"the legacy stream describes its system by a {values[2].TypeName}, not a dict", at with { Offset = starts[2] });
    }

    private static long BindStorages(ByteSource source, long position, PyValue keys, long keysAt, LegacyStorages storages)
    {
        CheckpointLocation at = new(source.Name, null, keysAt);
        if (keys.RawReference is not PyList list) throw Throw.LegacyKeys($"the list of storage keys is a {keys.TypeName}", at);
        Span<byte> prefix = stackalloc byte[8];
        foreach (PyValue item in list)
        {
            if (!item.Is(PyKind.Str)) throw Throw.LegacyKeys($"the list of storage keys holds a {item.TypeName}", at);
            string key = item.AsString();
            // Without a reference the size of an element is not known, and so not where the next storage begins.
            if (storages.FindRoot(key) is not { } root) throw Throw.LegacyKeys($"storage '{Printable.Escape(key)}' is listed, and no tensor refers to it", at);
            CheckpointLocation here = new(source.Name, null, position);
            if (source.Length - position < prefix.Length) throw Throw.LegacyStorage(key, "is missing: the file was cut short", here);
            source.ReadExactly(position, prefix);
            position += prefix.Length;
            long count = BinaryPrimitives.ReadInt64LittleEndian(prefix), bytes = root.Storage.ByteLength;
            if (count < 0 || count > long.MaxValue / root.ItemSize || count * root.ItemSize != bytes)
                throw Throw.LegacyStorage(key, FormattableString.Invariant($"has {count:N0} elements in the stream and {bytes / root.ItemSize:N0} in the pickle"), here);
            if (bytes > source.Length - position) throw Throw.LegacyStorage(key, FormattableString.Invariant($"has {bytes:N0} bytes; {source.Length - position:N0} are left: the file was cut short"), here);
            if (!storages.Bind(key, new SliceByteSource(source, position, bytes))) throw Throw.LegacyKeys($"storage '{Printable.Escape(key)}' is listed twice", at);
            position += bytes;
        }
        foreach (StorageInfo storage in storages.All)
        {
            if (!storage.IsBound) throw Throw.LegacyKeys($"storage '{Printable.Escape(storage.Key)}' is not in the list of storage keys", at);
        }
        return position;
    }
}
