using BenchmarkDotNet.Attributes;
using SafeLoad.Diagnostics;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Benchmarks.Micro;

/// <summary>Reading and executing the pickle of a state dict of 1,000 tensors; times are per opcode.</summary>
[MemoryDiagnoser]
public class PickleMachineBenchmarks
{
    // 32 opcodes a tensor, as torch.save writes them.
    private const int Tensors = 1000, OpcodesPerTensor = 32;

    private readonly byte[] _pickle = StateDictPickle.Make(Tensors);

    /// <summary>Syntax alone, per opcode.</summary>
    [Benchmark(OperationsPerInvoke = Tensors * OpcodesPerTensor)]
    public int Read() => OpcodeCount.Of(_pickle);

    /// <summary>Values, memo and stack, per opcode.</summary>
    [Benchmark(OperationsPerInvoke = Tensors * OpcodesPerTensor)]
    public bool Execute()
    {
        var data = new PickleData(_pickle, 0, _pickle.Length, 0, null, null);
        return PickleMachine.Run(data, new StubHost(), new Budget(CheckpointLimits.Default), out _).Is(PyKind.Dict);
    }
}
