using SafeLoad.Diagnostics;
using SafeLoad.Formats;
using SafeLoad.Formats.Numpy;
using SafeLoad.Formats.Programs;
using SafeLoad.Formats.Pt2;
using SafeLoad.Formats.Zip;

namespace SafeLoad.Opening;

// The kinds of zip.
internal static partial class FormatTable
{
    private static FormatLayout ScriptLayout => new FormatLayout.Zip
    {
        StoragePickles = [("data.pkl", "data/"), ("constants.pkl", "constants/")],
        Code = CodeUse.Program,
        OwnNames = ["__torch__.", "torch.jit._pickle."],
    };

    private static FormatRow[] TorchZips() =>
    [
        new(CheckpointFormat.Pt2, "pt2", "a torch.export .pt2 archive")
        {
            Records = static zip => zip.Has("archive_format"),
            Layout = new FormatLayout.Zip { Code = CodeUse.Run },
            Load = static (file, context) => Pt2Loader.Load(file.Source, ZipLoader.Open(file, context), context),
            HoldsWeights = true,
            IsChecked = true,
            Endings = [new(".pt2", EndingUse.Promises)],
        },
        new(CheckpointFormat.TorchScript, "torchscript", "a TorchScript archive: a program, not only weights")
        {
            Records = static zip => zip.Has("constants.pkl"),
            Layout = ScriptLayout,
            Load = static (file, context) =>
                TorchScriptLoader.Load(file.Source, ZipLoader.OpenProgram(file, context), context),
            HoldsWeights = true,
            IsChecked = true,
            Endings = [new(".ptl", EndingUse.Promises)],
        },
        new(CheckpointFormat.Package, "package", "a torch.package archive: Python source, not only weights")
        {
            Records = static zip => zip.Has(".data/extern_modules") || zip.Has(".data/python_version"),
            Layout = new FormatLayout.Zip { Code = CodeUse.Program },
            Load = static (file, context) => PackageLoader.Load(file.Source, ZipLoader.OpenProgram(file, context), context),
            HoldsWeights = true,
            IsChecked = true,
        },
        new(CheckpointFormat.Zip, "zip", "a PyTorch zip")
        {
            Records = static zip => zip.Has("data.pkl"),
            Layout = new FormatLayout.Zip { IsOneFolder = true, Code = CodeUse.NotRun },
            Load = ZipLoader.Load,
            HoldsWeights = true,
            IsChecked = true,
            Endings =
            [
                new(".pt", PickledWeights), new(".pth", PickledWeights), new(".bin", PickledWeights | EndingUse.Numbers), new(".ckpt",
                    PickledWeights),
                new(".th", EndingUse.Opened),
            ],
        },
    ];

    private static FormatRow[] OtherZips() =>
    [
        new(CheckpointFormat.Keras, "keras", "a Keras archive")
        {
            Records = static zip => zip.HasAtRoot("config.json")
                && (zip.HasAtRoot("metadata.json") || zip.HasAtRoot("model.weights.h5") || zip.HasAtRoot("model.weights.npz")),
            Layout = new FormatLayout.Zip(),
            HoldsWeights = true,
            Endings = [new(".keras", EndingUse.Promises)],
        },
        // PyTorch 1.0 and 1.1.
        new(CheckpointFormat.TorchScript, "torchscript", "a TorchScript archive: a program, not only weights")
        {
            Records = static zip => zip.Has("model.json") && zip.Has("version"),
            Layout = ScriptLayout,
            Load = static (file, context) =>
                TorchScriptLoader.Load(file.Source, ZipLoader.OpenProgram(file, context), context),
            HoldsWeights = true,
            IsChecked = true,
        },
        // skops/io/_persist.py: a tree of classes and functions by name, which loading calls.
        new(CheckpointFormat.OtherModel, "skops", "a skops archive, which names classes and functions that loading calls")
        {
            Records = static zip => zip.HasText("schema.json", "\"__loader__\""u8) || zip.HasText("schema.json", "\"_skops_version\""u8),
            Layout = new FormatLayout.Zip { Code = CodeUse.NotRun },
            HoldsWeights = true,
            Endings = [new(".skops", EndingUse.Promises)],
        },
        new(CheckpointFormat.OtherModel, "mar", "a TorchServe archive, whose handler is a program")
        {
            Records = static zip => zip.HasAtRoot("MAR-INF/MANIFEST.json"),
            Layout = new FormatLayout.Zip { Code = CodeUse.Run },
            HoldsWeights = true,
            Advice = UnpackFirst,
            Endings = [new(".mar", EndingUse.Promises)],
        },
        new(CheckpointFormat.OtherModel, "coreml", "a Core ML package")
        {
            Records = static zip => zip.HasText("Manifest.json", "rootModelIdentifier"u8),
            Layout = new FormatLayout.Zip { Code = CodeUse.NotRun },
            Mark = FormatMark.NotLookedAt,
            HoldsWeights = true,
        },
        // Jackson makes the classes that its JSON names.
        new(CheckpointFormat.OtherModel, "dl4j", "a Deeplearning4j model")
        {
            Records = static zip => zip.HasAtRoot("configuration.json") && zip.HasAtRoot("coefficients.bin"),
            Layout = new FormatLayout.Zip { Code = CodeUse.NotRun },
            Mark = FormatMark.NotLookedAt,
            HoldsWeights = true,
        },
        new(CheckpointFormat.OtherModel, "mlnet", "an ML.NET model")
        {
            Records = static zip => zip.HasAtRoot("TrainingInfo/Version.txt"),
            Layout = new FormatLayout.Zip { Code = CodeUse.NotRun },
            Mark = FormatMark.HoldsNoProgram,
            HoldsWeights = true,
        },
        new(CheckpointFormat.OtherModel, "mojo", "an H2O model (MOJO)")
        {
            Records = static zip => zip.HasText("model.ini", "[info]"u8),
            Layout = new FormatLayout.Zip { Code = CodeUse.NotRun },
            Mark = FormatMark.HoldsNoProgram,
            HoldsWeights = true,
        },
        new(CheckpointFormat.OtherModel, "nnabla", "an NNabla model")
        {
            Records = static zip => zip.HasAtRoot("nnp_version.txt"),
            Layout = new FormatLayout.Zip { Code = CodeUse.NotRun },
            Mark = FormatMark.HoldsNoProgram,
            HoldsWeights = true,
            Endings = [new(".nnp", EndingUse.Promises)],
        },
        new(CheckpointFormat.OrdinaryZip, "other", "a Java archive: a program")
        {
            Records = static zip => zip.HasAtRoot("META-INF/MANIFEST.MF"),
            Layout = new FormatLayout.Zip(),
            Mark = FormatMark.NotLookedAt,
        },
        new(CheckpointFormat.OrdinaryZip, "other", "an Office document")
        {
            Records = static zip => zip.HasAtRoot("[Content_Types].xml"),
            Layout = new FormatLayout.Zip(),
            Mark = FormatMark.Stranger,
        },
        new(CheckpointFormat.Npz, "npz", "a NumPy .npz archive")
        {
            Records = static zip => zip.HoldsArraysOnly,
            Layout = new FormatLayout.Zip(),
            Load = static (file, context) => NpyLoader.LoadZip(ZipLoader.Open(file, context), context),
            HoldsWeights = true,
            IsChecked = true,
            Endings = [new(".npz", Weights)],
        },
        // PyTorch's writer made it, and there is no pickle in it.
        new(CheckpointFormat.Zip, "zip", "a PyTorch zip")
        {
            Records = static zip => zip.Has("version") || zip.Has(".data/version"),
            Layout = new FormatLayout.Zip { IsOneFolder = true, Code = CodeUse.NotRun },
            Load = ZipLoader.Load,
            IsChecked = true,
        },
        AnyZip,
    ];

    // What a zip holds that is no checkpoint itself: one that was packed again with another folder around it, or checkpoints as they are.
    private static string TellZip(ByteSource file, ZipContainer? zip)
    {
        const string pickle = "data.pkl";
        const int most = 5;
        if (zip is null) return AnyZip.Words;
        var names = new List<string>();
        int count = 0;
        for (int i = 0; i < zip.Directory.Records.Length; i++)
        {
            string name = zip.Directory.NameOf(i);
            if (name == pickle || name.EndsWith("/" + pickle, StringComparison.Ordinal)) return TellRepacked(name[..^pickle.Length]);
            if (!Says(name, EndingUse.Promises)) continue;
            if (count++ < most) names.Add(Printable.Escape(name, maxLength: 80));
        }
        return count == 0 ? AnyZip.Words : $"{AnyZip.Words}; it holds {ListText.OfFirst(names, count)}: {UnpackFirst}";
    }

    private static string TellRepacked(string folder) => folder.Length == 0
        ? "a zip with data.pkl at its root, where PyTorch looks for a folder: it was packed again; "
            + "unpack it and open the folder that it is unpacked to"
        : $"a zip with data.pkl in {Printable.Escape(folder)}, where PyTorch does not look for it: it was packed again; "
            + "unpack it and open that folder";
}
