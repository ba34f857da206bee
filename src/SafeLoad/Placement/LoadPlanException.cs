namespace SafeLoad.Placement;

/// <summary>A checkpoint does not fit its target. Nothing was written.</summary>
public sealed class LoadPlanException : InvalidOperationException
{
    internal LoadPlanException(LoadReport report) : base("The checkpoint does not fit the target; nothing was written.\n" + report) =>
        Report = report;

    /// <summary>What does not fit.</summary>
    public LoadReport Report { get; }
}
