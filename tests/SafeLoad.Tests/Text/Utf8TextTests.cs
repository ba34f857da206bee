using System.Text;
using SafeLoad.Text;

namespace SafeLoad.Tests.Text;

public sealed class Utf8TextTests
{
    [Test]
    public void GivenLoneSurrogates_ComeBack()
    {
        foreach (string text in (string[])["\ud800", "\udfff", "a\ud800b", "\ude00\ud83d", "\ud83d\ud83d\ude00", "😀\ud800😀", ""])
        {
            byte[] bytes = Utf8Text.Encode(text);
            Assert.That(Utf8Text.IsValid(bytes), Is.True);
            Assert.That(Utf8Text.Decode(bytes), Is.EqualTo(text));
        }
    }

    // Python: '\ud800'.encode('utf-8', 'surrogatepass')
    [Test]
    public void GivenLoneSurrogate_IsThreeBytesAsInPython() =>
        Assert.That(Utf8Text.Encode("\ud800\udfff"[..1]), Is.EqualTo(new byte[] { 0xED, 0xA0, 0x80 }));

    [Test]
    public void GivenPair_IsFourBytes() => Assert.That(Utf8Text.Encode("😀"), Is.EqualTo(new byte[] { 0xF0, 0x9F, 0x98, 0x80 }));

    [TestCase(new byte[] { 0xC3 }, TestName = "a character that is cut")]
    [TestCase(new byte[] { 0x80 }, TestName = "a continuation alone")]
    [TestCase(new byte[] { 0xC0, 0x80 }, TestName = "an overlong NUL")]
    [TestCase(new byte[] { 0xE0, 0x80, 0xAF }, TestName = "an overlong slash")]
    [TestCase(new byte[] { 0xF4, 0x90, 0x80, 0x80 }, TestName = "a character beyond U+10FFFF")]
    [TestCase(new byte[] { 0xED, 0xA0 }, TestName = "a surrogate that is cut")]
    [TestCase(new byte[] { 0xED, 0xA0, 0x41 }, TestName = "a surrogate that is broken")]
    [TestCase(new byte[] { 0xFF }, TestName = "no UTF-8 at all")]
    public void GivenBrokenBytes_AreInvalidAloneAndBesideASurrogate(byte[] bytes)
    {
        Assert.That(Utf8Text.IsValid(bytes), Is.False);
        Assert.That(Utf8Text.IsValid([0xED, 0xA0, 0x80, .. bytes]), Is.False);
        Assert.That(Utf8Text.IsValid([.. bytes, 0xED, 0xA0, 0x80]), Is.False);
        Assert.That(Utf8Text.Decode(bytes, lenient: true), Does.Contain("\ufffd"));
    }

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public bool GivenAnyCharacters_ComeBack(ushort[] characters)
    {
        // Far more surrogates than chance would give.
        string text = new([.. characters.Select(static (c, i) => (char)(i % 2 == 0 ? 0xD800 | (c & 0x7FF) : c))]);
        byte[] bytes = Utf8Text.Encode(text);
        return Utf8Text.IsValid(bytes) && Utf8Text.Decode(bytes) == text;
    }

    [FsCheck.NUnit.Property]
    public bool GivenWellFormedText_IsOrdinaryUtf8(FsCheck.NonNull<string> text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text.Get);
        return Utf8Text.IsValid(utf8) && Utf8Text.Encode(Encoding.UTF8.GetString(utf8)).AsSpan().SequenceEqual(utf8);
    }
}
