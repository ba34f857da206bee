using BenchmarkDotNet.Attributes;
using SafeLoad.Common;

namespace SafeLoad.Benchmarks.Micro;

/// <summary>The CRC-32 of zip records, by carry-less multiplication and by tables.</summary>
public class Crc32Benchmarks
{
    private byte[] _bytes = [];

    /// <summary>A name, a small tensor, a piece of a large one.</summary>
    [Params(64, 4096, 1 << 20)]
    public int Length { get; set; }

    /// <summary>Makes the bytes.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _bytes = new byte[Length];
        new Random(1).NextBytes(_bytes);
    }

    /// <summary>What records are checked with.</summary>
    [Benchmark]
    public uint Append() => Crc32.Append(0, _bytes);

    /// <summary>Where the processor has no carry-less multiplication.</summary>
    [Benchmark(Baseline = true)]
    public uint AppendScalar() => Crc32.AppendScalar(0, _bytes);
}
