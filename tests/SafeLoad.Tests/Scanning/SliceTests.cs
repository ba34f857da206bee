using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Scanning;

/// <summary>Python's slice keeps whatever bounds it is given: labels, dates, tensors. A range counts, and takes numbers alone.</summary>
public sealed class SliceTests
{
    private static readonly Dictionary<string, Action<PickleBuilder>> s_bounds = new()
    {
        ["int"] = static pickle => pickle.Int(1),
        ["str"] = static pickle => pickle.Text("2020-01-01"),
        ["bool"] = static pickle => pickle.False(),
        ["None"] = static pickle => pickle.None(),
        ["list"] = static pickle => pickle.Op(PickleOpcode.EmptyList),
        ["dict"] = static pickle => pickle.EmptyDict(),
    };

    private static IEnumerable<TestCaseData> Pairs() =>
        from start in s_bounds.Keys from stop in s_bounds.Keys select new TestCaseData(start, stop);

    [TestCaseSource(nameof(Pairs))]
    public void GivenASliceBetweenAnyTwoValues_ItIsClean(string start, string stop)
    {
        ScanReport report = Scanned.Bytes(Call("slice", start, stop), "value.pkl");
        Assert.That(report.Findings, Is.Empty);
        Assert.That(report.Complete, Is.True);
    }

    [TestCaseSource(nameof(Pairs))]
    public void GivenARangeBetweenAnyTwoValues_OnlyNumbersAreClean(string start, string stop) =>
        Assert.That(Scanned.Bytes(Call("range", start, stop), "value.pkl").Verdict,
            Is.EqualTo(start == "int" && stop == "int" ? Verdict.Clean : Verdict.Malformed));

    private static byte[] Call(string name, string start, string stop)
    {
        PickleBuilder pickle = PickleBuilder.Protocol(2).Global("builtins", name).Mark();
        s_bounds[start](pickle);
        s_bounds[stop](pickle);
        return pickle.Int(1).Tuple().Reduce().Stop();
    }
}
