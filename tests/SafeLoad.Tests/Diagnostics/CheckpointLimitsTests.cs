using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Diagnostics;

/// <summary>Each limit stops what it bounds, under its own number, and lets through what is just below it.</summary>
public sealed class CheckpointLimitsTests
{
    private static readonly byte[] s_list =
        PickleBuilder.Protocol(2).Op(PickleOpcode.EmptyList).Mark().Int(1).Int(2).Int(3).Op(PickleOpcode.Appends).Stop();
    private static readonly byte[] s_nested = Nested(5);

    private static IEnumerable<TestCaseData> Limits()
    {
        CheckpointLimits all = CheckpointLimits.Default;
        yield return Row("opcodes", s_list, all with { MaxOpcodes = 8 }, all with { MaxOpcodes = 7 }, DiagnosticId.TooManyOpcodes);
        yield return Row("pickle bytes", s_list, all with { MaxPickleBytes = s_list.Length },
            all with { MaxPickleBytes = s_list.Length - 1 }, DiagnosticId.PickleTooLarge);
        yield return Row("memo", PickleBuilder.Protocol(2).Op(PickleOpcode.EmptyList).Put(0).Put(1).Put(2).Stop(),
            all with { MaxMemoEntries = 3 }, all with { MaxMemoEntries = 2 }, DiagnosticId.TooManyMemoEntries);
        yield return Row("memo, sparse", PickleBuilder.Protocol(2).Op(PickleOpcode.EmptyList).Put(uint.MaxValue).Put(9_999_999).Stop(),
            all with { MaxMemoEntries = 2 }, all with { MaxMemoEntries = 1 }, DiagnosticId.TooManyMemoEntries);
        yield return Row("string", PickleBuilder.Protocol(2).Text(new string('x', 5000)).Stop(), all with { MaxStringBytes = 5000 },
            all with { MaxStringBytes = 4999 }, DiagnosticId.StringTooLong);
        yield return Row("integer", new PickleBuilder().Line(PickleOpcode.Long, new string('7', 50) + "L").Stop(),
            all with { MaxIntegerDigits = 50 }, all with { MaxIntegerDigits = 49 }, DiagnosticId.IntegerTooLong);
        yield return Row("name", PickleBuilder.Protocol(2).Global("collections", "OrderedDict").EmptyTuple().Reduce().Stop(),
            all with { MaxNameBytes = 11 }, all with { MaxNameBytes = 10 }, DiagnosticId.NameTooLong);
        yield return Row("stack", ManyMarks(600), all with { MaxStackDepth = 2000 }, all with { MaxStackDepth = 300 },
            DiagnosticId.StackTooDeep);
        yield return Row("key", PickleBuilder.Protocol(2).EmptyDict().Mark().Ints(1, 2, 3, 4, 5, 6).Int(0).SetItems().Stop(),
            all with { MaxKeyCost = 8 }, all with { MaxKeyCost = 5 }, DiagnosticId.KeyTooCostly);

        byte[] zip = ZipBuilder.Torch(PickleBuilder.Protocol(2).EmptyDict().Mark().Text("w").Tensor(2, 0, [1, 1, 2], [2, 2, 1]).SetItems()
            .Stop(), new byte[8]).ToArray();
        yield return Row("records", zip, all with { MaxRecords = 3 }, all with { MaxRecords = 2 }, DiagnosticId.TooManyRecords);
        yield return Row("directory", zip, all with { MaxDirectoryBytes = 4096 }, all with { MaxDirectoryBytes = 64 },
            DiagnosticId.DirectoryTooLarge);
        yield return Row("dimensions", zip, all with { MaxDimensions = 3 }, all with { MaxDimensions = 2 }, DiagnosticId.TooManyDimensions);

        byte[] deflated =
            new ZipBuilder().Add(new ZipBuilder.Entry("a/data.pkl", s_list) { Deflate = true }).Add("a/version", "3\n").ToArray();
        yield return Row("inflated", deflated, all with { MaxInflatedBytes = s_list.Length },
            all with { MaxInflatedBytes = s_list.Length - 1 }, DiagnosticId.InflatedTooLarge);
    }

    [TestCaseSource(nameof(Limits))]
    public void GivenLimit_WhatIsBelowOpensAndWhatIsAboveIsRefusedByItsNumber(byte[] file, CheckpointLimits enough,
        CheckpointLimits tooLittle, DiagnosticId id)
    {
        Assert.That(() => Checkpoint.Open(file, new CheckpointOptions { Limits = enough }).Dispose(), Throws.Nothing);
        var exceeded = Assert.Throws<LimitExceededException>(() => Checkpoint.Open(file, new CheckpointOptions { Limits = tooLittle }))!;
        Assert.That(exceeded.Id, Is.EqualTo(id));
        Assert.That(exceeded.Problem, Does.Contain("CheckpointLimits.Max"));
    }

    [FsCheck.NUnit.Property(MaxTest = 50)]
    public void GivenAnyOpcodeLimit_OpensExactlyWhenTheListFits(FsCheck.PositiveInt items, FsCheck.PositiveInt limit)
    {
        PickleBuilder pickle = PickleBuilder.Protocol(2).Op(PickleOpcode.EmptyList).Mark();
        for (int i = 0; i < items.Get; i++) pickle.Int(i);
        byte[] bytes = pickle.Op(PickleOpcode.Appends).Stop();
        // PROTO, EMPTY_LIST, MARK, the items, APPENDS, STOP.
        bool fits = items.Get + 5 <= limit.Get;
        var options = new CheckpointOptions { Limits = CheckpointLimits.Default with { MaxOpcodes = limit.Get } };
        if (fits) Assert.That(() => Checkpoint.Open(bytes, options).Dispose(), Throws.Nothing);
        else Assert.That(() => Checkpoint.Open(bytes, options), Throws.InstanceOf<LimitExceededException>());
    }

    [TestCase(5, true)]
    [TestCase(4, false)]
    public void GivenNesting_WalkingStopsAtTheLimit(int limit, bool fits)
    {
        using Checkpoint checkpoint = Checkpoint.Open(s_nested);
        void Walk() => ValueWalker.Walk(checkpoint.Root, new Nobody(), CheckpointLimits.Default with { MaxNesting = limit });
        if (fits) Assert.That(Walk, Throws.Nothing);
        else
            Assert.That(Walk,
                Throws.InstanceOf<LimitExceededException>().With.Property(nameof(SafeLoadException.Id))
                    .EqualTo(DiagnosticId.NestingTooDeep));
    }

    [Test]
    public void GivenStreamThatCannotSeek_NoMoreThanTheLimitIsBuffered()
    {
        var options = new CheckpointOptions { Limits = CheckpointLimits.Default with { MaxBufferedBytes = 10 } };
        using var stream = new System.IO.Compression.DeflateStream(new MemoryStream(Deflate(new byte[1000])),
            System.IO.Compression.CompressionMode.Decompress);
        Assert.That(() => Checkpoint.Open(stream, options),
            Throws.InstanceOf<LimitExceededException>().With.Property(nameof(SafeLoadException.Id)).EqualTo(DiagnosticId.StreamTooLong));
    }

    [Test]
    public void GivenExpectedHash_OnlyThatFileOpens()
    {
        string hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(s_list));
        Assert.That(() => Checkpoint.Open(s_list, new CheckpointOptions { ExpectedSha256 = hash }).Dispose(), Throws.Nothing);
        byte[] other = [.. s_list, 0];
        Assert.That(() => Checkpoint.Open(other, new CheckpointOptions { ExpectedSha256 = hash }),
            Throws.InstanceOf<MalformedCheckpointException>().With.Property(nameof(SafeLoadException.Id))
                .EqualTo(DiagnosticId.HashMismatch));
        Assert.That(() => Checkpoint.Open(s_list, new CheckpointOptions { ExpectedSha256 = "abc" }), Throws.ArgumentException);
    }

    private static TestCaseData Row(string name, byte[] file, CheckpointLimits enough, CheckpointLimits tooLittle, DiagnosticId id) =>
        new TestCaseData(file, enough, tooLittle, id).SetArgDisplayNames(name);

    private static byte[] Nested(int depth)
    {
        PickleBuilder pickle = PickleBuilder.Protocol(2);
        for (int i = 0; i < depth; i++) pickle.Op(PickleOpcode.EmptyList);
        pickle.Int(1);
        for (int i = 0; i < depth; i++) pickle.Op(PickleOpcode.Append);
        return pickle.Stop();
    }

    private static byte[] ManyMarks(int count)
    {
        PickleBuilder pickle = PickleBuilder.Protocol(2);
        for (int i = 0; i < count; i++) pickle.Mark();
        for (int i = 0; i < count; i++) pickle.Tuple();
        return pickle.Stop();
    }

    private static byte[] Deflate(byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var deflate = new System.IO.Compression.DeflateStream(compressed, System.IO.Compression.CompressionMode.Compress))
            deflate.Write(bytes);
        return compressed.ToArray();
    }

    private sealed class Nobody : IValueVisitor
    {
        public void Enter(ValueStep step) { }

        public void Leave() { }

        public void Container(PyValue value, bool again) { }

        public void Leaf(PyValue value) { }
    }
}
