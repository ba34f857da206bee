using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Pickle;

internal sealed class MemoTests
{
    [Test]
    public void GivenEveryFormOfPutAndGet_FetchesTheSameObject()
    {
        byte[] pickle = PickleBuilder.Protocol(4)
            .Op(PickleOpcode.Mark)
            .Op(PickleOpcode.EmptyList)
            .Op(PickleOpcode.Memoize)
            .Op(PickleOpcode.BinGet, [0])
            .Op(PickleOpcode.BinPut, [7])
            .Get(7)
            .Put(300)
            .Line(PickleOpcode.Get, "300")
            .Line(PickleOpcode.Put, "4")
            .Op(PickleOpcode.BinGet, [4])
            .Tuple()
            .Stop();
        var tuple = (PyTuple)Opened.Root(pickle).Reference!;
        Assert.That(tuple, Has.Count.EqualTo(5));
        Assert.That(tuple.Select(static item => item.Reference), Has.All.SameAs(tuple[0].Reference));
    }

    // CPython's MEMOIZE stores at the number of entries, which PUT to other indexes has moved.
    [Test]
    public void GivenMemoizeAfterPut_StoresAtTheNumberOfEntries()
    {
        byte[] pickle = PickleBuilder.Protocol(4)
            .Int(1)
            .Op(PickleOpcode.BinPut, [9])
            .Int(2)
            .Op(PickleOpcode.Memoize)
            .Op(PickleOpcode.BinGet, [1])
            .Op(PickleOpcode.Tuple2)
            .Stop();
        Assert.That(((PyTuple)Opened.Root(pickle).Reference!)[1].AsInt64(), Is.EqualTo(2));
    }

    [Test]
    public void GivenEntryStoredAgain_HasTheLastValueAndCountsOnce()
    {
        byte[] pickle = PickleBuilder.Protocol(4)
            .Int(1)
            .Op(PickleOpcode.BinPut, [0])
            .Int(2)
            .Op(PickleOpcode.BinPut, [0])
            .Op(PickleOpcode.Tuple2)
            .Op(PickleOpcode.BinGet, [0])
            .Op(PickleOpcode.Tuple2)
            .Stop();
        var tuple = (PyTuple)Opened.Root(pickle, new CheckpointLimits { MaxMemoEntries = 1 }).Reference!;
        Assert.That(tuple[1].AsInt64(), Is.EqualTo(2));
    }

    [TestCase(PickleOpcode.BinGet, new byte[] { 17 }, "BINGET asks for memo entry 17; 1 are stored")]
    [TestCase(PickleOpcode.LongBinGet, new byte[] { 255, 255, 255, 255 }, "LONG_BINGET asks for memo entry 4294967295; 1 are stored")]
    [TestCase(PickleOpcode.Get, new byte[] { (byte)'6', (byte)'4', (byte)'\n' }, "GET asks for memo entry 64; 1 are stored")]
    public void GivenEntryNeverStored_FailsAtTheOpcode(PickleOpcode opcode, byte[] index, string problem) =>
        Opened.Fails<MalformedCheckpointException>(PickleBuilder.Protocol(4)
            .Op(PickleOpcode.None)
            .Op(PickleOpcode.Memoize)
            .Op(opcode, index)
            .Stop(), DiagnosticId.MemoEntryMissing, 4, OpcodeTable.NameOf(opcode), problem);

    // A stored None is an entry like any other.
    [Test]
    public void GivenStoredNone_IsFetched() =>
        Assert.That(Opened.Root(PickleBuilder.Protocol(4).Op(PickleOpcode.None).Op(PickleOpcode.Memoize).Op(PickleOpcode.BinGet, [0])
            .Op(PickleOpcode.Tuple2).Stop()).Kind, Is.EqualTo(PyKind.Tuple));

    [TestCase(PickleOpcode.Memoize, new byte[0])]
    [TestCase(PickleOpcode.BinPut, new byte[] { 0 })]
    public void GivenNothingToStore_Fails(PickleOpcode opcode, byte[] index)
    {
        string name = OpcodeTable.NameOf(opcode);
        Opened.Fails<MalformedCheckpointException>(PickleBuilder.Protocol(4).Op(opcode, index).Stop(), DiagnosticId.StackUnderflow, 2, name,
            name + " needs 1 values above the last mark; 0 are there");
    }

    // CPython itself answers these with MemoryError, or 16 GiB.
    [TestCase(uint.MaxValue)]
    [TestCase(0x7FFFFFFFu)]
    [TestCase(1u << 24)]
    public void GivenHighIndex_CostsOneEntry(uint index)
    {
        byte[] pickle = PickleBuilder.Protocol(2).Int(5).Put(index).Get(index).Op(PickleOpcode.Tuple2).Stop();
        PyValue root = default;
        long bytes = Cost.AllocatedBy(() => root = Opened.Root(pickle));
        Assert.That(((PyTuple)root.Reference!)[1].AsInt64(), Is.EqualTo(5));
        Assert.That(bytes, Is.LessThan(1 << 20));
    }

    // Doubling indexes: an array that grew to each of them would take 2^31 entries for 31 of them.
    [Test]
    public void GivenIndexesThatDouble_CostOneEntryEach()
    {
        PickleBuilder builder = PickleBuilder.Protocol(2).Mark();
        for (int i = 0; i < 32; i++) builder.Int(i).Put(1u << i);
        for (int i = 0; i < 32; i++) builder.Get(1u << i);
        byte[] pickle = builder.Tuple().Stop();
        PyValue root = default;
        long bytes = Cost.AllocatedBy(() => root = Opened.Root(pickle));
        Assert.That(((PyTuple)root.Reference!).Skip(32).Select(static item => item.AsInt64()), Is.EqualTo(Enumerable.Range(0, 32)));
        Assert.That(bytes, Is.LessThan(1 << 20));
    }

    // From the far end to the near one, so that entries go to the map first and move to the array later.
    [Test]
    public void GivenDenseIndexesInReverse_AllAreFetched()
    {
        const int count = 5000;
        PickleBuilder builder = PickleBuilder.Protocol(2).Mark();
        for (int i = count - 1; i >= 0; i--) builder.Int(i).Put((uint)i);
        for (int i = 0; i < count; i++) builder.Get((uint)i);
        var tuple = (PyTuple)Opened.Root(builder.Tuple().Stop()).Reference!;
        Assert.That(tuple.Skip(count).Select(static item => item.AsInt64()), Is.EqualTo(Enumerable.Range(0, count)));
    }

    [Test]
    public void GivenMoreEntriesThanTheLimit_IsRefusedAtTheFirstTooMany() =>
        Opened.Fails<LimitExceededException>(PickleBuilder.Protocol(4)
            .Op(PickleOpcode.None)
            .Op(PickleOpcode.Memoize)
            .Put(uint.MaxValue)
            .Op(PickleOpcode.BinPut, [9])
            .Stop(), DiagnosticId.TooManyMemoEntries, 9, "BINPUT", "the memo holds more entries; CheckpointLimits.MaxMemoEntries allows 2",
            new CheckpointLimits { MaxMemoEntries = 2 });
}
