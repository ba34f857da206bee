using SafeLoad.Diagnostics;
using SafeLoad.Formats.Numpy;
using SafeLoad.Formats.Programs;
using SafeLoad.Formats.Pt2;
using SafeLoad.Formats.TorchZip;
using SafeLoad.Formats.Zip;
using SafeLoad.IO;
using SafeLoad.Loading;
using SafeLoad.Values;

namespace SafeLoad.Opening;

/// <summary>The zip of PyTorch 1.6 and later, and the other zips that hold weights.</summary>
/// <remarks>torch/serialization.py, <c>_load</c>; caffe2/serialize/inline_container.cc.</remarks>
internal static class ZipLoader
{
    public static LoadedCheckpoint Load(DetectedFormat file, LoadContext context)
    {
        ByteSource source = file.Source;
        ZipContainer zip = file.Zip!.Take(context.Budget, context.VerifiesChecksums, context.Refuse);
        if (file.Format is CheckpointFormat.TorchScript or CheckpointFormat.Package && !context.KeepsObjects)
            throw Problems.NeedsInert(file.Describe(), source.Name);
        return file.Format switch
        {
            CheckpointFormat.Zip => LoadCheckpoint(source, zip, context),
            CheckpointFormat.Npz => NpyLoader.LoadZip(zip, context),
            CheckpointFormat.TorchScript => TorchScriptLoader.Load(source, zip, context),
            CheckpointFormat.Package => PackageLoader.Load(source, zip, context),
            CheckpointFormat.Pt2 => Pt2Loader.Load(source, zip, context),
            _ => throw Problems.UnsupportedFormat("this is " + file.Describe(), source.Name),
        };
    }

    private static LoadedCheckpoint LoadCheckpoint(ByteSource source, ZipContainer zip, LoadContext context)
    {
        int pickle = zip.Find("data.pkl");
        if (pickle < 0)
            throw Problems.RecordMissing(zip.TopFolder + "data.pkl", "without it there is nothing to load", zip.Location("data.pkl"));
        TorchArchive archive = TorchArchive.Open(source, zip, context);
        ZipStorages storages = archive.Storages();
        RebuildHost host = RebuildHost.Create(context, new StorageIds(storages));
        PyValue root = archive.Run(pickle, host);
        PickleRun.ThrowIfRefused(host);
        context.RunChecks();
        string torch = zip.Find(".storage_alignment") >= 0 ? "PyTorch 2.7 or later" : zip.Find("byteorder") >= 0 ? "PyTorch 2.1 or later"
            : "PyTorch 1.6 or later";
        return new LoadedCheckpoint(CheckpointFormat.Zip, root, storages.All, host.Names, archive.Notes(),
            archive.Describe(torch)) { Budget = context.Budget };
    }
}
