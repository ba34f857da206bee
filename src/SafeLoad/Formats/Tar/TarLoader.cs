using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Loading;
using SafeLoad.Pickle;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Formats.Tar;

/// <summary>
/// The tar of PyTorch before 0.1.10 (February 2017): members <c>storages</c>, <c>tensors</c> and <c>pickle</c>.
/// </summary>
/// <remarks>torch/serialization.py, <c>legacy_load</c>. torch.load(weights_only=True) refuses the format altogether since 2.6, because
/// its own
/// reader ran code in it (CVE-2025-32434); this one uses the same pickle machine as for every other container.</remarks>
internal sealed class TarLoader
{
    private readonly LoadContext _context;
    private readonly TarObjects _objects = new();
    private readonly RebuildHost _host;

    private TarLoader(LoadContext context)
    {
        _context = context;
        _host = RebuildHost.Create(context, _objects);
    }

    public static LoadedCheckpoint Load(ByteSource source, LoadContext context)
    {
        TarDirectory tar = TarDirectory.Read(source);
        if (tar.Broken is { } broken) throw broken;
        ByteSource? storages = tar.Open(source, "storages"), tensors = tar.Open(source, "tensors"), pickle = tar.Open(source, "pickle");
        if (storages is null || tensors is null || pickle is null)
        {
            const string other = "this is a tar archive that PyTorch did not write (it has no members storages, tensors and pickle)";
            throw Problems.UnsupportedFormat(other + "; scan it, unpack it with tar -xf, and open what is in it", source.Name);
        }
        // Links and long names are in any tar but PyTorch's own.
        if (tar.Unusual is { } unusual) throw unusual;
        var loader = new TarLoader(context);
        if (tar.Open(source, "sys_info") is { } system) loader.Run(system, "sys_info", 0, out _);
        loader.AddStorages(storages);
        loader.AddTensors(tensors);
        PyValue root = loader.Run(pickle, "pickle", 0, out _);
        PickleRun.ThrowIfRefused(loader._host);
        context.RunChecks();
        var writer = new CheckpointWriterInfo("PyTorch before 0.1.10 (tar)");
        List<StorageInfo> found = loader._objects.Storages;
        return new LoadedCheckpoint(CheckpointFormat.Tar, root, found, loader._host.Names, [], writer) { Budget = context.Budget };
    }

    private PyValue Run(ByteSource member, string name, long position, out long end)
    {
        PickleData data = PickleEnd.Read(member, position, name, _context.Budget);
        PyValue value = PickleRun.Run(data, _host, _context, out int length);
        end = position + length;
        return value;
    }

    // What a refused pickle makes says nothing of what stands behind it.
    private TarTableReader Table(ByteSource member, string name)
    {
        return new TarTableReader(member, name, name, _context.Budget, RunEntry);

        bool RunEntry(long position, out PyValue value, out long end)
        {
            value = Run(member, name, position, out end);
            return !_host.HasRefused;
        }
    }

    private void AddStorages(ByteSource member)
    {
        TarTableReader table = Table(member, "storages");
        foreach (TarStorage entry in table.ReadStorages())
        {
            var content = new SliceByteSource(member, entry.Offset, entry.ByteLength);
            var storage = new StorageInfo(TarObjects.KeyOf(entry.Number), entry.DType, entry.Location, entry.ByteLength, content);
            _objects.Add(entry.Number, new PyStorage(storage, entry.DType), entry.At);
        }
        foreach (TarView view in table.ReadViews()) _context.Try(() => AddView(view));
    }

    private void AddView(TarView view)
    {
        PyStorage root = _objects.FindStorage(view.Root, view.At);
        string key = TarObjects.KeyOf(view.Number);
        long offset = view.Offset, count = view.ElementCount;
        if (offset < 0 || count < 0 || offset > root.ElementCount || count > root.ElementCount - offset)
            throw Problems.StorageView(key, offset, count, root.ElementCount, view.At);
        int itemSize = root.DType.ItemSize;
        var content = new StorageSource(root.Info, offset * itemSize, count * itemSize);
        var storage = new StorageInfo(key, root.DType, root.Info.Location, count * itemSize, content) { Base = root.Info };
        _objects.Add(view.Number, new PyStorage(storage, root.DType), view.At);
    }

    private void AddTensors(ByteSource member)
    {
        foreach (TarTensor entry in Table(member, "tensors").ReadTensors()) _context.Try(() => AddTensor(entry));
    }

    private void AddTensor(TarTensor entry)
    {
        PyStorage storage = _objects.FindStorage(entry.Storage, entry.At);
        if (storage.DType != entry.DType) throw Problems.Tar($"a tensor of {entry.DType} is over a storage of {storage.DType}", entry.At);
        TensorBounds.Check(entry.Shape, entry.Strides, entry.Offset, storage.ElementCount, entry.DType.ItemSize, entry.At);
        var tensor = new TensorInfo(entry.DType, entry.Shape, entry.Strides, entry.Offset, storage.Info);
        _objects.Add(entry.Number, new PyTensor(tensor), entry.At);
    }
}
