namespace SafeLoad.Scanning;

/// <summary>What a file is expected to be: whatever is not is malformed.</summary>
public enum ScanExpectation
{
    /// <summary>What its name says: one that is named like weights holds some. The default.</summary>
    ByName,

    /// <summary>Nothing, whatever its name is.</summary>
    Anything,

    /// <summary>A file that holds weights, whatever its name is; a compressed stream is what it unpacks to.</summary>
    Checkpoint,
}
