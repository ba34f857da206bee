using System.Text;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Configurations of <c>logging.config.fileConfig</c>, which evaluates the arguments of handlers: it takes a file of any name, so
/// they are known by their sections.</summary>
public sealed class LoggingConfigurationTests
{
    private static readonly string[] s_names =
        ["logging.ini", "log.properties", "logging.conf.sample", "x.configuration", "noending", "notes.txt", "a.yaml", "b.rst"],
        s_sections = ["[loggers]\nkeys=root\n", "[handlers]\nkeys=h\n", "# x\n\n [handlers]\nkeys=h\n", "; x\r[loggers]\rkeys=root\r",
            "\u00A0[loggers]\nkeys=root\n"],
        s_hostile = ["args=(zq_own('x'),)", "ARGS = (zq_own('x'),)", "args:(zq_own('x'),)", "args=(\n  zq_own('x'),)",
            "kwargs={'a':zq_own(1)}", "class=(zq_own(1),StreamHandler)[1]", "args=(z%(y)s,)\ny=q_own(1)", "args\u00A0=(zq_own(1),)",
            "\u00A0\nargs=(zq_own(1),)", "class=zq_own.thing.Zq\nkeys=h"],
        s_honest = ["class=StreamHandler\nargs=(sys.stdout,)",
            "class=handlers.SysLogHandler\nargs=('/dev/log', handlers.SysLogHandler.LOG_USER)",
            "class=FileHandler\nargs=('a.log','w')\nlevel=NOTSET\nformatter=f", "format=%(asctime)s (%(name)s) %(message)s"];

    [Test]
    public void GivenArgumentsThatCall_UnderAnyName_IsSuspicious() => Assert.Multiple(() =>
    {
        foreach (string name in s_names)
        {
            foreach (string section in s_sections)
            {
                foreach (string pair in s_hostile)
                {
                    string text = section + "[handler_h]\n" + pair + "\n[formatters]\nkeys=\n";
                    Assert.That(VerdictOf(name, text), Is.EqualTo(Verdict.Suspicious), name + ": " + text);
                }
            }
        }
    });

    [Test]
    public void GivenArgumentsThatPeopleWrite_UnderAnyName_IsClean() => Assert.Multiple(() =>
    {
        foreach (string name in s_names.Where(static name => name != "a.yaml"))
        {
            foreach (string section in s_sections)
            {
                foreach (string pair in s_honest)
                {
                    string text = section + "[handler_h]\n" + pair + "\n[formatters]\nkeys=\n";
                    Assert.That(VerdictOf(name, text), Is.EqualTo(Verdict.Clean), name + ": " + text);
                }
            }
        }
    });

    // Without such a section at the beginning of a line a text is none of logging's.
    [TestCase("see [loggers] and args=(zq_own(1),)\n")]
    [TestCase("[handler]\nargs=(zq_own(1),)\n")]
    [TestCase("def f(args=(zq_own(1),)):\n    x = [handlers]\n")]
    public void GivenAnotherText_ItsArgumentsAreNotEvaluated(string text) =>
        Assert.That(VerdictOf("notes.txt", text), Is.EqualTo(Verdict.Clean));

    private static Verdict VerdictOf(string name, string text) => Scanned.Bytes(Encoding.UTF8.GetBytes(text), name).Verdict;
}
