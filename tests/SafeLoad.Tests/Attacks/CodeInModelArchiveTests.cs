using System.Text;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Archives of other libraries whose description names code: skops, TorchServe; and configurations that are told by their zeros
/// or their ending.</summary>
public sealed class CodeInModelArchiveTests
{
    private const string Honest = """
        {"__class__": "LogisticRegression", "__module__": "sklearn.linear_model._logistic", "__loader__": "ObjectNode", "content":
         {"__class__": "dict", "__module__": "builtins", "__loader__": "DictNode", "content": {
          "penalty": {"__class__": "str", "__module__": "builtins", "__loader__": "JsonNode", "content": "\"l2\"", "is_json": true},
          "coef_": {"__class__": "ndarray", "__module__": "numpy", "__loader__": "NdArrayNode", "type": "numpy", "file": "0.npy"}},
          "key_types": {"__class__": "list", "__module__": "builtins", "__loader__": "ListNode", "content": [
           {"__class__": "str", "__module__": "builtins", "__loader__": "TypeNode"}]}}, "protocol": 2, "_skops_version": "0.10"}
        """;

    private static byte[] Array
    {
        get
        {
            byte[] text = Encoding.ASCII.GetBytes("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }".PadRight(117) + "\n");
            return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. text, .. Samples.OneTwo];
        }
    }

    private static ScanReport Skops(string schema) =>
        Scanned.Bytes(new ZipBuilder().Add("0.npy", Array).Add("schema.json", schema).ToArray(), "model.skops");

    [Test]
    public void GivenSchemaOfKnownClasses_TheArchiveIsCleanAndComplete()
    {
        ScanReport report = Skops(Honest);
        Assert.That((report.FormatName, report.Verdict, report.Complete), Is.EqualTo(("skops", Verdict.Clean, true)));
        Assert.That(report.Globals.Select(static global => global.FullName),
            Does.Contain("sklearn.linear_model._logistic.LogisticRegression"));
    }

    [Test]
    public void GivenSchemaWithANameOfCode_ItIsJudgedAsInAPickle([Values("ObjectNode", "FunctionNode", "TypeNode", "MethodNode", "ZqNode")]
        string loader, [Values("zq_own.thing", "posix.system")] string name, [Values("penalty", "coef_", "zq")] string key)
    {
        string[] parts = name.Split('.');
        string node = $$"""
            "{{key}}": {"__class__": "{{parts[1]}}", "__module__": "{{parts[0]}}", "__loader__": "{{loader}}"},
            """;
        ScanReport report = Skops(Honest.Replace("\"penalty\":", node + "\"x\":", StringComparison.Ordinal));
        Assert.That((report.Verdict, report.Complete),
            Is.EqualTo((name[0] == 'z' ? Verdict.Suspicious : Verdict.Dangerous, true)));
        Assert.That(report.Findings.Any(finding => finding.Global == name && finding.Location.Record == "schema.json"));
    }

    [Test]
    public void GivenSchemaThatCannotBeRead_TheArchiveIsNotComplete() =>
        Assert.That(Skops(Honest[..^20]).Complete, Is.False);

    [TestCase("handler.py", true)]
    [TestCase("zq.py:run", true)]
    [TestCase("image_classifier", false)]
    public void GivenManifestOfTorchServe_ItsHandlerIsNamed(string handler, bool isSuspicious)
    {
        string manifest = $$"""{"runtime": "python", "model": {"modelName": "x", "serializedFile": "w.pt", "handler": "{{handler}}"} }""";
        ZipBuilder archive = new ZipBuilder().Add("MAR-INF/MANIFEST.json", manifest).Add("w.pt", Samples.Zip.ToArray());
        ScanReport report = Scanned.Bytes(archive.ToArray(), "model.mar");
        Assert.That((report.FormatName, report.Complete), Is.EqualTo(("mar", true)));
        Assert.That(report.Verdict, Is.EqualTo(isSuspicious ? Verdict.Suspicious : Verdict.Clean));
        Assert.That(report.Findings.Any(finding => finding.Message.Contains(handler, StringComparison.Ordinal)), Is.EqualTo(isSuspicious));
    }

    // json.load takes these without a mark.
    [Test]
    public void GivenJsonWithoutAMark_ItsZerosTellItsEncoding([Values("utf-16LE", "utf-16BE", "utf-32LE", "utf-32BE")] string encoding) =>
        Assert.That(Scanned.Bytes(Encoding.GetEncoding(encoding).GetBytes("""{"auto_map": {"A": "zq_own.Thing"}}"""), "x").Verdict,
            Is.EqualTo(Verdict.Suspicious));

    [TestCase("x.jinja", true)]
    [TestCase("x.JINJA2", true)]
    [TestCase("x.html.j2", true)]
    [TestCase("x.txt", false)]
    public void GivenTemplate_ItsEndingSaysThatItIsOne(string name, bool isNote)
    {
        ScanReport report = Scanned.Bytes("{% if a %}{{ b }}{% endif %}"u8.ToArray(), name);
        Assert.That((report.Verdict, report.Ids().Contains(DiagnosticId.ChatTemplate)), Is.EqualTo((Verdict.Clean, isNote)));
    }
}
