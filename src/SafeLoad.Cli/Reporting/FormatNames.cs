namespace SafeLoad.Cli.Reporting;

/// <summary>Formats by the names that the command line's contract has for them.</summary>
internal static class FormatNames
{
    public static string Of(CheckpointFormat format) => format switch
    {
        CheckpointFormat.Zip => "zip",
        CheckpointFormat.Legacy => "legacy",
        CheckpointFormat.Tar => "tar",
        CheckpointFormat.Pickle => "pickle",
        CheckpointFormat.TorchScript => "torchscript",
        CheckpointFormat.Package => "package",
        CheckpointFormat.Pt2 => "pt2",
        CheckpointFormat.Safetensors => "safetensors",
        CheckpointFormat.Npy => "npy",
        CheckpointFormat.Npz => "npz",
        CheckpointFormat.Hdf5 => "h5",
        CheckpointFormat.Gguf => "gguf",
        CheckpointFormat.Gzip => "gzip",
        CheckpointFormat.Bzip2 => "bzip2",
        CheckpointFormat.Xz => "xz",
        CheckpointFormat.SevenZip => "7z",
        CheckpointFormat.Dcp => "dcp",
        CheckpointFormat.Joblib => "joblib",
        CheckpointFormat.Keras => "keras",
        CheckpointFormat.Onnx => "onnx",
        CheckpointFormat.Torch7 => "t7",
        CheckpointFormat.TorchSharp => "torchsharp",
        _ => "other",
    };
}
