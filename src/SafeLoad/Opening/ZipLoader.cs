using SafeLoad.Diagnostics;
using SafeLoad.Formats.TorchZip;
using SafeLoad.Formats.Zip;
using SafeLoad.Loading;
using SafeLoad.Values;

namespace SafeLoad.Opening;

/// <summary>The zip of PyTorch 1.6 and later, and the other zips that hold weights.</summary>
/// <remarks>torch/serialization.py, <c>_load</c>; caffe2/serialize/inline_container.cc.</remarks>
internal static class ZipLoader
{
    /// <summary>The zip of <c>torch.save</c>.</summary>
    public static LoadedCheckpoint Load(DetectedFormat file, LoadContext context)
    {
        ZipContainer zip = Open(file, context);
        int pickle = zip.Find("data.pkl");
        if (pickle < 0)
            throw Problems.RecordMissing(zip.TopFolder + "data.pkl", "without it there is nothing to load", zip.Location("data.pkl"));
        TorchArchive archive = TorchArchive.Open(file.Source, zip, context);
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

    /// <summary>The archive that a file is, proven to be the same for every reader.</summary>
    public static ZipContainer Open(DetectedFormat file, LoadContext context) =>
        file.Zip!.Take(context.Budget, context.VerifiesChecksums, context.Refuse);

    /// <summary>The archive that a program is: opened only where objects are kept as data.</summary>
    public static ZipContainer OpenProgram(DetectedFormat file, LoadContext context)
    {
        ZipContainer zip = Open(file, context);
        return context.KeepsObjects ? zip : throw Problems.NeedsInert(file.Describe(), file.Source.Name);
    }
}
