using SafeLoad.Diagnostics;
using SafeLoad.Formats.TorchZip;
using SafeLoad.Formats.Zip;
using SafeLoad.Loading;
using SafeLoad.Values;

namespace SafeLoad.Formats.Programs;

/// <summary>
/// TorchScript, from 2019's to today's, and PyTorch Mobile's <c>.ptl</c>: the module's tree out of <c>data.pkl</c>, and the constants of
/// its code. A program: opened only where objects are kept as data; its code is listed and never run.
/// </summary>
/// <remarks>torch/csrc/jit/serialization/import.cpp and export_module.cpp.
/// torch.load(weights_only=True) refuses these files since 2.6.</remarks>
internal static class TorchScriptLoader
{
    public static LoadedCheckpoint Load(ByteSource source, ZipContainer zip, LoadContext context)
    {
        int pickle = zip.Find("data.pkl"), constants = zip.Find("constants.pkl");
        if (pickle < 0)
            throw Problems.UnsupportedFormat("this is a TorchScript file of PyTorch 1.0 or 1.1, whose tree is JSON; torch.jit.load and "
                + "torch.jit.save of a later release bring it up to date", source.Name);
        TorchArchive archive = TorchArchive.Open(source, zip, context);
        context.ScriptClasses = new ScriptClasses(zip, context.Budget);
        ZipStorages storages = archive.Storages(), ofConstants = archive.Storages(static key => "constants/" + key);
        RebuildHost host = RebuildHost.Create(context, new StorageIds(storages));
        PyValue root = archive.Run(pickle, host);
        var all = new List<StorageInfo>(storages.All);
        var names = new List<(string, string)>(host.Names);
        if (constants >= 0)
        {
            RebuildHost second = RebuildHost.Create(context, new StorageIds(ofConstants));
            PyValue values = archive.Run(constants, second);
            if (values.RawReference is PyTuple { Count: > 0 } && root.RawReference is PyObject module) module.Attached = values;
            all.AddRange(ofConstants.All);
            names.AddRange(second.Names.Except(host.Names));
        }
        context.RunChecks();
        List<string> notes = archive.Notes();
        archive.NoteCode(notes, "TorchScript code", static name => name.StartsWith("code/", StringComparison.Ordinal)
            && name.EndsWith(".py", StringComparison.Ordinal));
        string writer = zip.Find("bytecode.pkl") >= 0 ? "PyTorch Mobile" : "TorchScript";
        return new LoadedCheckpoint(CheckpointFormat.TorchScript, root, all, names, notes, archive.Describe(writer)) { Budget =
            context.Budget };
    }
}
