using System.IO.Compression;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;
using static SafeLoad.Tests.Support.Hdf5Builder;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// Pickles wherever programs keep them in HDF5: PyTables and pandas in attributes and in rows of objects, others as opaque values, texts
/// and arrays of bytes. The product of places, ways to store, protocols, and what the pickle calls.
/// </summary>
public sealed class PickleInHdf5Tests
{
    private const int Opaque = 5, Text = 3, Compound = 6, Variable = 9;

    private static readonly byte[] s_byte = Type(0, 1, 0, 0, 0, 8, 0);

    private static readonly Dictionary<Verdict, (string Module, string Name)> s_names = new()
    {
        [Verdict.Clean] = ("collections", "OrderedDict"),
        [Verdict.Suspicious] = ("not_there", "nothing"),
        [Verdict.Dangerous] = ("subprocess", "not_there"),
    };

    // The elements of an attribute or dataset that hold a pickle: their type, how many there are, their bytes, and which of them it is.
    private static readonly Dictionary<string, Func<byte[], (byte[] Type, long[] Shape, byte[] Data, string Element)>> s_elements = new()
    {
        ["one text"] = static pickle => (Type(Text, pickle.Length), [], pickle, ""),
        ["a text that is filled up"] = static pickle => (Type(Text, pickle.Length + 9), [1], [.. pickle, .. new byte[9]], ""),
        ["one of three texts"] = static pickle =>
            (Type(Text, pickle.Length), [3], [.. new byte[pickle.Length], .. pickle, .. new byte[pickle.Length]], "![1]"),
        ["one opaque value"] = static pickle => (Type(Opaque, pickle.Length, 8, new byte[8]), [], pickle, ""),
        ["the last opaque value"] = static pickle =>
            (Type(Opaque, pickle.Length, 8, new byte[8]), [1, 2], [.. new byte[pickle.Length], .. pickle], "![1]"),
        ["bytes"] = static pickle => (s_byte, [pickle.Length], pickle, ""),
        ["a table of bytes"] = static pickle => (s_byte, [1, pickle.Length], pickle, ""),
    };

    // How a dataset stores its elements.
    private static readonly Dictionary<string, Func<Hdf5Builder, byte[], int, long[], byte[][]>> s_stores = new()
    {
        ["compact"] = static (_, data, _, _) => [Message(8, [3, 0, .. Number(data.Length, 2), .. data])],
        ["contiguous"] = static (file, data, _, _) => [Contiguous(file.Add([data]), data.Length)],
        ["chunked"] = static (file, data, size, shape) =>
            [Chunked(file.Add([Tree(1, 0, 1, Chunk(data.Length, file.Add([data]), new long[shape.Length]))]), [.. shape, size])],
        ["deflated"] = static (file, data, size, shape) =>
        {
            byte[] packed = Deflate(data);
            return [Chunked(file.Add([Tree(1, 0, 1, Chunk(packed.Length, file.Add([packed]), new long[shape.Length]))]), [.. shape, size]),
                Filters(1)];
        },
        ["fill value"] = static (_, data, size, _) => [Contiguous(Undefined, data.Length),
            Message(5, [2, 2, 0, 1, .. Number(size, 4), .. data[^size..]])],
    };

    private static byte[] Deflate(byte[] bytes)
    {
        var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.SmallestSize, leaveOpen: true)) zlib.Write(bytes);
        return stream.ToArray();
    }

    // As the protocol has it: names as lines before version 4, then from the stack.
    private static byte[] Pickle(int protocol, Verdict verdict)
    {
        var (module, name) = s_names[verdict];
        PickleBuilder pickle = protocol < 2 ? new PickleBuilder() : PickleBuilder.Protocol(protocol);
        if (protocol < 4) pickle.Global(module, name);
        else pickle.ShortText(module).ShortText(name).Op(PickleOpcode.StackGlobal);
        return (protocol == 0 ? pickle.Mark().Tuple() : pickle.EmptyTuple()).Reduce().Stop();
    }

    [Test]
    public void GivenAPickleInAnAttribute_ItIsScannedInItsPlace([Range(0, 5)] int protocol, [Values] bool isOfTheRoot,
        [Values(Verdict.Clean, Verdict.Suspicious, Verdict.Dangerous)] Verdict verdict)
    {
        foreach (var (what, make) in Sequences.Each(s_elements, 7))
        {
            var (type, shape, data, element) = make(Pickle(protocol, verdict));
            var file = new Hdf5Builder();
            byte[] attribute = Attribute("state", type, shape, data);
            byte[] bytes = isOfTheRoot ? file.ToArray(file.Object(Hdf5Builder.Group, attribute))
                : file.ToArray(file.Links(("inner", file.Object(Hdf5Builder.Group, attribute))));
            Expect(bytes, verdict, (isOfTheRoot ? "/@state" : "/inner@state") + element, what);
        }
    }

    [Test]
    public void GivenAPickleInADataset_ItIsScannedInItsPlace([Range(0, 5)] int protocol,
        [Values(Verdict.Clean, Verdict.Suspicious, Verdict.Dangerous)] Verdict verdict)
    {
        foreach (var (what, make) in Sequences.Each(s_elements, 7))
        {
            foreach (var (how, store) in Sequences.Each(s_stores, 5))
            {
                var (type, shape, data, element) = make(Pickle(protocol, verdict));
                // A scalar has no chunks; a fill value is one element, of bytes one byte.
                if (how is "chunked" or "deflated" && shape.Length == 0) shape = [1];
                int size = BitConverter.ToInt32(type, 4);
                if (how == "fill value" && (size == 1 || element == "![1]")) continue;
                var file = new Hdf5Builder();
                long dataset = file.Object([Space(shape), Message(3, type), .. store(file, data, size, shape)]);
                Expect(file.ToArray(file.Links(("inner", file.Links(("x", dataset))))), verdict, "/inner/x" + element, what + ", " + how);
            }
        }
    }

    [Test]
    public void GivenAPickleInAHeap_ItIsScannedWhoeverRefersToIt([Range(0, 5)] int protocol,
        [Values("text", "bytes", "compound", "nobody", "deflated")] string reference,
        [Values(Verdict.Clean, Verdict.Suspicious, Verdict.Dangerous)] Verdict verdict)
    {
        var file = new Hdf5Builder();
        byte[] pickle = Pickle(protocol, verdict);
        long heap = file.Heap([1, 2, 3], pickle);
        byte[] refersTo = Reference(heap, 2, pickle.Length), deflated = Deflate(refersTo);
        byte[] sequence = Type(Variable, 16, 0, s_byte), text = Type(Variable, 16, 1, s_byte);
        // A member: its name, where it stands, no dimensions, its type.
        byte[] compound = Type(Compound, 24, 1, [.. "m"u8, 0, 0, 0, 0, 0, 0, 0, .. Number(8, 4), .. new byte[28], .. sequence]);
        long group = reference switch
        {
            "text" => file.Object(Hdf5Builder.Group, Attribute("state", text, [], refersTo)),
            "bytes" => file.Links(("x", file.Object(Space(1), Message(3, sequence), Contiguous(file.Add([refersTo]), 16)))),
            "compound" => file.Links(("x", file.Object(Space(1), Message(3, compound), Contiguous(file.Add([new byte[8], refersTo]), 24)))),
            "deflated" => file.Links(("x", file.Object(Space(1), Message(3, sequence),
                Chunked(file.Add([Tree(1, 0, 1, Chunk(deflated.Length, file.Add([deflated]), 0))]), 1, 16), Filters(1)))),
            _ => file.Links(),
        };
        string place = reference switch
        {
            "text" => "/inner@state", "bytes" or "deflated" => "/inner/x", "compound" => "/inner/x.m",
            _ => FormattableString.Invariant($"(heap at 0x{heap:X})[2]"),
        };
        Expect(file.ToArray(file.Links(("inner", group))), verdict, place, reference);
    }

    // The names of rows of objects count however the pickle ends: PyTables has imported them by then.
    [Test]
    public void GivenARowOfObjectsThatBreaks_ItIsAPickleByItsRole([Values] bool isRowOfObjects)
    {
        var file = new Hdf5Builder();
        byte[] broken = new PickleBuilder().Global("not_there", "nothing").Op((PickleOpcode)0xFF).ToArray();
        long heap = file.Heap(broken);
        byte[] sequence = Type(Variable, 16, 0, s_byte);
        long rows = file.Object([Space(1), Message(3, sequence), Contiguous(file.Add([Reference(heap, 1, broken.Length)]), 16),
            .. isRowOfObjects ? (byte[][])[Attribute("PSEUDOATOM", Type(Text, 6), [], "object"u8.ToArray())] : []]);
        ScanReport report = Scanned.Bytes(file.ToArray(file.Links(("x", rows))), "x.h5");
        Assert.That(report.Verdict, Is.EqualTo(isRowOfObjects ? Verdict.Suspicious : Verdict.Clean));
    }

    [Test]
    public void GivenTextsThatEndAsPicklesDo_AreClean(
        [Values("A model.", "N.", "c.", "classes\nof\nobjects.", "line one\nline two.", ".", "")] string text)
    {
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(text + "\0");
        var file = new Hdf5Builder();
        long root = file.Object(Hdf5Builder.Group, Attribute("note", Type(Text, bytes.Length), [], bytes));
        Expect(file.ToArray(root), Verdict.Clean, "", text);
    }

    private static void Expect(byte[] bytes, Verdict verdict, string place, string what)
    {
        ScanReport report = Scanned.Bytes(bytes, "x.h5");
        Assert.That(report.Verdict, Is.EqualTo(verdict), what);
        Assert.That(report.Complete, what);
        Assert.That(report.BytesDecoded + report.BytesStorage + report.BytesStructure, Is.EqualTo(bytes.Length), what);
        if (verdict == Verdict.Clean) Assert.That(report.Findings, Is.Empty, what);
        else Assert.That(report.Findings.Select(static finding => finding.Location.Record), Is.All.EqualTo(place).And.Not.Empty, what);
        // What is harmless was seen as well.
        if (place.Length > 0)
            Assert.That(report.Globals.Select(static global => global.Location.Record), Is.All.EqualTo(place).And.Not.Empty, what);
    }
}
