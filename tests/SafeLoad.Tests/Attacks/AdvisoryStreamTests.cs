using SafeLoad.IO;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Advisories about streams that a scanner read differently than pickle does.</summary>
public sealed class AdvisoryStreamTests
{
    [Test]
    public void GivenNamesAsStringOpcodes_AreSeen() => AssertSeen("os", "system", new PickleBuilder()
        .Line(PickleOpcode.String, "'os'")
        .Line(PickleOpcode.String, "'system'")
        .Op(PickleOpcode.StackGlobal)
        .Line(PickleOpcode.String, "'x'")
        .Op(PickleOpcode.Tuple1)
        .Reduce()
        .Stop());

    [Test]
    public void GivenComputedMagicNumber_CallIsSeen()
    {
        byte[] magic =
            PickleBuilder.Protocol(2).Global("__builtin__", "eval").Text("0x1950a86a20f9469cfc6c").Op(PickleOpcode.Tuple1).Reduce().Stop();
        byte[] root = PickleBuilder.Protocol(2).Global("posix", "system").Text("x").Op(PickleOpcode.Tuple1).Reduce().Stop();
        ScanReport report = Scanner.Scan(new MemoryByteSource(new LegacyBuilder { Magic = magic, Root = root, Keys =
            LegacyBuilder.KeyList() }.ToArray(), "model.pt"));
        Assert.That(report.Verdict, Is.EqualTo(Verdict.Dangerous));
        Assert.That(Names(report), Is.SupersetOf(new[] { ("__builtin__", "eval"), ("posix", "system") }));
    }

    [Test]
    public void GivenMixedMemoOpcodes_NamesAreThoseOfTheMemo() => AssertSeen("os", "system", PickleBuilder.Protocol(4)
        .ShortText("os").Op(PickleOpcode.BinPut, [0])
        .ShortText("system").Op(PickleOpcode.BinPut, [1])
        // MEMOIZE takes the number of entries as the next index: 2 and 3, not 0 and 1.
        .ShortText("torch._utils").Op(PickleOpcode.Memoize)
        .ShortText("_rebuild_tensor_v2").Op(PickleOpcode.Memoize)
        .Op(PickleOpcode.BinGet, [0])
        .Op(PickleOpcode.BinGet, [1])
        .Op(PickleOpcode.StackGlobal)
        .Stop());

    [Test]
    public void GivenMemoNumbersOutOfOrder_NamesAreThoseOfTheMemo() => AssertSeen("os", "system", PickleBuilder.Protocol(4)
        .ShortText("system").Put(7)
        .ShortText("os").Put(3)
        .ShortText("collections").Put(0)
        .ShortText("OrderedDict").Put(1)
        .Get(3)
        .Get(7)
        .Op(PickleOpcode.StackGlobal)
        .Stop());

    [Test]
    public void GivenMissingMemoEntryAfterThePayload_PayloadIsSeen() => AssertSeen("posix", "system", Payload()
        .Get(100)
        .Get(101)
        .Op(PickleOpcode.StackGlobal)
        .Stop());

    [Test]
    public void GivenCallByObjThatIsPopped_IsSeen() => AssertSeen("smtplib", "SMTP", PickleBuilder.Protocol(4)
        .Mark()
        .ShortText("smtplib").ShortText("SMTP").Op(PickleOpcode.StackGlobal)
        .ShortText("localhost")
        .Op(PickleOpcode.Obj)
        .Op(PickleOpcode.Pop)
        .Op(PickleOpcode.None)
        .Stop());

    [Test]
    public void GivenBuildAfterACall_CallIsSeen() => AssertSeen("socketserver", "TCPServer", PickleBuilder.Protocol(4)
        .ShortText("socketserver").ShortText("TCPServer").Op(PickleOpcode.StackGlobal)
        .EmptyTuple()
        .Reduce()
        .EmptyDict()
        .Op(PickleOpcode.Build)
        .Stop());

    [TestCase("pathlib", "os.system")]
    [TestCase("torch.serialization", "os.system")]
    [TestCase("collections", "abc.sys.modules")]
    [TestCase("collections", "OrderedDict.__class__.__base__")]
    public void GivenDottedName_IsDangerous(string module, string name) => AssertSeen(module, name, PickleBuilder.Protocol(4)
        .ShortText(module).ShortText(name).Op(PickleOpcode.StackGlobal)
        .Stop());

    [Test]
    public void GivenBreakAfterThePayload_PayloadIsSeen() => AssertSeen("posix", "system", Payload().Op((PickleOpcode)0xFF).ToArray());

    [Test]
    public void GivenItemsSetOnATensor_AreRefused()
    {
        byte[] file = ZipBuilder.Torch(PickleBuilder.Protocol(2).Tensor(4, 0, [4], [1]).Mark().Int(0).Int(1).SetItems().Stop(),
            new byte[16]).ToArray();
        Assert.That(() => Checkpoint.Open(file), Throws.InstanceOf<SafeLoadException>());
        Assert.That(Scanner.Scan(new MemoryByteSource(file)).Verdict, Is.Not.EqualTo(Verdict.Clean));
    }

    [Test]
    public void GivenStorageLongerThanItsRecord_IsMalformed()
    {
        byte[] file = ZipBuilder.Torch(PickleBuilder.Protocol(2).Tensor(1000, 0, [1000], [1]).Stop(), new byte[16]).ToArray();
        Assert.That(() => Checkpoint.Open(file), Throws.InstanceOf<MalformedCheckpointException>());
        Assert.That(Scanner.Scan(new MemoryByteSource(file)).Verdict, Is.EqualTo(Verdict.Malformed));
    }

    private static PickleBuilder Payload() =>
        PickleBuilder.Protocol(2).Global("posix", "system").Text("x").Op(PickleOpcode.Tuple1).Reduce().Op(PickleOpcode.Pop);

    private static void AssertSeen(string module, string name, byte[] pickle)
    {
        foreach (byte[] file in (byte[][])[pickle, ZipBuilder.Torch(pickle).ToArray()])
        {
            ScanReport report = Scanner.Scan(new MemoryByteSource(file));
            Assert.That(report.Verdict, Is.EqualTo(Verdict.Dangerous));
            Assert.That(Names(report), Does.Contain((module, name)));
        }
    }

    private static (string, string)[] Names(ScanReport report) => [.. report.Globals.Select(static global => (global.Module, global.Name))];
}
