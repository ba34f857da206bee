namespace SafeLoad;

/// <summary>What a file is, told from its content and never from its name.</summary>
public enum CheckpointFormat
{
    /// <summary>None of the kinds below.</summary>
    Other,
    /// <summary>The zip that <c>torch.save</c> writes since PyTorch 1.6.</summary>
    Zip,
    /// <summary>The stream of five pickles and raw storages that PyTorch 0.1.10 to 1.5 wrote.</summary>
    Legacy,
    /// <summary>The tar of PyTorch before 0.1.10.</summary>
    Tar,
    /// <summary>A single pickle without storages.</summary>
    Pickle,
    /// <summary>TorchScript: a zip with program code.</summary>
    TorchScript,
    /// <summary>torch.package: a zip with Python source.</summary>
    Package,
    /// <summary>torch.export's <c>.pt2</c>.</summary>
    Pt2,
    /// <summary>safetensors.</summary>
    Safetensors,
    /// <summary>One NumPy array.</summary>
    Npy,
    /// <summary>A zip of NumPy arrays.</summary>
    Npz,
    /// <summary>HDF5, as Keras writes it.</summary>
    Hdf5,
    /// <summary>GGUF.</summary>
    Gguf,
    /// <summary>A gzip stream.</summary>
    Gzip,
    /// <summary>A bzip2 stream.</summary>
    Bzip2,
    /// <summary>An xz stream.</summary>
    Xz,
    /// <summary>A 7z archive.</summary>
    SevenZip,
    /// <summary>A zip that is none of the above.</summary>
    OrdinaryZip,
    /// <summary>A part of a distributed checkpoint: a zip for each tensor.</summary>
    Dcp,
    /// <summary>A joblib pickle with raw arrays in it.</summary>
    Joblib,
    /// <summary>Keras' zip of configuration and weights.</summary>
    Keras,
    /// <summary>ONNX.</summary>
    Onnx,
    /// <summary>Torch 7, from Lua.</summary>
    Torch7,
    /// <summary>A zlib stream, as joblib compresses.</summary>
    Zlib,
    /// <summary>Another compression or archive: lz4, zstd, rar, lzma.</summary>
    OtherArchive,
    /// <summary>What TorchSharp's <c>Module.save</c> writes: names and tensors, without magic bytes.</summary>
    TorchSharp,
    /// <summary>A model of another library, or a part of one, that is told and not opened; the format's name tells which.</summary>
    OtherModel,
}
