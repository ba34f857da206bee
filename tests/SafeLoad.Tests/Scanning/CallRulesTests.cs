using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Scanning;

public sealed class CallRulesTests
{
    // BUILD with slot state on a class calls setattr on it: the change stays for the whole process.
    [Test]
    public void GivenBuildOnAGlobal_IsDangerousWhateverItIsCalled()
    {
        byte[] pickle = PickleBuilder.Protocol(2).Global("collections", "OrderedDict").Op(PickleOpcode.None).EmptyDict().Text("popitem")
            .Op(PickleOpcode.None).Op(PickleOpcode.SetItem).Op(PickleOpcode.Tuple2).Op(PickleOpcode.Build).Stop();
        ScanReport report = Scanned.Bytes(pickle);
        Assert.That(report.Verdict, Is.EqualTo(Verdict.Dangerous));
        Assert.That(report.Ids(), Does.Contain(DiagnosticId.GlobalModified));
    }

    [Test]
    public void GivenCallOfWhatACallGave_IsSuspicious()
    {
        byte[] pickle = PickleBuilder.Protocol(2).Global("builtins", "dict").EmptyTuple().Reduce().EmptyTuple().Reduce().Stop();
        ScanReport report = Scanned.Bytes(pickle);
        Assert.That((report.Verdict, report.Ids()), Is.EqualTo((Verdict.Suspicious, new[] { DiagnosticId.ComputedCall })));
    }

    [Test]
    public void GivenHarmlessClassAsFactory_IsClean()
    {
        byte[] pickle = PickleBuilder.Protocol(2).Global("collections", "defaultdict").Global("builtins", "list").Op(PickleOpcode.Tuple1)
            .Reduce().Stop();
        Assert.That(Scanned.Bytes(pickle).Verdict, Is.EqualTo(Verdict.Clean));
    }

    [Test]
    public void GivenComputedFactory_IsSuspicious()
    {
        byte[] pickle = PickleBuilder.Protocol(2).Global("collections", "defaultdict").Global("builtins", "dict").EmptyTuple().Reduce()
            .Op(PickleOpcode.Tuple1).Reduce().Stop();
        Assert.That(Scanned.Bytes(pickle).Ids(), Does.Contain(DiagnosticId.ComputedCall));
    }

    [Test]
    public void GivenComputedName_IsDangerous()
    {
        byte[] pickle = PickleBuilder.Protocol(4).Global("builtins", "str").EmptyTuple().Reduce().ShortText("system")
            .Op(PickleOpcode.StackGlobal).Stop();
        Assert.That(Scanned.Bytes(pickle).Ids(), Does.Contain(DiagnosticId.ComputedGlobal));
    }
}
