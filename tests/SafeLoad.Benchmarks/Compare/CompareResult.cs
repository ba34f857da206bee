namespace SafeLoad.Benchmarks.Compare;

/// <summary>How the two sides of a comparison came out.</summary>
internal sealed record CompareResult(Comparison Comparison, Measured Ours, Measured Peer)
{
    public double Ratio => Ours.Median / Peer.Median;

    public double CpuRatio => Ours.CpuMedian / Peer.CpuMedian;

    public double MemoryRatio => Ours.PeakMiB / Peer.PeakMiB;

    /// <summary>Whether what is promised is kept.</summary>
    public bool Passes => !(Ratio > Comparison.Goal) && !(MemoryRatio > Comparison.MemoryGoal);

    /// <summary>What a median is multiplied by to be nanoseconds per opcode; 1 where it stays in milliseconds.</summary>
    public double Scale => Comparison.PerOpcode ? 1e6 / Ours.Entries : 1;
}
