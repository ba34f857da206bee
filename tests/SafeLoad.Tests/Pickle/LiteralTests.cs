using System.Numerics;
using System.Text;
using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Pickle;

/// <summary>Numbers, strings and bytes of the binary protocols.</summary>
internal sealed class LiteralTests
{
    private static PyValue One(PickleOpcode opcode, params byte[] argument) =>
        Opened.Root(PickleBuilder.Protocol(5).Op(opcode, argument).Stop());

    [TestCase(PickleOpcode.BinInt1, new byte[] { 255 }, 255)]
    [TestCase(PickleOpcode.BinInt2, new byte[] { 255, 255 }, 65535)]
    [TestCase(PickleOpcode.BinInt, new byte[] { 255, 255, 255, 255 }, -1)]
    [TestCase(PickleOpcode.BinInt, new byte[] { 0, 0, 0, 0x80 }, int.MinValue)]
    [TestCase(PickleOpcode.Long1, new byte[] { 0 }, 0)]
    [TestCase(PickleOpcode.Long1, new byte[] { 1, 255 }, -1)]
    [TestCase(PickleOpcode.Long1, new byte[] { 2, 255, 0 }, 255)]
    [TestCase(PickleOpcode.Long1, new byte[] { 8, 0, 0, 0, 0, 0, 0, 0, 0x80 }, long.MinValue)]
    [TestCase(PickleOpcode.Long4, new byte[] { 8, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 0x7F }, long.MaxValue)]
    public void GivenBinaryInteger_HasItsValue(PickleOpcode opcode, byte[] argument, long expected)
    {
        PyValue value = One(opcode, argument);
        Assert.That(value.Kind, Is.EqualTo(PyKind.Int));
        Assert.That(value.AsInt64(), Is.EqualTo(expected));
    }

    [Test]
    public void GivenLong1BeyondInt64_IsABigInt()
    {
        PyValue value = One(PickleOpcode.Long1, 9, 0, 0, 0, 0, 0, 0, 0, 0x80, 0);
        Assert.That(value.Kind, Is.EqualTo(PyKind.BigInt));
        Assert.That(value.AsBigInteger(), Is.EqualTo(BigInteger.One << 63));
        Assert.That(() => value.AsInt64(), Throws.InvalidOperationException);
    }

    [Test]
    public void GivenConstants_AreNoneTrueAndFalse()
    {
        Assert.That(One(PickleOpcode.None).IsNone, Is.True);
        Assert.That(One(PickleOpcode.NewTrue).AsBool(), Is.True);
        Assert.That(One(PickleOpcode.NewFalse).AsBool(), Is.False);
    }

    [Test]
    public void GivenBinFloat_IsBigEndian() =>
        Assert.That(One(PickleOpcode.BinFloat, 0xC0, 0x09, 0x21, 0xFB, 0x54, 0x44, 0x2D, 0x18).AsDouble(), Is.EqualTo(-Math.PI));

    [TestCase(PickleOpcode.ShortBinUnicode, new byte[] { 3 })]
    [TestCase(PickleOpcode.BinUnicode, new byte[] { 3, 0, 0, 0 })]
    [TestCase(PickleOpcode.BinUnicode8, new byte[] { 3, 0, 0, 0, 0, 0, 0, 0 })]
    [TestCase(PickleOpcode.ShortBinString, new byte[] { 3 })]
    [TestCase(PickleOpcode.BinString, new byte[] { 3, 0, 0, 0 })]
    public void GivenBinaryText_IsStr(PickleOpcode opcode, byte[] length)
    {
        PyValue value = One(opcode, [.. length, .. "aé"u8]);
        Assert.That(value.Kind, Is.EqualTo(PyKind.Str));
        Assert.That(value.AsString(), Is.EqualTo("aé"));
    }

    [TestCase(PickleOpcode.ShortBinBytes, new byte[] { 2 }, PyKind.Bytes)]
    [TestCase(PickleOpcode.BinBytes, new byte[] { 2, 0, 0, 0 }, PyKind.Bytes)]
    [TestCase(PickleOpcode.BinBytes8, new byte[] { 2, 0, 0, 0, 0, 0, 0, 0 }, PyKind.Bytes)]
    [TestCase(PickleOpcode.ByteArray8, new byte[] { 2, 0, 0, 0, 0, 0, 0, 0 }, PyKind.ByteArray)]
    public void GivenBinaryBytes_KeepThemAndTheirKind(PickleOpcode opcode, byte[] length, PyKind kind)
    {
        PyValue value = One(opcode, [.. length, 0xFF, 0x00]);
        Assert.That(value.Kind, Is.EqualTo(kind));
        Assert.That(value.AsBytes().ToArray(), Is.EqualTo(new byte[] { 0xFF, 0 }));
    }

    // Python writes lone surrogates with surrogatepass; replacing them would make two keys one.
    [Test]
    public void GivenLoneSurrogate_StaysOne() =>
        Assert.That(One(PickleOpcode.ShortBinUnicode, 3, 0xED, 0xA0, 0x80).AsString(), Is.EqualTo("\ud800"));

    [TestCase(PickleOpcode.ShortBinUnicode, "SHORT_BINUNICODE")]
    [TestCase(PickleOpcode.ShortBinString, "SHORT_BINSTRING")]
    public void GivenTextThatIsNotUtf8_FailsAtTheOpcode(PickleOpcode opcode, string name) =>
        Opened.Fails<MalformedCheckpointException>(PickleBuilder.Protocol(4)
            .Op(PickleOpcode.None)
            .Op(opcode, [2, 0xC3, 0x28])
            .Stop(), DiagnosticId.BadText, 3, name, name + "'s text is not UTF-8");

    [Test]
    public void GivenNegativeLong4_FailsAtTheOpcode() =>
        Opened.Fails<MalformedCheckpointException>(PickleBuilder.Protocol(2)
            .Op(PickleOpcode.Long4, [0xFF, 0xFF, 0xFF, 0xFF])
            .Stop(), DiagnosticId.BadArgument, 2, null, "LONG4 has a negative length");

    [Test]
    public void GivenProtocol6_IsRefused() =>
        Opened.Fails<MalformedCheckpointException>(PickleBuilder.Protocol(2)
            .Op(PickleOpcode.Proto, [6])
            .Op(PickleOpcode.None)
            .Stop(), DiagnosticId.UnsupportedProtocol, 2, "PROTO", "pickle protocol 6; 0 to 5 exist");

    [Test]
    public void GivenUnknownByte_FailsAtIt() =>
        Opened.Fails<MalformedCheckpointException>([.. PickleBuilder.Protocol(2).Op(PickleOpcode.None).ToArray(), 0xFF, (byte)'.'],
            DiagnosticId.UnknownOpcode, 3, null, "0xFF is no pickle opcode");

    [Test]
    public void GivenNoStop_FailsAtTheEnd() =>
        Opened.Fails<MalformedCheckpointException>(PickleBuilder.Protocol(2).Op(PickleOpcode.None).ToArray(), DiagnosticId.PickleTruncated,
            3, null, "the pickle ends without STOP");

    // A length of 4 GiB, 8 EiB: refused before anything of that size is asked for.
    [TestCase(PickleOpcode.BinBytes, new byte[] { 255, 255, 255, 255 }, "BINBYTES needs 4,294,967,300 bytes; 7 are left")]
    [TestCase(PickleOpcode.BinUnicode8, new byte[] { 255, 255, 255, 255, 255, 255, 255, 127 },
        "BINUNICODE8 needs 9,223,372,036,854,775,816 bytes; 11 are left")]
    public void GivenHugeLength_FailsAndCostsNothing(PickleOpcode opcode, byte[] length, string problem)
    {
        byte[] pickle = PickleBuilder.Protocol(5).Op(opcode, length).Op(PickleOpcode.None).Stop();
        Opened.Fails<MalformedCheckpointException>(pickle, DiagnosticId.PickleTruncated, 2, null, problem);
        long bytes = Cost.AllocatedBy(() => Assert.Throws<MalformedCheckpointException>(() => Opened.Root(pickle)));
        Assert.That(bytes, Is.LessThan(1 << 20));
    }

    [Test]
    public void GivenStringBeyondTheLimit_IsRefused() =>
        Opened.Fails<LimitExceededException>(PickleBuilder.Protocol(2)
            .Text(new string('a', 300))
            .Stop(), DiagnosticId.StringTooLong, 2, "BINUNICODE", "a string has 300 bytes; CheckpointLimits.MaxStringBytes allows 299",
            new CheckpointLimits { MaxStringBytes = 299 });

    [Test]
    public void GivenIntegerBeyondTheLimit_IsRefused() =>
        Opened.Fails<LimitExceededException>(PickleBuilder.Protocol(2)
            .Op(PickleOpcode.Long1, [10, .. new byte[10]])
            .Stop(), DiagnosticId.IntegerTooLong, 2, "LONG1", "an integer has 24 digits; CheckpointLimits.MaxIntegerDigits allows 20",
            new CheckpointLimits { MaxIntegerDigits = 20 });

    [Test]
    public void GivenMoreOpcodesThanTheLimit_IsRefusedAtTheFirstTooMany() =>
        Opened.Fails<LimitExceededException>(PickleBuilder.Protocol(2)
            .Op(PickleOpcode.EmptyList)
            .Op(PickleOpcode.Memoize)
            .Stop(), DiagnosticId.TooManyOpcodes, 4, "STOP", "the pickles have more opcodes; CheckpointLimits.MaxOpcodes allows 3",
            new CheckpointLimits { MaxOpcodes = 3 });

    [FsCheck.NUnit.Property]
    public bool GivenAnyInt_ComesBack(long value) => Opened.Root(PickleBuilder.Protocol(2).Int(value).Stop()).AsInt64() == value;

    [FsCheck.NUnit.Property]
    public bool GivenAnyFloat_ComesBackBitByBit(double value)
    {
        byte[] bytes = BitConverter.GetBytes(BitConverter.DoubleToInt64Bits(value));
        Array.Reverse(bytes);
        return BitConverter.DoubleToInt64Bits(One(PickleOpcode.BinFloat, bytes).AsDouble()) == BitConverter.DoubleToInt64Bits(value);
    }

    [FsCheck.NUnit.Property]
    public bool GivenAnyBigInteger_ComesBack(BigInteger value)
    {
        byte[] bytes = (value * value * value).ToByteArray();
        return One(PickleOpcode.Long1, [(byte)bytes.Length, .. bytes]).AsBigInteger() == value * value * value;
    }

    [FsCheck.NUnit.Property]
    public bool GivenAnyText_ComesBack(FsCheck.NonNull<string> text)
    {
        // PickleBuilder writes well-formed UTF-8, so a lone surrogate has become U+FFFD before it is read.
        string expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get));
        return Opened.Root(PickleBuilder.Protocol(2).Text(text.Get).Stop()).AsString() == expected;
    }
}
