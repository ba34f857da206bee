using System.Text;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Maps that have a key again and again, each time with another value: every value can be meant together with every value of
/// another key, which is more than anybody looks at.</summary>
public sealed class RepeatedKeyTests
{
    private const int Many = 20_000, Most = 150_000;

    [TestCase("module", "class_name", "config")]
    [TestCase("module", "class", "kwargs")]
    [TestCase("class_name", "module", "config")]
    [TestCase("@module", "@class", "x")]
    [TestCase("__module__", "__class__", "__loader__")]
    [TestCase("__loader__", "__module__", "__class__")]
    [TestCase("module_path", "function", "__loader__")]
    [TestCase("parent_library", "base_model_class", "x")]
    [TestCase("class", "kwargs", "x")]
    [TestCase("type", "path", "idx")]
    public void GivenKeysAgainAndAgain_NoMoreIsJudgedThanIsRead(string first, string second, string third)
    {
        foreach (bool areAllMany in (bool[])[false, true])
        {
            var text = new StringBuilder("{");
            for (int i = 0; i < Many; i++)
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\"{first}\":\"zq.Ab{i}\",\"{second}\":\"Zq{i}\",");
                if (areAllMany) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\"{third}\":\"c{i}\",");
            }
            ScanReport report = Scanned.Bytes(Encoding.UTF8.GetBytes(text + $"\"{third}\":1}}"), "x.json");
            Assert.That(report.Findings, Has.Count.LessThan(Most), $"{areAllMany}");
            Assert.That((report.Verdict, report.Complete), Is.Not.EqualTo((Verdict.Clean, true)), $"{areAllMany}");
        }
    }
}
