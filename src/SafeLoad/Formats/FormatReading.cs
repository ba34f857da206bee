namespace SafeLoad.Formats;

/// <summary>Which reader takes a format apart, in a scan as in loading.</summary>
internal enum FormatReading
{
    /// <summary>None: its bytes are not taken apart.</summary>
    None,
    /// <summary>By the records of a zip.</summary>
    Zip,
    /// <summary>As several zips, one after the other.</summary>
    ZipSeries,
    /// <summary>As pickles, one after the other.</summary>
    Pickle,
    /// <summary>As PyTorch's legacy stream.</summary>
    Legacy,
    /// <summary>By the members of a tar.</summary>
    Tar,
    /// <summary>As NumPy arrays, one after the other.</summary>
    Npy,
    /// <summary>By what a gzip stream unpacks to.</summary>
    Gzip,
    /// <summary>By what a bzip2 stream unpacks to.</summary>
    Bzip2,
    /// <summary>By what a zlib stream unpacks to.</summary>
    Zlib,
    /// <summary>By the keys of a GGUF header.</summary>
    Gguf,
    /// <summary>By what Keras puts into HDF5.</summary>
    Hdf5,
    /// <summary>A safetensors header, and numbers.</summary>
    Safetensors,
    /// <summary>TorchSharp's names, and numbers.</summary>
    TorchSharp,
    /// <summary>Torch 7's objects.</summary>
    Torch7,
}
