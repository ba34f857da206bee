using System.Buffers.Binary;
using SafeLoad.Diagnostics;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Scanning.Pickles;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>SciPy's trees of points, whose state is memory: three nodes over four points of two numbers, as SciPy writes them, with one
/// number changed.</summary>
public sealed class PointTreeTests
{
    private const int NodeSize = 72, Split = 0, Start = 24, End = 32, Less = 56, Greater = 64;

    // The root parts by its first number; two leaves of two points each.
    private static byte[] Nodes()
    {
        byte[] nodes = new byte[3 * NodeSize];
        foreach (var (node, at, number) in new[]
        {
            (0, Split, 0L), (0, Start, 0L), (0, End, 4L), (0, Less, 1L), (0, Greater, 2L),
            (1, Split, -1L), (1, Start, 0L), (1, End, 2L), (2, Split, -1L), (2, Start, 2L), (2, End, 4L),
        }) Write(nodes, node * NodeSize + at, number);
        return nodes;
    }

    private static void Write(byte[] bytes, int at, long number) => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), number);

    private static void Array(PickleBuilder to, string dtype, string order, byte[] bytes) => to
        .Global("numpy.core.multiarray", "_reconstruct").Mark().Global("numpy", "ndarray").Ints(0)
        .Op(PickleOpcode.BinBytes, [1, 0, 0, 0, (byte)'b']).Tuple().Reduce()
        .Mark().Int(1).Ints(bytes.Length / (dtype == "S1" ? 1 : 8)).Global("numpy", "dtype").Mark().Text(dtype)
        .Op(PickleOpcode.NewFalse).Op(PickleOpcode.NewTrue).Tuple().Reduce().Mark().Int(3).Text(order)
        .Op(PickleOpcode.None).Op(PickleOpcode.None).Op(PickleOpcode.None).Int(dtype == "S1" ? 1 : -1).Int(dtype == "S1" ? 1 : -1).Int(0)
        .Tuple().Op(PickleOpcode.Build).Op(PickleOpcode.NewFalse)
        .Op(PickleOpcode.BinBytes, [.. BitConverter.GetBytes(bytes.Length), .. bytes]).Tuple().Op(PickleOpcode.Build);

    private static Verdict Of(byte[] nodes, byte[]? order = null, int points = 4, int numbers = 8, string byteOrder = "<")
    {
        order ??= [.. Enumerable.Range(0, 4).SelectMany(static i => BitConverter.GetBytes((long)i))];
        PickleBuilder to = PickleBuilder.Protocol(3).Global("scipy.spatial._ckdtree", "cKDTree").EmptyTuple().Op(PickleOpcode.NewObj);
        to.Mark();
        Array(to, "S1", "|", nodes);
        Array(to, "f8", "<", new byte[numbers * 8]);
        to.Int(points).Int(2).Int(10);
        Array(to, "f8", "<", new byte[16]);
        Array(to, "f8", "<", new byte[16]);
        Array(to, "i8", byteOrder, order);
        byte[] pickle = to.Op(PickleOpcode.None).Op(PickleOpcode.None).Tuple().Op(PickleOpcode.Build).Stop();
        return Scanned.Bytes(pickle, "model.pkl").Verdict;
    }

    // A memo makes a tree of the same state for a few bytes.
    [Test]
    public void GivenOneStateForManyTrees_TheWorkIsBounded()
    {
        PickleBuilder to = PickleBuilder.Protocol(3).Global("scipy.spatial._ckdtree", "cKDTree").Put(0).Op(PickleOpcode.Pop);
        to.Mark();
        Array(to, "S1", "|", Nodes());
        Array(to, "f8", "<", new byte[1 << 20]);
        for (int i = 0; i < 8; i++) to.Int(1 << 16);
        to.Tuple().Put(1).Op(PickleOpcode.Pop).Mark();
        for (int i = 0; i < 2_000; i++)
            to.Op(PickleOpcode.BinGet, [0]).EmptyTuple().Op(PickleOpcode.NewObj).Op(PickleOpcode.BinGet, [1]).Op(PickleOpcode.Build);
        byte[] pickle = to.Tuple().Stop();
        var host = new ScanHost(null, new PickleAllowance());
        PickleMachine.Run(new PickleData(pickle, 0, pickle.Length, 0, "x", null), host, new Budget(CheckpointLimits.Default), out _);
        Assert.That(host.Trees.Again, Is.InRange(16 << 20, 18 << 20));
    }

    [Test]
    public void GivenATree_IsClean() => Assert.That(Of(Nodes()), Is.EqualTo(Verdict.Clean));

    [Test]
    public void GivenANumberThatLeadsOutOfTheTree_IsNotClean([Values(Less, Greater)] int at, [Values(-1, 0, 3, long.MaxValue)] long number)
    {
        byte[] nodes = Nodes();
        Write(nodes, at, number);
        Assert.That(Of(nodes), Is.EqualTo(Verdict.Suspicious));
    }

    [TestCase(Split, 2)]
    [TestCase(Split, -2)]
    [TestCase(Start, -1)]
    [TestCase(Start, 5)]
    [TestCase(End, 5)]
    public void GivenANodeOfWhatIsNotThere_IsNotClean(int at, long number)
    {
        byte[] nodes = Nodes();
        Write(nodes, at, number);
        Assert.That(Of(nodes), Is.EqualTo(Verdict.Suspicious));
    }

    [TestCase(3)]
    [TestCase(5)]
    [TestCase(int.MaxValue)]
    [TestCase(-1)]
    public void GivenAnotherCountOfPoints_IsNotClean(int points) =>
        Assert.That(Of(Nodes(), points: points), Is.EqualTo(Verdict.Suspicious));

    [Test]
    public void GivenFewerNumbers_IsNotClean() => Assert.That(Of(Nodes(), numbers: 7), Is.EqualTo(Verdict.Suspicious));

    [Test]
    public void GivenAPartOfANode_IsNotClean([Values(0, 1, 71, 100)] int bytes) =>
        Assert.That(Of(Nodes()[..bytes]), Is.EqualTo(Verdict.Suspicious));

    // NumPy turns bytes of the other order around.
    [Test]
    public void GivenAnOrderOfPoints_ItIsOfPointsThatAreThere()
    {
        byte[] beyond = [.. Enumerable.Range(1, 4).SelectMany(static i => BitConverter.GetBytes((long)i))];
        Assert.That(Of(Nodes(), order: beyond), Is.EqualTo(Verdict.Suspicious));
        Assert.That(Of(Nodes(), byteOrder: ">"), Is.EqualTo(Verdict.Suspicious));
    }
}
