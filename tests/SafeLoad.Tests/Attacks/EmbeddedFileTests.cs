using System.Text;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Plain pickle writes a tensor as a whole file of the legacy format in its bytes, which a function of PyTorch opens. The file is
/// scanned as what it is; in any other form the function is what its name says: it reads a pickle inside of the pickle.</summary>
public sealed class EmbeddedFileTests
{
    private static readonly Dictionary<string, Func<PickleBuilder, byte[], PickleBuilder>> s_bytes = new()
    {
        ["SHORT_BINBYTES"] = static (pickle, file) => pickle.Op(PickleOpcode.ShortBinBytes, [(byte)file.Length, .. file]),
        ["BINBYTES"] = static (pickle, file) => pickle.Op(PickleOpcode.BinBytes, [.. BitConverter.GetBytes(file.Length), .. file]),
        ["latin1"] = static (pickle, file) => pickle.Global("_codecs", "encode").Mark().Text(Encoding.Latin1.GetString(file)).Text("latin1")
            .Tuple().Reduce(),
    };

    private static readonly Dictionary<string, Func<byte[], (string Name, byte[] File)>> s_places = new()
    {
        ["pickle"] = static file => ("model.pkl", file),
        ["no name of a pickle"] = static file => ("model", file),
        ["data.pkl"] = static file => ("model.pt", ZipBuilder.Torch(file).ToArray()),
        ["gzip"] = static file => ("model.pkl.gz", KindSamples.Gzip(file)),
        ["tar"] = static file => ("model.tar", Samples.Tar(("model.pkl", file))),
    };

    private static byte[] Opened(string bytes, byte[] file, bool breaks = false)
    {
        PickleBuilder pickle = s_bytes[bytes](PickleBuilder.Protocol(3).Global("torch.storage", "_load_from_bytes").Mark(), file).Tuple()
            .Reduce();
        return breaks ? [.. pickle.ToArray(), 0xFF] : pickle.Stop();
    }

    private static byte[] Call(string module, string name) =>
        PickleBuilder.Protocol(2).Global(module, name).Mark().Text("x").Tuple().Reduce().Stop();

    private static ScanReport Scan(string place, byte[] pickle)
    {
        var (name, file) = s_places[place](pickle);
        return Scanned.Bytes(file, name);
    }

    [Test]
    public void GivenHonestFile_ItIsClean([ValueSource(nameof(Bytes))] string bytes, [ValueSource(nameof(Places))] string place)
    {
        byte[] file = new LegacyBuilder { Root = LegacyBuilder.Storage(PickleBuilder.Protocol(2), "FloatStorage", "0", 2).Stop() }
            .Add(2, new byte[8]).ToArray();
        if (bytes == "SHORT_BINBYTES" && file.Length > 255) bytes = "BINBYTES";
        ScanReport report = Scan(place, Opened(bytes, file));
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)));
    }

    [Test]
    public void GivenACallInTheFile_ItIsFoundInItsPlace([ValueSource(nameof(Bytes))] string bytes,
        [ValueSource(nameof(Places))] string place,
        [Values] bool breaks)
    {
        ScanReport dangerous = Scan(place, Opened(bytes, Call("posix", "system"), breaks));
        Assert.That(dangerous.Dangers(), Does.Contain("posix.system"));
        ScanReport unknown = Scan(place, Opened(bytes, Call("not_there", "nothing"), breaks));
        Assert.That(unknown.Verdict, Is.AtLeast(Verdict.Suspicious));
        Assert.That(unknown.Globals.Single(static global => global.Name == "nothing").Location.Record, Does.Contain("(file at 0x"));
    }

    // A storage holds no other file: what would be opened in one is not honest, however deep, and costs no scan.
    [Test]
    public void GivenAFileInAFile_ItIsNotHonest([ValueSource(nameof(Places))] string place, [Values] bool isInArchive)
    {
        byte[] inner = Opened("BINBYTES", Scanned.Benign);
        ScanReport report = Scan(place, Opened("BINBYTES", isInArchive ? ZipBuilder.Torch(inner).ToArray() : inner));
        Assert.That(report.Dangers(), Does.Contain("torch.storage._load_from_bytes"));
    }

    // Each opens the same file several times: what is decoded is a few times what there is, however deep they stand in each other.
    [Test]
    public void GivenFilesInFiles_TheBytesDecodedAreBounded([Values(2, 4, 8)] int depth)
    {
        byte[] file = Opened("BINBYTES", Scanned.Benign);
        for (int i = 0; i < depth; i++)
        {
            PickleBuilder outer = PickleBuilder.Protocol(3)
                .Op(PickleOpcode.BinBytes, [.. BitConverter.GetBytes(file.Length), .. file]).Put(1).Op(PickleOpcode.Pop);
            for (int call = 0; call < 4; call++)
                outer.Global("torch.storage", "_load_from_bytes").Get(1).Op(PickleOpcode.Tuple1).Reduce().Op(PickleOpcode.Pop);
            file = outer.Op(PickleOpcode.None).Stop();
        }
        ScanReport report = Scanned.Bytes(file, "model.pkl");
        Assert.That(report.Verdict, Is.EqualTo(Verdict.Dangerous));
        Assert.That(report.BytesRead, Is.LessThan(6 * file.Length));
    }

    // What is opened is used as a storage: nothing else stands in it, however harmless by itself.
    [Test]
    public void GivenAFileThatHoldsMoreThanAStorage_IsNeverClean([ValueSource(nameof(Places))] string place)
    {
        PickleBuilder[] roots =
        [
            PickleBuilder.Protocol(2).Global("torch.nn.modules.linear", "Linear"),
            PickleBuilder.Protocol(2).Global("torch.nn.modules.linear", "Linear").EmptyTuple().Op(PickleOpcode.NewObj),
            LegacyBuilder.Storage(PickleBuilder.Protocol(2).Global("collections", "OrderedDict").EmptyTuple().Reduce(), "FloatStorage", "0",
                2).Op(PickleOpcode.Tuple2),
        ];
        foreach (PickleBuilder root in roots)
        {
            byte[] file = new LegacyBuilder { Root = root.Stop() }.Add(2, new byte[8]).ToArray();
            Assert.That(Scan(place, Opened("BINBYTES", file)).Verdict, Is.GreaterThanOrEqualTo(Verdict.Suspicious));
        }
    }

    private static readonly Dictionary<string, byte[]> s_otherForms = new()
    {
        ["only named"] = PickleBuilder.Protocol(3).Global("torch.storage", "_load_from_bytes").Stop(),
        ["without bytes"] = PickleBuilder.Protocol(3).Global("torch.storage", "_load_from_bytes").EmptyTuple().Reduce().Stop(),
        ["of two arguments"] = PickleBuilder.Protocol(3).Global("torch.storage", "_load_from_bytes").Mark()
            .Op(PickleOpcode.ShortBinBytes, [0]).Op(PickleOpcode.None).Tuple().Reduce().Stop(),
        ["of a text"] = PickleBuilder.Protocol(3).Global("torch.storage", "_load_from_bytes").Mark().Text("x").Tuple().Reduce().Stop(),
        ["of what a call gives"] = PickleBuilder.Protocol(3).Global("torch.storage", "_load_from_bytes").Mark()
            .Global("builtins", "bytes").EmptyTuple().Reduce().Tuple().Reduce().Stop(),
        ["of a text in another code"] = PickleBuilder.Protocol(3).Global("torch.storage", "_load_from_bytes").Mark()
            .Global("_codecs", "encode").Mark().Text("x").Text("utf-16").Tuple().Reduce().Tuple().Reduce().Stop(),
        ["handed on"] = PickleBuilder.Protocol(3).Global("builtins", "list").Mark().Global("torch.storage", "_load_from_bytes").Tuple()
            .Reduce().Stop(),
    };

    [Test]
    public void GivenAnotherForm_ItIsDangerous([ValueSource(nameof(OtherForms))] string form, [ValueSource(nameof(Places))] string place) =>
        Assert.That(Scan(place, s_otherForms[form]).Dangers(), Does.Contain("torch.storage._load_from_bytes"));

    // Where nobody would scan the bytes.
    [Test]
    public void GivenTheFunctionInALegacyStream_ItIsDangerous() =>
        Assert.That(Scanned.Bytes(new LegacyBuilder { Root = Opened("BINBYTES", Scanned.Benign), Keys = LegacyBuilder.KeyList() }.ToArray())
            .Dangers(), Does.Contain("torch.storage._load_from_bytes"));

    [Test]
    public void GivenOneTextOpenedAgainAndAgain_TheCostIsBounded()
    {
        byte[] text = new byte[1 << 16];
        PickleBuilder pickle = s_bytes["latin1"](PickleBuilder.Protocol(3), text).Put(1).Op(PickleOpcode.Pop);
        for (int i = 0; i < 2000; i++)
            pickle.Global("torch.storage", "_load_from_bytes").Get(1).Op(PickleOpcode.Tuple1).Reduce().Op(PickleOpcode.Pop);
        byte[] file = pickle.Op(PickleOpcode.None).Stop();
        ScanReport? report = null;
        Assert.That(Cost.AllocatedBy(() => report = Scanned.Bytes(file, "model.pkl")), Is.LessThan(64L << 20));
        Assert.That(report!.Verdict, Is.EqualTo(Verdict.Dangerous));
    }

    // One call gets other bytes where a pickle behind another one is read with the values that the first has stored.
    [Test]
    public void GivenOtherBytesInASecondReading_BothFilesAreScanned([Values] bool storedIsEvil)
    {
        byte[] evil = Call("not_there", "nothing"), good = PickleBuilder.Protocol(2).None().Stop();
        PickleBuilder file = PickleBuilder.Protocol(4)
            .Raw(JoblibPickles.Swallow(storedIsEvil ? evil : good)).Op(PickleOpcode.Memoize).Op(PickleOpcode.Stop)
            .Raw(JoblibPickles.Swallow(storedIsEvil ? good : evil)).Op(PickleOpcode.Memoize).Op(PickleOpcode.Pop)
            .Global("torch.storage", "_load_from_bytes").Op(PickleOpcode.BinGet, [0]).Op(PickleOpcode.Tuple1).Reduce();
        Assert.That(Scanned.Bytes(file.Stop(), "model.pkl").Globals.Select(static global => global.Name), Does.Contain("nothing"));
    }

    // The bytes are opcodes in plain pickle, and an array in joblib.
    [Test]
    public void GivenOtherBytesInJoblibsReading_BothFilesAreScanned()
    {
        byte[] evil = Call("not_there", "nothing"), good = PickleBuilder.Protocol(2).None().Stop();
        byte[] raw = new PickleBuilder().Raw(JoblibPickles.Swallow(good)).Put(5).Op(PickleOpcode.Pop).ToArray();
        PickleBuilder file = PickleBuilder.Protocol(4).Raw(JoblibPickles.Swallow(evil)).Put(5).Array("u1", raw.Length).Raw(raw)
            .Global("torch.storage", "_load_from_bytes").Get(5).Op(PickleOpcode.Tuple1).Reduce();
        Assert.That(Scanned.Bytes(file.Stop(), "model.joblib").Globals.Select(static global => global.Name), Does.Contain("nothing"));
    }

    // Python 2's texts have no encoding: bytes that are UTF-8 are other ones as Latin-1.
    [Test]
    public void GivenATextOfPython2_BothFilesThatItCanBeAreScanned(
        [Values("SHORT_BINSTRING", "BINSTRING", "STRING")] string opcode, [Values] bool evilAsLatin1)
    {
        // As UTF-8 each pair is one byte, so the text that the head counts reaches further.
        byte[] call = Call("not_there", "nothing"), pairs = [.. Enumerable.Repeat((byte[])[0xC3, 0xA9], 20).SelectMany(static b => b)];
        byte counted = (byte)(evilAsLatin1 ? pairs.Length : pairs.Length / 2);
        byte[] text = [(byte)'(', (byte)'U', counted, .. pairs, (byte)'0', .. call[2..]];
        PickleBuilder file = PickleBuilder.Protocol(2).Global("torch.storage", "_load_from_bytes").Global("_codecs", "encode");
        _ = opcode switch
        {
            "SHORT_BINSTRING" => file.Op(PickleOpcode.ShortBinString, [(byte)text.Length, .. text]),
            "BINSTRING" => file.Op(PickleOpcode.BinString, [.. BitConverter.GetBytes(text.Length), .. text]),
            _ => file.Line(PickleOpcode.String, $"'{string.Concat(text.Select(static b => $"\\x{b:x2}"))}'"),
        };
        file.Text("latin1").Op(PickleOpcode.Tuple2).Reduce().Op(PickleOpcode.Tuple1).Reduce();
        Assert.That(Scanned.Bytes(file.Stop(), "model.pkl").Globals.Select(static global => global.Name), Does.Contain("nothing"));
    }

    private static IEnumerable<string> Bytes() => s_bytes.Keys;

    private static IEnumerable<string> Places() => s_places.Keys;

    private static IEnumerable<string> OtherForms() => s_otherForms.Keys;
}
