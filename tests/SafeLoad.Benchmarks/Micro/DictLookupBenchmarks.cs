using BenchmarkDotNet.Attributes;
using SafeLoad.Values;

namespace SafeLoad.Benchmarks.Micro;

/// <summary>Looking keys up in a dict, and building the index that the first look needs.</summary>
[MemoryDiagnoser]
public class DictLookupBenchmarks
{
    private PyValue[] _keys = [];
    private PyDict _dict = new();
    private int _next;

    /// <summary>A small dict without an index, a state dict, a vocabulary.</summary>
    [Params(8, 300, 100_000)]
    public int Count { get; set; }

    /// <summary>Makes the dict.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _keys = [.. Enumerable.Range(0, Count).Select(static i => PyValue.FromText($"layers.{i}.weight"))];
        _dict = Fill();
    }

    /// <summary>One look-up.</summary>
    [Benchmark]
    public bool Find()
    {
        if (++_next >= _keys.Length) _next = 0;
        return _dict.TryGetValue(_keys[_next], out _);
    }

    /// <summary>Filling a dict and settling its duplicates.</summary>
    [Benchmark]
    public int FillAndSettle() => Fill().Count;

    private PyDict Fill()
    {
        var dict = new PyDict();
        foreach (PyValue key in _keys) dict.Add(key, PyValue.None);
        return dict;
    }
}
