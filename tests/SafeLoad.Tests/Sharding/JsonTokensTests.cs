using System.Text;
using System.Text.Json;
using SafeLoad.IO;
using SafeLoad.Sharding;

namespace SafeLoad.Tests.Sharding;

/// <summary>A document is the same whatever piece of it is looked at at once.</summary>
public sealed class JsonTokensTests
{
    private const string Document =
        """ { "a" : [1, -2.5e3, true, null, {"b\u0041\n": "\"\\ \u00e4 ä"}] , "long": "012345678901234567890789",  "e": {} } """;

    private static readonly string[] s_broken =
        ["", " ", "{", "{\"a\"", "{\"a\":1", "{\"a\":1}}", "{} x", "[1,]", "{\"a\" 1}", "\"a", "[01]", "tru", "[1 /* no */]", "[[[[1]]]]"];

    [Test]
    public void GivenAnyWindow_TokensAreTheSame([Range(1, 40)] int window)
    {
        var tokens = new JsonTokens(SourceOf(Document), maxDepth: 8, window);
        var whole = new Utf8JsonReader(Encoding.UTF8.GetBytes(Document));
        int count = 0;
        for (; whole.Read(); count++)
        {
            Assert.That(tokens.Read(), Is.True);
            Assert.That(tokens.Type, Is.EqualTo(whole.TokenType));
            if (whole.TokenType is JsonTokenType.PropertyName or JsonTokenType.String)
                Assert.That(Encoding.UTF8.GetString(tokens.Text), Is.EqualTo(whole.GetString()));
        }
        Assert.That((count, tokens.Read()), Is.EqualTo((18, false)));
    }

    [Test]
    public void GivenAnyWindow_WhatIsBrokenIsRefusedInTheSameWords([Range(1, 12)] int window,
        [ValueSource(nameof(s_broken))] string json)
    {
        string expected = ProblemOf(() =>
        {
            var whole = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { MaxDepth = 3 });
            while (whole.Read()) { }
        });
        Assert.That(expected, Is.Not.Empty);
        Assert.That(ProblemOf(() =>
        {
            var tokens = new JsonTokens(SourceOf(json), maxDepth: 3, window);
            while (tokens.Read()) { }
        }), Is.EqualTo(expected));
    }

    [Test]
    public void GivenAnyWindow_AValueIsSkippedOrTakenAsItStands([Range(1, 40)] int window)
    {
        var tokens = new JsonTokens(SourceOf(Document), maxDepth: 8, window);
        for (int i = 0; i < 3; i++) tokens.Read();
        string array = Document[Document.IndexOf('[', StringComparison.Ordinal)..(Document.IndexOf(']', StringComparison.Ordinal) + 1)];
        Assert.That(Encoding.UTF8.GetString(tokens.ReadRaw()), Is.EqualTo(array));
        tokens.Read();
        tokens.Read();
        Assert.That(Encoding.UTF8.GetString(tokens.ReadRaw()), Does.StartWith("\"0123").And.EndsWith("789\""));
        tokens.Read();
        tokens.Read();
        tokens.Skip();
        Assert.That((tokens.Read(), tokens.Type, tokens.Read()), Is.EqualTo((true, JsonTokenType.EndObject, false)));
    }

    [TestCase("\"\\ud800\"")]
    [TestCase("\"\\udc00\\ud800\"")]
    [TestCase("\"\u00ff\"")]
    public void GivenTextThatIsNoUnicode_OnlyWhoReadsItIsRefused(string json)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(json);
        using var source = new MemoryByteSource(bytes);
        var tokens = new JsonTokens(source, maxDepth: 8);
        Assert.That(tokens.Read(), Is.True);
        Assert.That(() => tokens.Text.Length, Throws.InvalidOperationException);
        tokens.Skip();
        Assert.That(tokens.Read(), Is.False);
    }

    private static MemoryByteSource SourceOf(string json) => new(Encoding.UTF8.GetBytes(json));

    private static string ProblemOf(Action read)
    {
        try
        {
            read();
            return "";
        }
        catch (JsonException problem)
        {
            return problem.Message;
        }
    }
}
