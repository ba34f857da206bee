using SafeLoad.Formats;
using SafeLoad.Formats.Compressed;
using SafeLoad.Formats.Gguf;
using SafeLoad.Formats.Hdf5;
using SafeLoad.Formats.Legacy;
using SafeLoad.Formats.Numpy;
using SafeLoad.Formats.Pickles;
using SafeLoad.Formats.Safetensors;
using SafeLoad.Formats.Tar;
using SafeLoad.Formats.Torch7;
using SafeLoad.Formats.TorchSharp;
using SafeLoad.Loading;

namespace SafeLoad.Opening;

// What holds weights and is taken apart here.
internal static partial class FormatTable
{
    private const EndingUse Weights = EndingUse.Promises | EndingUse.Opened, PickledWeights = Weights | EndingUse.Unpickled;

    /// <summary>Members behind what is no header: GNU's tar passes over that, and so does Python's where it is told to.</summary>
    public static FormatLayout TarBehind { get; } = new FormatLayout.Parts(TarParts.ReadBroken);

    private static FormatLayout TarLayout => new FormatLayout.Parts(TarParts.Read) { HoldsFiles = true };

    /// <summary>HDF5 behind a block of the user's own (<see cref="FormatRow.IsUserBlock"/>): at 512 bytes, or twice that, and so
    /// on.</summary>
    public static FormatRow Hdf5Behind { get; } = new(CheckpointFormat.Hdf5, "h5", "an HDF5 file (Keras)")
    {
        Layout = new FormatLayout.Parts(Hdf5Parts.Read),
        Load = static (file, context) => Hdf5Loader.Load(file.Source, context),
        HoldsWeights = true,
        IsChecked = true,
    };

    private static FormatRow[] Checkpoints() =>
    [
        new(CheckpointFormat.Npy, "npy", "a NumPy .npy array")
        {
            Magics = ["\u0093NUMPY"],
            Signature = static (in FileHead head) => NpyHeader.IsAt(head.Bytes),
            Layout = new FormatLayout.Parts(NpyParts.Read),
            Load = static (file, context) => NpyLoader.Load(file.Source, context),
            HoldsWeights = true,
            IsChecked = true,
            Endings = [new(".npy", Weights)],
        },
        new(CheckpointFormat.Hdf5, "h5", "an HDF5 file (Keras)")
        {
            Magics = ["\u0089HDF\r\n\u001A\n"],
            Signature = static (in FileHead head) => Hdf5Superblock.IsAt(head.Bytes),
            Layout = new FormatLayout.Parts(Hdf5Parts.Read),
            Load = static (file, context) => Hdf5Loader.Load(file.Source, context),
            HoldsWeights = true,
            IsChecked = true,
            Endings = [new(".h5", Weights), new(".hdf5", EndingUse.Promises)],
        },
        new(CheckpointFormat.Gguf, "gguf", "a GGUF file")
        {
            Magics = ["GGUF"],
            Layout = new FormatLayout.Parts(GgufParts.Read),
            HoldsWeights = true,
            Endings = [new(".gguf", EndingUse.Promises)],
        },
        new(CheckpointFormat.Safetensors, "safetensors", "a safetensors file")
        {
            Magics = ["{"],
            MagicOffset = 8,
            Signature = static (in FileHead head) => SafetensorsHeader.IsAt(head.Bytes, head.Length),
            Layout = new FormatLayout.Parts(SafetensorsParts.Read),
            Load = static (file, context) => SafetensorsLoader.Load(file.Source, context),
            HoldsWeights = true,
            IsChecked = true,
            Endings = [new(".safetensors", Weights)],
        },
        new(CheckpointFormat.TorchSharp, "torchsharp", "a file that TorchSharp's Module.save wrote")
        {
            Signature = static (in FileHead head) => TorchSharpFile.Read(head.Source, head.Limits) is not null,
            Layout = new FormatLayout.Parts(TorchSharpParts.Read),
            Load = static (file, context) => TorchSharpLoader.Load(file.Source, context),
            HoldsWeights = true,
            IsChecked = true,
            Endings = [new(".dat", EndingUse.Unpickled)],
        },
        new(CheckpointFormat.Zlib, "zlib", "a zlib stream")
        {
            Magics = ["x"],
            Signature = static (in FileHead head) => IsZlib(head.Bytes),
            Layout = new FormatLayout.Compressed(Codec.Zlib),
            Advice = UnpackFirst,
        },
        // A tar of a checkpoint and a configuration, by the name of its first member.
        new(CheckpointFormat.OtherModel, "nemo", "a NeMo model")
        {
            Magics = ["./", "model_"],
            Signature = static (in FileHead head) => IsNemo(head),
            Layout = TarLayout,
            Load = static (file, context) => TarLoader.Load(file.Source, context),
            HoldsWeights = true,
            Advice = UnpackFirst + " and open model_weights.ckpt",
            Endings = [new(".nemo", EndingUse.Promises)],
        },
        new(CheckpointFormat.Tar, "tar", "a tar of PyTorch before 0.1.10")
        {
            Signature = static (in FileHead head) => TarHeader.IsAt(head.Bytes) && TarDirectory.Read(head.Source).IsOfTorch,
            Layout = TarLayout,
            Load = static (file, context) => TarLoader.Load(file.Source, context),
            HoldsWeights = true,
            IsChecked = true,
            Endings = [new(".tar", EndingUse.Opened)],
        },
        // Its members are scanned; no loader puts them together.
        new(CheckpointFormat.Tar, "tar", "a tar archive that PyTorch did not write")
        {
            Advice = UnpackFirst,
            Signature = static (in FileHead head) => TarHeader.IsAt(head.Bytes),
            Layout = TarLayout,
            Load = static (file, context) => TarLoader.Load(file.Source, context),
        },
        new(CheckpointFormat.Legacy, "legacy", "a legacy PyTorch stream")
        {
            Signature = static (in FileHead head) => LegacyMagic.IsAt(head.Bytes),
            Layout = new FormatLayout.Parts(LegacyParts.Read) { BeginsWithPickle = true },
            Load = static (file, context) => LegacyLoader.Load(file.Source, context),
            HoldsWeights = true,
            IsChecked = true,
        },
        new(CheckpointFormat.Pickle, "pickle", "a bare pickle")
        {
            Signature = static (in FileHead head) => PickleHead.IsAt(head.Bytes, head.Source),
            Layout = FormatLayout.Pickles,
            Load = static (file, context) => PickleLoader.Load(file.Source, context),
            HoldsWeights = true,
            IsChecked = true,
            Endings =
            [
                new(".pkl", PickledWeights), new(".pickle", EndingUse.Promises | EndingUse.Unpickled), new(".dill",
                    EndingUse.Promises | EndingUse.Unpickled),
                new(".p", EndingUse.Unpickled), new(".pk", EndingUse.Unpickled), new(".sav", EndingUse.Unpickled),
                new(".metadata", EndingUse.Unpickled), new(".data", EndingUse.Unpickled),
            ],
        },
    ];

    private static FormatRow[] RareCheckpoints() =>
    [
        // Cut short inside of its header.
        new(CheckpointFormat.Safetensors, "safetensors", "a safetensors file")
        {
            Magics = ["{"],
            MagicOffset = 8,
            Signature = static (in FileHead head) => SafetensorsHeader.IsCut(head.Bytes, head.Length),
            Layout = new FormatLayout.Parts(SafetensorsParts.Read),
            Load = static (file, context) => SafetensorsLoader.Load(file.Source, context),
            HoldsWeights = true,
            IsChecked = true,
        },
        // Told by the scan, which meets its arrays between the opcodes.
        new(CheckpointFormat.Joblib, "joblib", "a joblib pickle")
        {
            Layout = FormatLayout.Pickles,
            Load = static (file, context) => PickleLoader.Load(file.Source, context),
            HoldsWeights = true,
            Endings = [new(".joblib", EndingUse.Promises | EndingUse.Unpickled)],
        },
        new(CheckpointFormat.Torch7, "t7", "a Torch 7 file, which can hold Lua functions")
        {
            Signature = static (in FileHead head) => Torch7Head.IsAt(head.Bytes, head.Length),
            Layout = new FormatLayout.Parts(Torch7Parts.Read),
            Load = static (file, context) => Torch7Loader.Load(file.Source, context),
            Mark = FormatMark.NotLookedAt,
            HoldsWeights = true,
            IsChecked = true,
            Endings = [new(".t7", Weights)],
        },
        new(CheckpointFormat.Onnx, "onnx", "an ONNX model")
        {
            Magics = ["\u0008"],
            Signature = static (in FileHead head) => IsOnnx(head.Bytes),
            Mark = FormatMark.HoldsNoProgram,
            HoldsWeights = true,
            Endings = [new(".onnx", EndingUse.Promises)],
        },
    ];

    private static bool IsNemo(in FileHead head) => TarHeader.IsAt(head.Bytes) && TarDirectory.Read(head.Source).IsOfNemo;

    // protobuf: ir_version (field 1, a small number), then producer_name (field 2) or the opset or graph.
    private static bool IsOnnx(ReadOnlySpan<byte> head) =>
        head.Length > 8 && head[0] == 0x08 && head[1] is > 0 and < 32 && head[2] is 0x12 or 0x3A or 0x42
        && (head[2] != 0x12 || (head[3] < 64 && head.Length > 4 + head[3] && head.Slice(4, head[3]).IndexOfAnyExceptInRange((byte)' ',
            (byte)'~') < 0));
}
