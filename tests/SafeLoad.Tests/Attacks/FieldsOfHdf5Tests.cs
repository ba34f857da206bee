using System.Text;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;
using static SafeLoad.Tests.Support.Hdf5Builder;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// Pickles in the fields of elements: in compounds, arrays and sequences, one in the other. The product of what holds the pickle, of two
/// wrappings around it, of the versions that types are written in, and of where the elements stand.
/// </summary>
public sealed class FieldsOfHdf5Tests
{
    private const int Text = 3, Opaque = 5, Compound = 6, Variable = 9, Array = 10;

    private static readonly byte[] s_byte = Type(0, 1, 0, 0, 0, 8, 0), s_number = Float32[8..28];

    private static readonly byte[] s_naming = [0x82, 0x83, 0x84, 0x93, (byte)'c', (byte)'i', (byte)'('];

    // What holds a pickle: its type and its bytes.
    private static readonly Dictionary<string, Func<Hdf5Builder, byte[], int, (byte[] Type, byte[] Data)>> s_leaves = new()
    {
        ["text"] = static (_, pickle, _) => (Type(Text, pickle.Length + 3), [.. pickle, 0, 0, 0]),
        ["opaque value"] = static (_, pickle, _) => (Type(Opaque, pickle.Length, 8, new byte[8]), pickle),
        ["bytes"] = static (_, pickle, version) => (ArrayOf(version, s_byte, pickle.Length), pickle),
        ["a row of bytes"] = static (_, pickle, version) =>
            (ArrayOf(version, s_byte, 2, pickle.Length), [.. new byte[pickle.Length], .. pickle]),
        ["sequence of bytes"] = static (file, pickle, _) => (Type(Variable, 16, 0, s_byte), Reference(file.Heap(pickle), 1, pickle.Length)),
    };

    // What stands around a value; each has another value before it.
    private static readonly Dictionary<string, Func<Hdf5Builder, byte[], byte[], int, (byte[] Type, byte[] Data)>> s_wraps = new()
    {
        ["nothing"] = static (_, type, data, _) => (type, data),
        ["second field"] = static (_, type, data, version) =>
            (CompoundOf(version, ("a", s_number), ("b", type)), [.. new byte[4], .. data]),
        ["second of an array"] = static (_, type, data, version) => (ArrayOf(version, type, 2), [.. new byte[data.Length], .. data]),
        ["last of a table"] = static (_, type, data, version) => (ArrayOf(version, type, 1, 2), [.. new byte[data.Length], .. data]),
        ["second of a sequence"] = static (file, type, data, _) => (Type(Variable, 16, 0, type),
            Reference(file.Heap([1, 2, 3], [.. new byte[data.Length], .. data]), 2, 2)),
    };

    private static int SizeOf(byte[] type) => BitConverter.ToInt32(type, 4);

    // Rank, and until version 2 three bytes before the sizes and the order of the dimensions behind them.
    private static byte[] ArrayOf(int version, byte[] type, params int[] sizes)
    {
        byte[] counts = [.. sizes.SelectMany(static size => Number(size, 4))];
        byte[] properties = version == 3 ? [(byte)sizes.Length, .. counts, .. type]
            : [(byte)sizes.Length, 0, 0, 0, .. counts, .. new byte[counts.Length], .. type];
        byte[] whole = Type(Array, sizes.Aggregate(SizeOf(type), static (size, count) => size * count), 0, properties);
        // Version 1 knows none.
        whole[0] = (byte)((version == 3 ? 0x30 : 0x20) | Array);
        return whole;
    }

    private static byte[] CompoundOf(int version, params (string Name, byte[] Type)[] members)
    {
        int size = members.Sum(static member => SizeOf(member.Type)), at = 0;
        var properties = new List<byte>();
        foreach (var (name, type) in members)
        {
            byte[] text = [.. Encoding.ASCII.GetBytes(name), 0];
            properties.AddRange(text);
            if (version < 3) properties.AddRange(new byte[8 - text.Length]);
            properties.AddRange(Number(at, version < 3 ? 4 : size < 256 ? 1 : 2));
            if (version == 1) properties.AddRange(new byte[28]);
            properties.AddRange(type);
            at += SizeOf(type);
        }
        byte[] whole = Type(Compound, size, members.Length, [.. properties]);
        whole[0] = (byte)(version << 4 | Compound);
        return whole;
    }

    private static byte[] Pickle(int protocol, bool isHarmless)
    {
        var (module, name) = isHarmless ? ("collections", "OrderedDict") : ("subprocess", "not_there");
        PickleBuilder pickle = protocol < 2 ? new PickleBuilder() : PickleBuilder.Protocol(protocol);
        if (protocol < 4) pickle.Global(module, name);
        else pickle.ShortText(module).ShortText(name).Op(PickleOpcode.StackGlobal);
        return (protocol == 0 ? pickle.Mark().Tuple() : pickle.EmptyTuple()).Reduce().Stop();
    }

    private static byte[] FileOf(Hdf5Builder file, byte[] type, byte[] data, string place) => place switch
    {
        "attribute" => file.ToArray(file.Object(Hdf5Builder.Group,
            Attribute("state", Padded(type), [2], [.. new byte[data.Length], .. data]))),
        "dataset" => file.ToArray(file.Links(("x", file.Object(Space(2), Message(3, type),
            Contiguous(file.Add([new byte[data.Length], data]), 2 * data.Length))))),
        _ => file.ToArray(file.Links(("x", file.Object(Space(1), Message(3, type),
            Chunked(file.Add([Tree(1, 0, 1, Chunk(data.Length, file.Add([data]), 0))]), 1, data.Length))))),
    };

    private static byte[] Padded(byte[] type) => [.. type, .. new byte[(8 - type.Length % 8) % 8]];

    private static IEnumerable<string> Leaves() => s_leaves.Keys;

    private static IEnumerable<string> Wraps() => s_wraps.Keys;

    [Test]
    public void GivenAPickleInAField_ItIsFound([ValueSource(nameof(Leaves))] string leaf, [ValueSource(nameof(Wraps))] string inner,
        [ValueSource(nameof(Wraps))] string outer, [Values(1, 2, 3)] int version, [Values("attribute", "dataset", "chunk")] string place)
    {
        foreach (int protocol in (int[])[0, 2, 4])
        {
            foreach (bool isHarmless in (bool[])[true, false])
            {
                var file = new Hdf5Builder();
                var (type, data) = s_leaves[leaf](file, Pickle(protocol, isHarmless), version);
                (type, data) = s_wraps[inner](file, type, data, version);
                (type, data) = s_wraps[outer](file, type, data, version);
                ScanReport report = Scanned.Bytes(FileOf(file, type, data, place), "x.h5");
                Assert.That((report.Verdict, report.Complete), Is.EqualTo((isHarmless ? Verdict.Clean : Verdict.Dangerous, true)),
                    string.Join("; ", report.Findings));
                Assert.That(report.Globals, Is.Not.Empty);
            }
        }
    }

    // What cannot be laid out is never silently clean: a member that reaches out, members that overlap, arrays larger than they are, texts
    // without an end, classes that nobody knows.
    [Test]
    public void GivenATypeThatLies_TheScanSaysSo([Values(1, 2, 3)] int version,
        [Values("outside", "overlap", "array", "no end", "class", "deep")] string lie)
    {
        byte[] text = Type(Text, 8), type = CompoundOf(version, ("a", text), ("b", text));
        int first = version == 3 ? 8 + 2 : 8 + 8,
            second = first + (version == 1 ? 4 + 28 : version == 2 ? 4 : 1) + 8 + (version == 3 ? 2 : 8);
        switch (lie)
        {
            case "outside": type[second] = 9; break;
            case "overlap": type = CompoundOf(version, ("a", text), ("b", text), ("c", text)); type[4] = 16; type[first] = 0; break;
            case "array":
                type = CompoundOf(version, ("a", text), ("b", ArrayOf(version, text, 3)));
                type[^(version == 3 ? 12 : 16)] = 4;
                break;
            case "no end": type[1] = 200; break;
            case "class": type[second + (version == 1 ? 32 : version == 2 ? 4 : 1)] = 0x1D; break;
            default:
                for (int i = 0; i < 1500; i++) type = CompoundOf(3, ("a", type));
                break;
        }
        var file = new Hdf5Builder();
        byte[] data = new byte[SizeOf(type)];
        ScanReport report = Scanned.Bytes(FileOf(file, type, data, "dataset"), "x.h5");
        Assert.That(report.Verdict == Verdict.Malformed || !report.Complete, string.Join("; ", report.Findings));
    }

    // Keys, sums and colours: bytes that chance has put together are no pickles.
    [Test]
    public void GivenRandomBytesInFields_TheyAreClean([Values(8, 16, 64, 700)] int length, [Values(1, 2, 3)] int version)
    {
        byte[] data = new byte[length * 4000];
        new Random(length).NextBytes(data);
        // Opcodes that name something stand before every other one.
        for (int i = 0; i < data.Length; i += 2 * length) data[i] = s_naming[i / length / 2 % s_naming.Length];
        var file = new Hdf5Builder();
        long dataset = file.Object(Space(4000), Message(3, CompoundOf(version, ("k", ArrayOf(version, s_byte, length)))),
            Contiguous(file.Add([data]), data.Length));
        byte[] bytes = file.ToArray(file.Links(("x", dataset)));
        // Those of the first element stand where the dataset's do.
        bytes[^data.Length] = 0;
        ScanReport report = Scanned.Bytes(bytes, "x.h5");
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)), string.Join("; ", report.Findings.Take(3)));
    }

    [Test]
    public void GivenAPickleInARowOfATableOfBytes_ItIsFound([Values(0, 2, 4)] int protocol, [Values(0, 1, 2)] int row, [Values] bool isText)
    {
        byte[] pickle = Pickle(protocol, isHarmless: false), data = new byte[3 * pickle.Length];
        pickle.CopyTo(data, row * pickle.Length);
        var file = new Hdf5Builder();
        long dataset = file.Object(Space(3, pickle.Length), Message(3, isText ? Type(Text, 1) : s_byte),
            Contiguous(file.Add([data]), data.Length));
        Assert.That(Scanned.Bytes(file.ToArray(file.Links(("x", dataset))), "x.h5").Verdict, Is.EqualTo(Verdict.Dangerous));
    }
}
