namespace SafeLoad.Scanning;

/// <summary>What a scan says of a file, the worst last.</summary>
public enum Verdict
{
    /// <summary>Nothing was found. No proof that another loader is safe.</summary>
    Clean,
    /// <summary>The file or stream is broken, and nothing worse was seen before the break.</summary>
    Malformed,
    /// <summary>Something that is not known to be harmless: an unknown global, code, an archive that can be read two ways.</summary>
    Suspicious,
    /// <summary>A global known to run code, load code, or reach files, processes, the network or the interpreter.</summary>
    Dangerous,
}
