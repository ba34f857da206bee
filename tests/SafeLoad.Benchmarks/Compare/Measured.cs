namespace SafeLoad.Benchmarks.Compare;

/// <summary>All runs of one side on one input.</summary>
internal sealed class Measured(IReadOnlyList<Sample> samples)
{
    public double Median => MedianOf(static sample => sample.Milliseconds);

    public double Least => samples.Min(static sample => sample.Milliseconds);

    public double Most => samples.Max(static sample => sample.Milliseconds);

    public double CpuMedian => MedianOf(static sample => sample.CpuMilliseconds);

    public double ProcessMedian => MedianOf(static sample => sample.ProcessMilliseconds);

    public double PeakMiB => MedianOf(static sample => sample.PeakKiB) / 1024;

    public double AnonymousMiB => MedianOf(static sample => sample.AnonymousKiB) / 1024;

    public long Entries => samples[0].Entries;

    public int Runs => samples.Count;

    private double MedianOf(Func<Sample, double> field)
    {
        double[] sorted = [.. samples.Select(field).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
