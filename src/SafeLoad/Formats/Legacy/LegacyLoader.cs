using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Loading;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Formats.Legacy;

/// <summary>Opens the stream of PyTorch 0.1.10 to 1.5, as <see cref="LegacyReader"/> finds its way through it.</summary>
internal sealed class LegacyLoader
{
    private readonly ByteSource _source;
    private readonly LoadContext _context;
    private readonly LegacyStorages _storages = new();
    private readonly RebuildHost _host;

    private LegacyLoader(ByteSource source, LoadContext context)
    {
        (_source, _context) = (source, context);
        _host = RebuildHost.Create(context, new StorageIds(_storages));
    }

    public static LoadedCheckpoint Load(ByteSource source, LoadContext context) => new LegacyLoader(source, context).Load();

    private LoadedCheckpoint Load()
    {
        var reader = new LegacyReader(_source);
        reader.ReadPickles(Run);
        PickleRun.ThrowIfRefused(_host);
        reader.ReadStorages(_storages);
        _context.RunChecks();

        var notes = new List<string>();
        long left = _source.Length - reader.Parts.End;
        if (left > 0)
            notes.Add(FormattableString.Invariant($"{left:N0} bytes follow the last storage and were not read")
                + WhatFollows(reader.Parts.End));
        var writer = new CheckpointWriterInfo("PyTorch 0.1.10 to 1.5, or later in the legacy format");
        List<StorageInfo> found = _storages.All;
        return new LoadedCheckpoint(CheckpointFormat.Legacy, reader.Root, found, _host.Names, notes, writer) { Budget = _context.Budget };
    }

    // torch.save into an open file again and again; torch.load of the open file again and again reads them.
    private string WhatFollows(long end) => LegacyMagic.IsAt(new SliceByteSource(_source, end, _source.Length - end))
        ? ": another checkpoint begins there, and this is the first of several in one file" : "";

    // Behind a refusal the pickles are read on for the names that they refuse too, as far as there are any.
    private bool Run(long position, out PyValue value, out long end)
    {
        (value, end) = (default, position);
        if (_host.HasRefused && position >= _source.Length) return false;
        PickleData data = PickleEnd.Read(_source, position, record: null, _context.Budget);
        value = PickleRun.Run(data, _host, _context, out int length);
        end = position + length;
        return true;
    }
}
