using SafeLoad.Formats.TorchZip;
using SafeLoad.Formats.Zip;
using SafeLoad.Loading;
using SafeLoad.Values;

namespace SafeLoad.Formats.Programs;

/// <summary>
/// torch.package: Python sources, pickles at any path, and storages <c>.data/ID.storage</c>.
/// Opened only where objects are kept as data: the root is a dict of the pickles by the paths of their records.
/// The sources are listed and never run.
/// </summary>
/// <remarks>torch/package/package_exporter.py, <c>save_pickle</c> and <c>_persistent_id</c>; package_importer.py.</remarks>
internal static class PackageLoader
{
    public static LoadedCheckpoint Load(ByteSource source, ZipContainer zip, LoadContext context)
    {
        TorchArchive archive = TorchArchive.Open(source, zip, context);
        ZipStorages storages = archive.Storages(static key => ".data/" + key + ".storage");
        RebuildHost host = RebuildHost.Create(context, new StorageIds(storages, integerKeys: true));
        var root = new PyDict();
        foreach (var (index, name) in archive.Records(static name => name.EndsWith(".pkl", StringComparison.Ordinal)
            && !name.StartsWith(".data/", StringComparison.Ordinal)))
            root.Add(PyValue.FromText(name), archive.Run(index, host));
        context.RunChecks();
        List<string> notes = archive.Notes();
        archive.NoteCode(notes, "Python sources", static name => name.EndsWith(".py", StringComparison.Ordinal));
        return new LoadedCheckpoint(CheckpointFormat.Package, new PyValue(root), storages.All, host.Names, notes,
            archive.Describe("torch.package")) { Budget = context.Budget };
    }
}
