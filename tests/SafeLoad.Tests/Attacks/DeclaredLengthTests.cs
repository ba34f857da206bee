using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Numbers that a file only claims: nothing is allocated before the bytes are proven to be there.</summary>
internal sealed class DeclaredLengthTests
{
    // A first read looks 64 KiB ahead; that and the error is all.
    private const long Bound = 1 << 20;

    [TestCase(PickleOpcode.BinBytes8, 1UL << 62)]
    [TestCase(PickleOpcode.BinBytes8, ulong.MaxValue)]
    [TestCase(PickleOpcode.BinUnicode8, 1UL << 63)]
    [TestCase(PickleOpcode.BinUnicode8, ulong.MaxValue - 8)]
    [TestCase(PickleOpcode.ByteArray8, 1UL << 40)]
    public void GivenEightByteLengthPastTheEnd_IsTruncated(PickleOpcode opcode, ulong length) =>
        AssertTruncated(Samples.PickleOf(pickle => pickle.Op(opcode, BitConverter.GetBytes(length))));

    [TestCase(PickleOpcode.BinBytes, uint.MaxValue)]
    [TestCase(PickleOpcode.BinUnicode, uint.MaxValue)]
    [TestCase(PickleOpcode.BinString, 1U << 31)]
    [TestCase(PickleOpcode.Long4, 0x7FFFFFFFU)]
    public void GivenFourByteLengthPastTheEnd_IsTruncated(PickleOpcode opcode, uint length) =>
        AssertTruncated(Samples.PickleOf(pickle => pickle.Op(opcode, BitConverter.GetBytes(length))));

    [Test]
    public void GivenLong4OfNegativeLength_IsRefused()
    {
        byte[] file = Samples.PickleOf(static pickle => pickle.Op(PickleOpcode.Long4, BitConverter.GetBytes(1U << 31)));
        Assert.That(Cost.AllocatedBy(() => Refusal.Malformed(file, DiagnosticId.BadArgument)), Is.LessThan(Bound));
    }

    [TestCase(ulong.MaxValue)]
    [TestCase(1UL << 62)]
    [TestCase(1000UL)]
    public void GivenFrameLongerThanThePickle_IsRefused(ulong length)
    {
        byte[] file =
            Samples.PickleOf(pickle => pickle.Op(PickleOpcode.Frame, BitConverter.GetBytes(length)).Op(PickleOpcode.None), protocol: 4);
        Assert.That(Cost.AllocatedBy(() => Refusal.Malformed(file, DiagnosticId.FrameViolation)), Is.LessThan(Bound));
    }

    [Test]
    public void GivenHighestMemoIndex_CostsOneEntry()
    {
        byte[] file = Samples.PickleOf(static pickle => pickle.Int(7).Put(uint.MaxValue).Get(uint.MaxValue).Op(PickleOpcode.Tuple2));
        Assert.That(Cost.AllocatedBy(() => Checkpoint.Open(file).Dispose()), Is.LessThan(Bound));
    }

    [Test]
    public void GivenMemoIndexAsText_CostsOneEntry()
    {
        string index = (1L << 62).ToString(System.Globalization.CultureInfo.InvariantCulture);
        byte[] file =
            Samples.PickleOf(pickle => pickle.Int(7).Line(PickleOpcode.Put, index).Line(PickleOpcode.Get, index).Op(PickleOpcode.Tuple2));
        Assert.That(Cost.AllocatedBy(() => Checkpoint.Open(file).Dispose()), Is.LessThan(Bound));
    }

    [Test]
    public void GivenMemoIndexesThatDouble_MemoGrowsWithItsEntriesOnly()
    {
        byte[] file = Samples.PickleOf(static pickle =>
        {
            pickle.Int(7);
            for (int i = 0; i < 32; i++) pickle.Put(uint.MaxValue >> i);
        });
        Assert.That(Cost.AllocatedBy(() => Checkpoint.Open(file).Dispose()), Is.LessThan(Bound));
    }

    [TestCase(PickleOpcode.Long)]
    [TestCase(PickleOpcode.Int)]
    [TestCase(PickleOpcode.Get)]
    [TestCase(PickleOpcode.Put)]
    public void GivenIntegerOf300000Digits_IsRefusedUnconverted(PickleOpcode opcode)
    {
        byte[] file = Samples.PickleOf(pickle => pickle.Int(0).Line(opcode, new string('9', 300_000)));
        // The file is read once, with room for the next piece; nothing else grows with the digits.
        Assert.That(Cost.AllocatedBy(() => Refusal.Of<LimitExceededException>(file, DiagnosticId.IntegerTooLong)), Is.LessThan(4 * Bound));
    }

    [Test]
    public void GivenLong4Of300000Digits_IsRefusedUnconverted()
    {
        byte[] file =
            Samples.PickleOf(static pickle => pickle.Op(PickleOpcode.Long4, [.. BitConverter.GetBytes(125_000), .. new byte[124_999], 1]));
        Assert.That(Cost.AllocatedBy(() => Refusal.Of<LimitExceededException>(file, DiagnosticId.IntegerTooLong)), Is.LessThan(4 * Bound));
    }

    [Test]
    public void GivenStorageOfManyElements_IsRefusedUnallocated()
    {
        byte[] file = Samples.ZipOf(static pickle => pickle.Storage("ByteStorage", "0", 1L << 62), Samples.OneTwo);
        Assert.That(Cost.AllocatedBy(() => Refusal.Malformed(file, DiagnosticId.RecordLengthMismatch)), Is.LessThan(Bound));
    }

    [Test]
    public void GivenLegacyStorageOfManyElements_IsRefusedUnallocated()
    {
        byte[] root = Samples.PickleOf(static pickle => LegacyBuilder.Storage(pickle, "ByteStorage", "0", 1L << 62));
        byte[] file = new LegacyBuilder { Root = root }.Add(1L << 62, 1, 2, 3).ToArray();
        Assert.That(Cost.AllocatedBy(() => Refusal.Malformed(file, DiagnosticId.LegacyStorageBroken)), Is.LessThan(Bound));
    }

    private static void AssertTruncated(byte[] file) =>
        Assert.That(Cost.AllocatedBy(() => Refusal.Malformed(file, DiagnosticId.PickleTruncated)), Is.LessThan(Bound));
}
