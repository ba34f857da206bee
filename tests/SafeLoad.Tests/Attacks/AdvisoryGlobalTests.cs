using SafeLoad.IO;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Advisories about names: every global is dangerous and is named, bare and in an archive, however the opcodes spell it.</summary>
public sealed class AdvisoryGlobalTests
{
    private static IEnumerable<TestCaseData> Advisories =>
        AdvisoryGlobals.All.Select(static advisory => new TestCaseData(advisory.Id).SetArgDisplayNames(advisory.Id));

    [TestCaseSource(nameof(Advisories))]
    public void GivenGlobalOfAdvisory_IsDangerous(string id)
    {
        foreach (var (module, name) in AdvisoryGlobals.All.Single(advisory => advisory.Id == id).Globals)
        {
            byte[] byStack = PickleBuilder.Protocol(4).ShortText(module).ShortText(name).Op(PickleOpcode.StackGlobal).ShortText("x")
                .Op(PickleOpcode.Tuple1).Reduce().Stop();
            byte[] byLine = PickleBuilder.Protocol(2).Global(module, name).Text("x").Op(PickleOpcode.Tuple1).Reduce().Stop();
            foreach (byte[] pickle in (byte[][])[byStack, byLine])
            {
                foreach (byte[] file in (byte[][])[pickle, ZipBuilder.Torch(pickle).ToArray()])
                {
                    ScanReport report = Scanner.Scan(new MemoryByteSource(file));
                    Assert.That(report.Verdict, Is.EqualTo(Verdict.Dangerous), module + "." + name);
                    Assert.That(report.Globals.Select(static global => (global.Module, global.Name)), Does.Contain((module, name)));
                    Assert.That(report.Findings.Select(static finding => finding.Id), Does.Contain(DiagnosticId.DangerousGlobal));
                }
            }
        }
    }

    [Test]
    public void GivenTheTable_HasEachAdvisoryOnce() =>
        Assert.That(AdvisoryGlobals.All.Select(static advisory => advisory.Id), Is.Unique.And.Not.Empty);
}
