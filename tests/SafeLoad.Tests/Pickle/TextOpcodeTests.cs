using System.Globalization;
using System.Numerics;
using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Pickle;

/// <summary>The text arguments of protocol 0. What is expected here is what CPython's C unpickler answered.</summary>
internal sealed class TextOpcodeTests
{
    private static PyValue One(PickleOpcode opcode, string line) => Opened.Root(PickleBuilder.Protocol(0).Line(opcode, line).Stop());

    private static void Refused(PickleOpcode opcode, string line, string expected) =>
        Opened.Fails<MalformedCheckpointException>(PickleBuilder.Protocol(0).Line(opcode, line).Stop(), DiagnosticId.BadArgument, 2,
            OpcodeTable.NameOf(opcode), $"{OpcodeTable.NameOf(opcode)}'s argument is not {expected}");

    [TestCase("12", "12")]
    [TestCase("-12", "-12")]
    [TestCase("+12", "12")]
    [TestCase(" 12", "12")]
    [TestCase("12 \t", "12")]
    [TestCase("0", "0")]
    [TestCase("1", "1")]
    [TestCase("1 ", "1")]
    [TestCase("000", "0")]
    [TestCase("001", "1")]
    [TestCase("010", "8")]
    [TestCase("-010", "-8")]
    [TestCase("0o17", "15")]
    [TestCase("0O17", "15")]
    [TestCase("0b11", "3")]
    [TestCase("0x1F", "31")]
    [TestCase("0x_1f", "31")]
    [TestCase("-0x10", "-16")]
    [TestCase("1_0", "10")]
    [TestCase("99999999999999999999", "99999999999999999999")]
    [TestCase("-9223372036854775808", "-9223372036854775808")]
    public void GivenInt_IsReadInBase0(string line, string expected) =>
        Assert.That(One(PickleOpcode.Int, line).AsBigInteger(), Is.EqualTo(BigInteger.Parse(expected, CultureInfo.InvariantCulture)));

    // C compares the length of the line and the number, not the text: two characters that mean 0 or 1 are a bool.
    [TestCase("01", true)]
    [TestCase("00", false)]
    [TestCase("+1", true)]
    [TestCase("+0", false)]
    [TestCase("-0", false)]
    [TestCase(" 1", true)]
    public void GivenIntOfTwoCharactersThatMean0Or1_IsABool(string line, bool expected)
    {
        PyValue value = One(PickleOpcode.Int, line);
        Assert.That(value.Kind, Is.EqualTo(PyKind.Bool));
        Assert.That(value.AsBool(), Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("-")]
    [TestCase("- 1")]
    [TestCase("--1")]
    [TestCase("08")]
    [TestCase("0_8")]
    [TestCase("0_7")]
    [TestCase("1__0")]
    [TestCase("_1")]
    [TestCase("1_")]
    [TestCase("0x")]
    [TestCase("0xG")]
    [TestCase("0b2")]
    [TestCase("1.0")]
    [TestCase("1L")]
    [TestCase("1,000")]
    [TestCase("1\0")]
    public void GivenIntThatIsNone_IsRefused(string line) => Refused(PickleOpcode.Int, line, "an integer");

    [TestCase("1L", "1")]
    [TestCase("5", "5")]
    [TestCase("-5L", "-5")]
    [TestCase("0x10L", "16")]
    [TestCase("01", null)]
    [TestCase("010L", null)]
    [TestCase("L", null)]
    [TestCase("1LL", null)]
    public void GivenLong_IsReadInBase0WithoutOctal(string line, string? expected)
    {
        if (expected is null) Refused(PickleOpcode.Long, line, "an integer");
        else Assert.That(One(PickleOpcode.Long, line).AsInt64(), Is.EqualTo(long.Parse(expected, CultureInfo.InvariantCulture)));
    }

    [TestCase("1.5", 1.5)]
    [TestCase("1.", 1.0)]
    [TestCase(".5", 0.5)]
    [TestCase("-1e5", -1e5)]
    [TestCase("+1E-5", 1e-5)]
    [TestCase("1e-400", 0.0)]
    [TestCase("5e-324", 5e-324)]
    [TestCase("1.7976931348623157e308", double.MaxValue)]
    [TestCase("inf", double.PositiveInfinity)]
    [TestCase("-Infinity", double.NegativeInfinity)]
    [TestCase("nan", double.NaN)]
    [TestCase("-nan", double.NaN)]
    public void GivenFloat_HasItsValue(string line, double expected) =>
        Assert.That(One(PickleOpcode.Float, line).AsDouble(), Is.EqualTo(expected));

    // What .NET reads and C does not: white space, hexadecimal, underscores, and a number that is too large.
    [TestCase("")]
    [TestCase(".")]
    [TestCase("1e")]
    [TestCase(" 1")]
    [TestCase("1 ")]
    [TestCase("1_0")]
    [TestCase("0x10")]
    [TestCase("+-1")]
    [TestCase("1,000")]
    [TestCase("1e400")]
    [TestCase("-1e400")]
    public void GivenFloatThatIsNone_IsRefused(string line) => Refused(PickleOpcode.Float, line, "a float");

    [TestCase("'a'", "a")]
    [TestCase("\"a'b\"", "a'b")]
    [TestCase("'a'b'", "a'b")]
    [TestCase("''", "")]
    [TestCase(@"'\x41\101\7\n\t\r\v\f\b\a'", "AA\a\n\t\r\v\f\b\a")]
    [TestCase(@"'\\\'\""'", "\\'\"")]
    [TestCase(@"'\q\8'", @"\q\8")]
    [TestCase(@"'\400'", "\0")]
    [TestCase(@"'\1234'", "S4")]
    [TestCase(@"'\xc3\xa9'", "é")]
    public void GivenString_QuotesAndEscapesAreRead(string line, string expected) =>
        Assert.That(One(PickleOpcode.String, line).AsString(), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("'")]
    [TestCase("a")]
    [TestCase("'a")]
    [TestCase("'a\"")]
    [TestCase("'a' ")]
    [TestCase(@"'a\'")]
    [TestCase(@"'\x4'")]
    [TestCase(@"'\x4g'")]
    [TestCase(@"'\x+4'")]
    public void GivenStringThatIsNone_IsRefused(string line) => Refused(PickleOpcode.String, line, "a quoted string");

    [Test]
    public void GivenStringOfBytesThatAreNotUtf8_IsRefused() =>
        Opened.Fails<MalformedCheckpointException>(PickleBuilder.Protocol(0).Line(PickleOpcode.String, @"'\xff'").Stop(),
            DiagnosticId.BadText, 2, "STRING", "STRING's text is not UTF-8");

    [TestCase("ab", "ab")]
    [TestCase("", "")]
    [TestCase(@"\u0041", "A")]
    [TestCase(@"\U0001F600", "😀")]
    [TestCase(@"\\u0041", @"\\u0041")]
    [TestCase(@"\n\x41", @"\n\x41")]
    [TestCase(@"a\", @"a\")]
    [TestCase("é", "é")]
    public void GivenUnicode_IsLatin1WithUnicodeEscapes(string line, string expected) =>
        Assert.That(One(PickleOpcode.Unicode, line).AsString(), Is.EqualTo(expected));

    // Attribute arguments cannot carry a lone surrogate.
    [Test]
    public void GivenUnicodeEscapeOfALoneSurrogate_StaysOne() =>
        Assert.That(One(PickleOpcode.Unicode, @"\ud800").AsString(), Is.EqualTo("\ud800"));

    [TestCase(@"\u004")]
    [TestCase(@"\u004g")]
    [TestCase(@"\U00110000")]
    [TestCase(@"\U0001F60")]
    [TestCase(@"\UFFFFFFFF")]
    public void GivenBrokenUnicodeEscape_IsRefused(string line) => Refused(PickleOpcode.Unicode, line, "a string with \\u escapes");

    [TestCase("1_0", "10")]
    [TestCase(" 11 ", "11")]
    [TestCase("+11", "11")]
    [TestCase("011", "11")]
    [TestCase("0_1", "1")]
    [TestCase("9223372036854775807", "9223372036854775807")]
    public void GivenMemoIndexInAnyForm_PutAndGetMeanTheSameEntry(string one, string other)
    {
        byte[] pickle = PickleBuilder.Protocol(0)
            .Line(PickleOpcode.Int, "42")
            .Line(PickleOpcode.Put, one)
            .Op(PickleOpcode.EmptyDict)
            .Line(PickleOpcode.Get, other)
            .Line(PickleOpcode.Get, one)
            .Op(PickleOpcode.SetItem)
            .Stop();
        Assert.That(((PyDict)Opened.Root(pickle).Reference!).Single().Key.AsInt64(), Is.EqualTo(42));
    }

    [TestCase("-1")]
    [TestCase("x")]
    [TestCase("")]
    [TestCase("0x1")]
    [TestCase("1.0")]
    [TestCase("9223372036854775808")]
    public void GivenMemoIndexThatIsNone_IsRefused(string line)
    {
        const string expected = "'s argument is not a memo index of 0 or more";
        byte[] put = PickleBuilder.Protocol(0).Op(PickleOpcode.None).Line(PickleOpcode.Put, line).Stop(),
            get = PickleBuilder.Protocol(0).Op(PickleOpcode.None).Line(PickleOpcode.Get, line).Stop();
        Opened.Fails<MalformedCheckpointException>(put, DiagnosticId.BadArgument, 3, "PUT", "PUT" + expected);
        Opened.Fails<MalformedCheckpointException>(get, DiagnosticId.BadArgument, 3, "GET", "GET" + expected);
    }

    // Conversion is quadratic, so digits are counted before anything is converted.
    [TestCase(PickleOpcode.Int, "INT")]
    [TestCase(PickleOpcode.Long, "LONG")]
    [TestCase(PickleOpcode.Get, "GET")]
    [TestCase(PickleOpcode.Put, "PUT")]
    public void GivenTooManyDigits_IsRefused(PickleOpcode opcode, string name) =>
        Opened.Fails<LimitExceededException>(PickleBuilder.Protocol(0).Line(opcode, new string('9', 10_001)).Stop(),
            DiagnosticId.IntegerTooLong, 2, name, "an integer has 10,001 digits; CheckpointLimits.MaxIntegerDigits allows 10,000");
}
