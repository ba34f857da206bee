using SafeLoad.Scanning;
using SafeLoad.Tests.Support;
using static SafeLoad.Tests.Support.Hdf5Builder;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// Values of HDF5 that a reader changes before it unpickles them, and values beside what cannot be read: neither is hidden.
/// </summary>
public sealed class ChangedHdf5ValueTests
{
    private const int Text = 3, Variable = 9;

    private static readonly Dictionary<string, Func<Hdf5Builder, byte[][]>> s_broken = new()
    {
        ["attribute of an unknown version"] = static _ => [Message(12, [9, 0, 0, 0, 0, 0, 0, 0])],
        ["shared attribute"] = static _ => [Message(12, new byte[16], flags: 2)],
        ["attribute cut short"] = static _ => [Message(12, [1, 0, 200, 0, 200, 0, 200, 0])],
        ["attribute of another type"] = static _ => [Attribute("bad", [0x9F, 0, 0, 0, 4, 0, 0, 0], [], new byte[4])],
        ["two attributes of one name"] = static _ =>
            [Attribute("a", Type(Text, 4), [], new byte[4]), Attribute("a", Type(Text, 4), [], new byte[4])],
        ["attributes in a broken heap"] = static file => [Message(21, [0, 0, .. Number(file.Next + 4000), .. Number(file.Next + 4000)])],
        ["link without a name"] = static _ => [Link("a/b", 96)],
        ["link that leads out"] = static _ => [Link("far", 1 << 20)],
        ["two links of one name"] = static _ => [Link("twice", 96), Link("twice", 96)],
        ["shared link"] = static _ => [Message(6, new byte[16], flags: 2)],
        ["links in a broken heap"] = static file => [Message(2, [0, 0, .. Number(file.Next + 4000), .. Number(file.Next + 4000)])],
    };

    private static IEnumerable<string> Broken() => s_broken.Keys;

    private static byte[] Pickle(string text = "x") =>
        PickleBuilder.Protocol(2).Global("not_there", "nothing").Text(text).Op(SafeLoad.Pickle.PickleOpcode.Tuple1).Reduce().Stop();

    // Before it or behind it, in its own object or in the one that a link beside it leads to.
    [Test]
    public void GivenWhatCannotBeReadBesideAPickle_ThePickleIsFoundAndTheFaultTold(
        [ValueSource(nameof(Broken))] string broken, [Values] bool isBefore, [Values] bool isLinked)
    {
        var file = new Hdf5Builder();
        byte[] attribute = Attribute("state", Type(Text, Pickle().Length), [], Pickle());
        byte[] good = isLinked ? Link("good", file.Object(Hdf5Builder.Group, attribute)) : attribute;
        byte[][] bad = s_broken[broken](file);
        byte[][] messages = isBefore ? [.. bad, good] : [good, .. bad];
        ScanReport report = Scanned.Bytes(file.ToArray(file.Object([Hdf5Builder.Group, .. messages])));
        Assert.That(report.Globals.Select(static global => global.Module), Does.Contain("not_there"));
        Assert.That(report.Verdict, Is.EqualTo(Verdict.Suspicious));
        Assert.That(report.Findings.Any(static finding => finding.Verdict == Verdict.Malformed) || !report.Complete);
    }

    // The message is filled up to eight bytes, and the text can be as well.
    [Test]
    public void GivenAConfigurationInATextOfFixedLength_ItIsRead([Range(0, 8)] int blanks, [Values(0, 1, 9)] int filled)
    {
        string json = "{\"class_name\": \"Functional\", \"config\": {\"layers\": [{\"module\": \"not_there.at_all\", "
            + "\"class_name\": \"Thing\", \"config\": {}, \"registered_name\": \"x\"}]}}" + new string(' ', blanks);
        byte[] text = [.. System.Text.Encoding.ASCII.GetBytes(json), .. new byte[filled]];
        var file = new Hdf5Builder();
        byte[] attribute = Attribute("model_config", Type(Text, text.Length), [], text);
        ScanReport report = Scanned.Bytes(file.ToArray(file.Object(Hdf5Builder.Group, attribute)), "x.h5");
        Assert.That(report.Verdict, Is.EqualTo(Verdict.Suspicious));
    }

    // PyTables writes a longer name into the pickle: what was text are opcodes then.
    [Test]
    public void GivenOldFilters_AreReadAsPyTablesReadsThem([Values("FILTERS", "OTHER")] string name, [Values('c', 'i', 'x')] char opcode)
    {
        byte[] call = "cnot_there\nnothing\n)R."u8.ToArray();
        byte[] inner = [(byte)'(', (byte)opcode, .. "tables.Leaf\nppppNU\x06"u8];
        byte[] rest = [.. "0X"u8, .. BitConverter.GetBytes(call.Length), .. call, (byte)'.'];
        byte[] pickle = [(byte)'X', .. BitConverter.GetBytes(inner.Length), .. inner, .. rest];
        var file = new Hdf5Builder();
        ScanReport report = Scanned.Bytes(file.ToArray(file.Object(Hdf5Builder.Group,
            Attribute("PYTABLES_FORMAT_VERSION", Type(Text, 3), [], "1.6"u8.ToArray()),
            Attribute(name, Type(Text, pickle.Length), [], pickle))));
        Assert.That(report.Verdict, Is.EqualTo(name == "FILTERS" && opcode != 'x' ? Verdict.Suspicious : Verdict.Clean));
    }

    // As PyTables 1.x wrote them, by its old classes and its new ones; the text is filled up with what is none of the pickle's.
    [Test]
    public void GivenHonestOldFilters_TheyAreClean([Values] bool isOldClass, [Range(0, 8)] int filled)
    {
        string made = isOldClass ? "(itables.Leaf\nFilters\np0\n"
            : "ccopy_reg\n_reconstructor\np0\n(ctables.Leaf\nFilters\np1\nc__builtin__\nobject\np2\nNtRp3\n";
        byte[] text = [.. System.Text.Encoding.ASCII.GetBytes(made + "(dp5\nS'complevel'\np6\nI1\nsS'complib'\np7\nS'zlib'\np8\nsb."),
            .. new byte[filled]];
        var file = new Hdf5Builder();
        ScanReport report = Scanned.Bytes(file.ToArray(file.Object(Hdf5Builder.Group,
            Attribute("PYTABLES_FORMAT_VERSION", Type(Text, 3), [], "1.2"u8.ToArray()),
            Attribute("FILTERS", Type(Text, text.Length), [], text))), "x.h5");
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)), string.Join("; ", report.Findings));
    }

    // Rows of objects in numbers of another byte order: the pickle is what comes out.
    [Test]
    public void GivenObjectsInNumbers_AreReadInTheOrderThatReadersGiveThem([Values(1, 2, 4, 8)] int size, [Values] bool isBigEndian,
        [Values] bool isObject)
    {
        byte[] pickle = [.. "cnot_there\nnothing\n)R."u8];
        byte[] stored = [.. pickle, .. new byte[(size - pickle.Length % size) % size]];
        for (int at = 0; isBigEndian && at < stored.Length; at += size) stored.AsSpan(at, size).Reverse();
        var file = new Hdf5Builder();
        byte[] element = Type(0, size, isBigEndian ? 1 : 0, 0, 0, (byte)(size * 8), 0),
            type = Message(3, Type(Variable, 16, 0, element)), text = "object"u8.ToArray();
        byte[] references = Reference(file.Heap(stored), 1, stored.Length / size);
        long dataset = file.Object(Space(1), type, Contiguous(file.Add([references]), references.Length),
            Attribute("PSEUDOATOM", Type(Text, text.Length), [], text));
        if (!isObject) dataset = file.Object(Space(1), type, Contiguous(file.Add([references]), references.Length));
        ScanReport report = Scanned.Bytes(file.ToArray(file.Links(("x", dataset))));
        if (isObject || !isBigEndian || size == 1) Assert.That(report.Verdict, Is.EqualTo(Verdict.Suspicious));
    }
}
