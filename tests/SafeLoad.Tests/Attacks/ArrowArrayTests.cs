using System.Text;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Arrays of Arrow whose buffers are not as many, or as large, as the array says.</summary>
public sealed class ArrowArrayTests
{
    private delegate void Write(PickleDialect to);

    private sealed record Array(Write Type, int Length, Write[] Buffers)
    {
        public int Offset { get; init; }

        public Write[] Inside { get; init; } = [];

        public Write Dictionary { get; init; } = None;

        public void In(PickleDialect to) => to.Tuple(x => Type(x), x => x.Int(Length), static x => x.Int(0), x => x.Int(Offset),
            x => List(x, Buffers), x => List(x, Inside), x => Dictionary(x));
    }

    private static readonly int[] s_offsets = [0, 1, 1, 3];

    private static readonly Array s_numbers = new(Alias("int64"), 3, [None, Buffer(new byte[24])]);

    private static readonly Array s_words = new(Alias("string"), 3, [None, Buffer(Ints(s_offsets)), Buffer("abc"u8)]);

    private static readonly Array s_list = new(To("list_", Field(Alias("int64"))), 3, [None, Buffer(Ints(s_offsets))])
    {
        Inside = [s_numbers.In],
    };

    private static readonly Array s_pairs = new(To("list_", Alias("int64"), static size => size.Int(2)), 1, [None])
    {
        Inside = [s_numbers.In],
    };

    private static readonly Array s_struct =
        new(To("struct", static fields => List(fields, Field(Alias("int64")), Field(Alias("string")))), 3, [None])
        {
            Inside = [s_numbers.In, s_words.In],
        };

    private static readonly Array s_categories =
        new(To("dictionary", Alias("int8"), Alias("string"), static no => no.Op(PickleOpcode.NewFalse)), 3, [None, Buffer(new byte[3])])
        {
            Dictionary = s_words.In,
        };

    private static readonly Dictionary<string, Array> s_honest = new()
    {
        ["numbers"] = s_numbers,
        ["numbers, some missing"] = s_numbers with { Buffers = [Buffer([5]), Buffer(new byte[24])] },
        ["part of numbers"] = s_numbers with { Length = 1, Offset = 2 },
        ["nothing"] = s_numbers with { Length = 0, Buffers = [None, None] },
        ["switches"] = new(Alias("bool"), 17, [None, Buffer(new byte[3])]),
        ["times"] = new(To("timestamp", static unit => unit.Text("us"), static zone => zone.Text("UTC")), 2, [None, Buffer(new byte[16])]),
        ["bytes of a size"] = new(To("binary", static size => size.Int(5)), 2, [None, Buffer(new byte[10])]),
        ["words"] = s_words,
        ["words, each empty"] = new(Alias("large_string"), 2, [None, Buffer(new byte[24]), None]),
        ["list"] = s_list, ["pairs"] = s_pairs, ["struct"] = s_struct, ["categories"] = s_categories,
        ["list of lists"] = new(To("large_list", Field(To("list_", Field(Alias("int64"))))), 1,
            [None, Buffer([0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0])]) { Inside = [s_list.In] },
        ["null"] = new(Alias("null"), 3, [None]),
    };

    private static readonly Dictionary<string, Array> s_lies = new()
    {
        ["no buffers"] = s_numbers with { Buffers = [] },
        ["one buffer"] = s_numbers with { Buffers = [None] },
        ["more buffers"] = s_numbers with { Buffers = [None, Buffer(new byte[24]), None] },
        ["no values"] = s_numbers with { Buffers = [None, None] },
        ["too few values"] = s_numbers with { Length = 4 },
        ["part beyond the end"] = s_numbers with { Offset = 1 },
        ["less than nothing"] = s_numbers with { Length = -1 },
        ["before the beginning"] = s_numbers with { Offset = -1 },
        ["a number as a buffer"] = s_numbers with { Buffers = [None, static to => to.Int(1)] },
        ["a buffer of an array"] = s_numbers with { Buffers = [None, To("py_buffer", static to => to.Global("numpy", "ndarray"))] },
        ["too few marks of what is missing"] = new(Alias("int8"), 9, [Buffer([255]), Buffer(new byte[9])]),
        ["too few switches"] = new(Alias("bool"), 17, [None, Buffer(new byte[2])]),
        ["bytes of another size"] = new(To("binary", static size => size.Int(6)), 2, [None, Buffer(new byte[10])]),
        ["huge bytes"] = new(To("binary", static size => size.Int(int.MaxValue)), 2, [None, Buffer(new byte[10])]),
        ["too few places of words"] = s_words with { Length = 4 },
        ["words beyond the end"] = s_words with { Buffers = [None, Buffer(Ints(0, 1, 1, 4)), Buffer("abc"u8)] },
        ["words that go back"] = s_words with { Buffers = [None, Buffer(Ints(0, 3, 1, 3)), Buffer("abc"u8)] },
        ["words before the beginning"] = s_words with { Buffers = [None, Buffer(Ints(-1, 1, 1, 3)), Buffer("abc"u8)] },
        ["lists beyond the end"] = s_list with { Buffers = [None, Buffer(Ints(0, 1, 1, 4))] },
        ["list of nothing"] = s_list with { Inside = [] },
        ["list of something else"] = s_list with { Inside = [s_words.In] },
        ["list with a lie inside"] = s_list with { Inside = [(s_numbers with { Length = 4 }).In] },
        ["pairs beyond the end"] = s_pairs with { Length = 2 },
        ["struct with less inside"] = s_struct with { Inside = [s_numbers.In] },
        ["struct beyond the end"] = s_struct with { Length = 4 },
        ["categories without names"] = s_categories with { Dictionary = None },
        ["categories of something else"] = s_categories with { Dictionary = s_numbers.In },
        ["numbers with names"] = s_numbers with { Dictionary = s_words.In },
        ["type that is none"] = s_numbers with { Type = None },
        ["type by another's name"] = s_numbers with { Type = Alias("int65") },
        ["no array"] = new(None, 0, []),
    };

    [Test]
    public void GivenAnArrayAsArrowPicklesIt_IsClean() => Check(s_honest, isClean: true);

    [Test]
    public void GivenAnArrayThatSaysMoreThanItHas_IsNeverClean() => Check(s_lies, isClean: false);

    [TestCase(64, true)]
    [TestCase(65, false)]
    public void GivenListsInLists_OnlyAFewAreClean(int depth, bool isClean)
    {
        Array array = s_numbers;
        Write type = Alias("int64");
        for (int i = 0; i < depth; i++)
        {
            Array inside = array;
            type = To("list_", Field(type));
            array = new(type, 3, [None, Buffer(Ints(s_offsets))]) { Inside = [inside.In] };
        }
        Assert.That(Of(2, array) == Verdict.Clean, Is.EqualTo(isClean));
    }

    // Each holds the one before it twice.
    [Test]
    public void GivenTheSameArraysAgainAndAgain_TheWorkIsBounded()
    {
        var to = new PickleDialect(2);
        to.Global("pyarrow.lib", "_restore_array");
        to.Tell(x => s_numbers.In(x));
        Action<PickleDialect> last = to.Keep();
        for (int i = 0; i < 40; i++)
        {
            to.Op(PickleOpcode.Pop);
            Action<PickleDialect> before = last;
            new Array(To("union", static a => List(a)), 0, [None, None]) { Inside = [x => before(x), x => before(x)] }.In(to);
            last = to.Keep();
        }
        byte[] pickle = to.Op(PickleOpcode.Tuple1).Op(PickleOpcode.Reduce).Stop();
        Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict, Is.Not.EqualTo(Verdict.Clean));
    }

    private static void Check(Dictionary<string, Array> arrays, bool isClean)
    {
        foreach (var (name, array) in arrays)
        {
            foreach (int protocol in (int[])[0, 2, 4])
                Assert.That(Of(protocol, array) == Verdict.Clean, Is.EqualTo(isClean), $"{name}, protocol {protocol}");
        }
    }

    private static Verdict Of(int protocol, Array array) => Scanned.Bytes(
        new PickleDialect(protocol).Call("pyarrow.lib", "_restore_array", array.In).Stop(), "model.pkl").Verdict;

    private static void None(PickleDialect to) => to.Op(PickleOpcode.None);

    private static Write Alias(string name) => To("type_for_alias", text => text.Text(name));

    private static Write Field(Write type) =>
        To("field", static name => name.Text("item"), type, static yes => yes.Op(PickleOpcode.NewTrue), None);

    private static Write To(string function, params Write[] given) =>
        to => to.Call("pyarrow.lib", function, [.. given.Select(static write => new Action<PickleDialect>(write))]);

    private static void List(PickleDialect to, params Write[] items)
    {
        to.List();
        foreach (Write item in items) to.Tell(x => item(x)).Op(PickleOpcode.Append);
    }

    // Protocol 0 writes each letter beyond ASCII, and each that ends a line, by its number.
    private static Write Buffer(ReadOnlySpan<byte> bytes)
    {
        string text = Encoding.Latin1.GetString(bytes);
        return To("py_buffer", held => held.Call("__builtin__", "bytearray", coded => coded.Call("_codecs", "encode",
            letters => letters.Text(text), static latin => latin.Text("latin1"))));
    }

    private static byte[] Ints(params int[] numbers) => [.. numbers.SelectMany(BitConverter.GetBytes)];
}
