namespace SafeLoad.Scanning;

/// <summary>What is known of a global.</summary>
public enum GlobalJudgement
{
    /// <summary>On PyTorch's list of safe globals.</summary>
    Allowed,
    /// <summary>Known to do nothing but hold data.</summary>
    Harmless,
    /// <summary>Not known.</summary>
    Unknown,
    /// <summary>Known to run code, load code, or reach files, processes, the network or the interpreter.</summary>
    Dangerous,
}
