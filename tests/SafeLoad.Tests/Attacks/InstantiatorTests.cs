using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Hyperparameters in a checkpoint that name what a framework imports and calls when it has loaded them: data, and yet
/// code.</summary>
public sealed class InstantiatorTests
{
    private const string Key = "_instantiator";

    private static readonly (string Way, Func<string, byte[]> Pickle)[] s_ways =
    [
        ("items", static name => PickleBuilder.Protocol(2).EmptyDict().Mark().Text(Key).Text(name).SetItems().Stop()),
        ("one item", static name => PickleBuilder.Protocol(2).EmptyDict().Text(Key).Text(name).Op(PickleOpcode.SetItem).Stop()),
        ("dict", static name => PickleBuilder.Protocol(2).Mark().Text(Key).Text(name).Op(PickleOpcode.Dict).Stop()),
        ("inside", static name => PickleBuilder.Protocol(2).EmptyDict().Text("hyper_parameters").EmptyDict().Mark().Text("a").Int(1)
            .Text(Key).Text(name).SetItems().Op(PickleOpcode.SetItem).Stop()),
        ("pairs", static name => PickleBuilder.Protocol(2).Global("collections", "OrderedDict").Op(PickleOpcode.EmptyList)
            .Text(Key).Text(name).Op(PickleOpcode.Tuple2).Op(PickleOpcode.Append).Op(PickleOpcode.Tuple1).Reduce().Stop()),
    ];

    private static IEnumerable<TestCaseData> Cases()
    {
        foreach (var (way, pickle) in s_ways)
        {
            foreach (string container in (string[])["pickle", "zip"])
            {
                yield return Case(way, container, pickle, "zq_own.thing", Verdict.Suspicious);
                yield return Case(way, container, pickle, "posix.system", Verdict.Dangerous);
                yield return Case(way, container, pickle, "lightning.pytorch.cli.instantiate_module", Verdict.Clean);
                yield return Case(way, container, pickle, "pytorch_lightning.cli.instantiate_module", Verdict.Clean);
            }
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void GivenInstantiator_ItIsJudgedByTheNameThatItHas(byte[] file, string name, Verdict verdict)
    {
        ScanReport report = Scanned.Bytes(file);
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((verdict, true)));
        Assert.That(report.Findings.Any(finding => finding.Message.Contains(name, StringComparison.Ordinal)),
            Is.EqualTo(verdict != Verdict.Clean));
    }

    [Test]
    public void GivenInstantiatorThatIsNoText_ItIsSuspicious()
    {
        byte[] file = PickleBuilder.Protocol(2).EmptyDict().Mark().Text(Key).Int(1).SetItems().Stop();
        Assert.That(Scanned.Bytes(file).Verdict, Is.EqualTo(Verdict.Suspicious));
    }

    private static byte[] Text(string key, string value) => PickleBuilder.Protocol(2).EmptyDict().Text(key).Text(value)
        .Op(PickleOpcode.SetItem).Stop();

    // A configuration in Python travels with checkpoints of some frameworks, which run it.
    [TestCase("import zq_own\n", Verdict.Suspicious)]
    [TestCase("a = dict(b=1)\nc = zq_thing(1)\n", Verdict.Suspicious)]
    [TestCase("a = ().__class__\nb = 1\n", Verdict.Suspicious)]
    [TestCase("a = [1][0](2)\nb = 1\n", Verdict.Suspicious)]
    [TestCase("model = dict(type='ResNet', depth=50, stages=(0, 1), norm=dict(type='BN'))\nlr = 0.1 * (1 + 2)\n", Verdict.Clean)]
    [TestCase("models/yolo(v5).yaml", Verdict.Clean)]
    [TestCase("_base_ = './zq.py'\na = 1\n", Verdict.Suspicious)]
    [TestCase("custom_imports = dict(imports=['zq_own'])\n", Verdict.Suspicious)]
    [TestCase("custom_imports = dict(imports=[\n    'mmdet.zq',\n    'zq_own',\n])\n", Verdict.Suspicious)]
    [TestCase("x = 'zq_own'\ncustom_imports = dict(imports=[x])\n", Verdict.Suspicious)]
    [TestCase("a = custom_imports = dict(imports='zq_own')\n", Verdict.Suspicious)]
    [TestCase("custom_imports = dict(allow_failed_imports=False, imports=[\n    'mmpretrain.models'])\nx = 'zq_own'\n", Verdict.Clean)]
    [TestCase("model = dict(type='zq_own.mod.Thing')\n", Verdict.Suspicious)]
    [TestCase("model = {'type': 'zq_own.mod.thing'}\n", Verdict.Suspicious)]
    [TestCase("model = dict(type='posix.system')\n", Verdict.Dangerous)]
    [TestCase("model = dict(type='mmdet.models.Zq', a=dict(type='mmdet.Zq'), b=dict(type='torch.nn.GELU'))\n", Verdict.Clean)]
    [TestCase("a = zq(1)", Verdict.Suspicious)]
    [TestCase("a={'b':str}['b'](1)", Verdict.Suspicious)]
    [TestCase("for a in iter(lambda:1,1):0", Verdict.Suspicious)]
    [TestCase("class A(metaclass=lambda*a:0):0", Verdict.Suspicious)]
    [TestCase("a = dict(b=1)", Verdict.Clean)]
    [TestCase("with a look at f(x)", Verdict.Suspicious)]
    public void GivenConfigurationInPython_ItIsSuspiciousWhereItDoesMoreThanToAssign(string text, Verdict verdict) =>
        Assert.That(Scanned.Bytes(Text("cfg", text)).Verdict, Is.EqualTo(verdict));

    // The same as a file, called as its loaders want it; its documentation has such lines, too.
    [TestCase("a.yaml", true)]
    [TestCase("a.json", true)]
    [TestCase("a.txt", true)]
    [TestCase("a.md", false)]
    [TestCase("a.py", false)]
    public void GivenConfigurationInPythonAsAFile_TheCodeThatItNamesCounts(string name, bool isSuspicious) => Assert.Multiple(() =>
    {
        foreach (string text in (string[])["_base_ = ['./zq.py']\nlr = 1\n", "lr = 1\ncustom_imports = dict(imports=['zq_own'])\n",
            "a = dict(b=[1])\n_base_='zq.py'\n"])
            Assert.That(Scanned.Bytes(System.Text.Encoding.UTF8.GetBytes(text), name).Verdict,
                Is.EqualTo(isSuspicious ? Verdict.Suspicious : Verdict.Clean), text);
        foreach (string text in (string[])["lr = 1\nmodel = dict(type='Zq')\n", "custom_imports = dict(imports=['mmdet.zq'])\n",
            "see _base_ = x\n", "custom_imports == 1\n"])
            Assert.That(Scanned.Bytes(System.Text.Encoding.UTF8.GetBytes(text), name).Verdict, Is.EqualTo(Verdict.Clean), text);
    });

    [TestCase("zq_own.mod", Verdict.Suspicious)]
    [TestCase("pyannote.audio.models.segmentation", Verdict.Clean)]
    public void GivenArchitecture_ItIsJudgedByItsModule(string module, Verdict verdict)
    {
        byte[] file = PickleBuilder.Protocol(2).EmptyDict().Text("architecture").EmptyDict().Mark().Text("module").Text(module)
            .Text("class").Text("Thing").SetItems().Op(PickleOpcode.SetItem).Stop();
        Assert.That(Scanned.Bytes(file).Verdict, Is.EqualTo(verdict));
    }

    // What is harmless by name is called by who finds it under this key.
    [TestCase("klass", "ultralytics.nn.tasks", "DetectionModel", Verdict.Suspicious)]
    [TestCase("class", "torch.nn.modules.linear", "Linear", Verdict.Clean)]
    [TestCase("klass", "collections", "OrderedDict", Verdict.Clean)]
    public void GivenClassThatLoadersCall_ItsUseIsThatOfACall(string key, string module, string name, Verdict verdict)
    {
        byte[] file = PickleBuilder.Protocol(2).EmptyDict().Text(key).Global(module, name).Op(PickleOpcode.SetItem).Stop();
        Assert.That(Scanned.Bytes(file).Verdict, Is.EqualTo(verdict));
    }

    private static TestCaseData Case(string way, string container, Func<string, byte[]> pickle, string name, Verdict verdict)
    {
        byte[] bytes = pickle(name);
        return new TestCaseData(container == "zip" ? ZipBuilder.Torch(bytes).ToArray() : bytes, name, verdict)
            .SetArgDisplayNames(way, container, name);
    }
}
