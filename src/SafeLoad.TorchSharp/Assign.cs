namespace SafeLoad.TorchSharp;

/// <summary>How a module gets the numbers of a checkpoint.</summary>
public enum Assign
{
    /// <summary>They are read into the memory that its parameters have.</summary>
    Copy,
    /// <summary>Parameters on the CPU view the mapped file, without a copy, where the file has their dtype, uncompressed, aligned, without
    /// gaps and for one of them alone; others are read. Writing to them changes memory and never the file. Checksums are not compared, and
    /// a file that is cut short while it is mapped ends the process: for files that nobody else writes to.</summary>
    Share,
    /// <summary>Parameters of a module on the meta device get memory of their own on the CPU, where its class lets them be set.</summary>
    Materialize,
}
