using System.Globalization;
using System.Text;
using SafeLoad.Diagnostics;

namespace SafeLoad.Tests.Diagnostics;

public sealed class PrintableTests
{
    [TestCase("conv1.weight", "conv1.weight")]
    [TestCase("", "")]
    [TestCase("a b", "a b")]
    [TestCase("élan 重み 😀", "élan 重み 😀")]
    [TestCase("a\nb\r\tc", @"a\x0Ab\x0D\x09c")]
    [TestCase("\n::error::all is well", @"\x0A::error::all is well")]
    [TestCase("\u001b[2K\u001b[1A", @"\x1B[2K\x1B[1A")]
    [TestCase("\u009b31m", @"\x9B31m")]
    [TestCase("\0\u007f", @"\x00\x7F")]
    [TestCase("\u202egnp.exe", @"\u202Egnp.exe")]
    [TestCase("\u2066x\u2069", @"\u2066x\u2069")]
    [TestCase("\u200b\ufeff", @"\u200B\uFEFF")]
    [TestCase("\u2028\u2029\u0085", @"\u2028\u2029\x85")]
    [TestCase("\u00a0\u3000", @"\xA0\u3000")]
    [TestCase("\ue000", @"\uE000")]
    [TestCase(@"\x0A", @"\\x0A")]
    public void GivenText_OnlyHarmlessCharactersStay(string text, string expected) =>
        Assert.That(Printable.Escape(text), Is.EqualTo(expected));

    // Attribute arguments are stored as UTF-8 and cannot carry these.
    [Test]
    public void GivenLoneSurrogates_AreEscaped()
    {
        Assert.That(Printable.Escape("a\ud800"), Is.EqualTo(@"a\uD800"));
        Assert.That(Printable.Escape("\udc00b"), Is.EqualTo(@"\uDC00b"));
        Assert.That(Printable.Escape("\ude00\ud83d"), Is.EqualTo(@"\uDE00\uD83D"));
    }

    // A tag character: invisible, and beyond 16 bits.
    [Test]
    public void GivenInvisibleCharacterBeyond16Bits_IsEscapedAsOne() =>
        Assert.That(Printable.Escape(char.ConvertFromUtf32(0xE0041)), Is.EqualTo(@"\U000E0041"));

    [Test]
    public void GivenLongText_IsCutAndMarked()
    {
        Assert.That(Printable.Escape(new string('a', 121)), Is.EqualTo(new string('a', 120) + "…"));
        Assert.That(Printable.Escape(new string('a', 120)), Is.EqualTo(new string('a', 120)));
        Assert.That(Printable.Escape(new string('\n', 1000), 10), Is.EqualTo(@"\x0A\x0A\x0A…"));
    }

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public bool GivenAnyText_IsOneLineOfVisibleCharacters(ushort[] characters)
    {
        string escaped = Printable.Escape(new string([.. characters.Select(static c => (char)c)]), 200);
        return escaped.Length <= 200 + 11 && escaped.EnumerateRunes().All(static rune => rune.Value == ' ' || rune == Rune.ReplacementChar
            || Rune.GetUnicodeCategory(rune)
                is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.SpaceSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned));
    }

    // Two names must not become one by escaping.
    [FsCheck.NUnit.Property(MaxTest = 500)]
    public bool GivenDifferentTexts_StayDifferent(FsCheck.NonNull<string> a, FsCheck.NonNull<string> b) =>
        a.Get == b.Get || Printable.Escape(a.Get, int.MaxValue) != Printable.Escape(b.Get, int.MaxValue);
}
