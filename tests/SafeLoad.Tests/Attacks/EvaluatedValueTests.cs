using System.Text;
using SafeLoad.IO;
using SafeLoad.Scanning;

namespace SafeLoad.Tests.Attacks;

/// <summary>Values that run code wherever they are evaluated, under any key, in any language of configurations: nobody has to know the
/// framework that does it. And names that begin with a framework's own package and lead out of it.</summary>
public sealed class EvaluatedValueTests
{
    private static readonly string[] s_keys = ["policy_kwargs", "func", "x", "net arch", "description", "callback"];

    private static readonly string[] s_hostile =
    [
        "__import__('zq_own').thing('x')", "[__import__('zq_own')]", "lambda env: __import__('zq_own')", "dict(a=__import__('zq_own').b())",
        "().__class__.__base__.__subclasses__()", "x.__globals__['zq_own'].thing()", "1if __import__('zq_own')else 0",
        "0xfor x if 0 else __import__('zq_own')", "\uFF3F\uFF3Fimport\uFF3F\uFF3F('zq_own')", "\uFF45val('zq_own')",
        "\U0001D552bs(\U0001D556val('zq_own'))", "(lambda x=1: __import__('zq_own'))()",
    ];

    // What people write: names of methods, sentences, calls of layers, other languages.
    private static readonly string[] s_honest =
    [
        "nn.ReLU(inplace=True)", "dict(net_arch=[64, 64])", "Thing.__init__()", "model.__call__(x)", "see __import__ (the function)",
        "call __import__('x') to import a module", "f(x) = 1", "\u8BF4\u660E\uFF08abc\uFF09", "lin_schedule(3e-4)",
        "__all__", "sum(x**2 for x in xs)",
        "SELECT count(*) FROM t", "5px solid rgb(0, 0, 0)",
    ];

    private static readonly (string Name, Func<string, string, string> Write)[] s_languages =
    [
        ("a.json", static (key, value) => $$"""{"{{key}}": {"deep": [1, {{Json(value)}}] } }"""),
        ("b.json", static (key, value) => $$"""[{"{{key}}": {{Json(value)}}, "b": 1 }]"""),
        ("c.yaml", static (key, value) => $"{key}:\n  - a: {Json(value)}\n    b: 2\n"),
        ("d.toml", static (key, value) => $"[section]\n\"{key}\" = {Json(value)}\n"),
        ("settings", static (key, value) => $$"""{"{{key}}": {{Json(value)}} }"""),
    ];

    [Test]
    public void GivenAnExpressionThatLeaves_UnderAnyKeyInAnyLanguage_IsSuspicious()
    {
        foreach (var (name, write) in s_languages)
        {
            foreach (string key in s_keys)
            {
                foreach (string value in s_hostile)
                    Assert.That(VerdictOf(name, write(key, value)), Is.GreaterThanOrEqualTo(Verdict.Suspicious), $"{name} {key} {value}");
            }
        }
    }

    [Test]
    public void GivenWhatPeopleWrite_UnderAnyKeyInAnyLanguage_IsClean()
    {
        foreach (var (name, write) in s_languages)
        {
            foreach (string key in s_keys)
            {
                foreach (string value in s_honest)
                    Assert.That(VerdictOf(name, write(key, value)), Is.EqualTo(Verdict.Clean), $"{name} {key} {value}");
            }
        }
    }

    // A package's beginning, as setuptools wrote it for many years.
    [TestCase("a.py", true)]
    [TestCase("a.yaml", false)]
    [TestCase("a", false)]
    public void GivenSourceText_ItIsNoConfiguration(string name, bool isClean) =>
        Assert.That(VerdictOf(name, "try: __import__('zq_own').thing(__name__)\n") == Verdict.Clean, Is.EqualTo(isClean));

    private static readonly (string Own, string Start, string End)[] s_loaders =
    [
        ("torchtune.modules.zq", """{"_component_": """, """, "x": 1}"""),
        ("logging.Formatter", """{"formatters": {"x": {"()": """, "}}}"),
        ("logging.handlers.ZqHandler", """{"version": 1, "handlers": {"x": {"class": """, "}}}"),
        ("autogen_core.models.Zq", """{"provider": """, """, "component_type": "model"}"""),
        ("gluonts.core.component.Zq", """{"__kind__": "instance", "class": """, """, "args": []}"""),
        ("mlflow.sklearn", """{"loader_module": """, "}"),
    ];

    [TestCaseSource(nameof(Loaders))]
    public void GivenALoadersOwnName_ItIsCleanUntilItLeadsAway(string own, string start, string end)
    {
        Assert.That(VerdictOf("a.json", start + Json(own) + end), Is.EqualTo(Verdict.Clean));
        string package = own[..own.LastIndexOf('.')];
        foreach (string module in (string[])["os", "_os", "sys", "_subprocess", "zq.os", "zq.importlib", "zq.builtins", "pickle", "gc",
            "zq.inspect"])
        {
            string name = $"{package}.{module}.zq";
            Assert.That(VerdictOf("a.json", start + Json(name) + end), Is.GreaterThanOrEqualTo(Verdict.Suspicious), name);
        }
        foreach (string function in (string[])["timeit.timeit", "torch.load", "torch.hub.load", "urllib.request.urlopen", "yaml.load"])
        {
            string name = $"{package}.{function}";
            Assert.That(VerdictOf("a.json", start + Json(name) + end), Is.GreaterThanOrEqualTo(Verdict.Suspicious), name);
        }
    }

    // Packages have modules of their own by words of the standard library: their classes are their own.
    [TestCase("""{"provider": "autogen_core.logging.Zq", "component_type": "model"}""")]
    [TestCase("""{"@module": "pymatgen.io.zq", "@class": "Zq"}""")]
    [TestCase("""{"formatters": {"x": {"()": "uvicorn.logging.DefaultFormatter"}}}""")]
    [TestCase("""{"__kind__": "instance", "class": "gluonts.torch.zq.Zq", "args": []}""")]
    public void GivenAnOwnClassInAModuleOfACommonName_ItIsClean(string text) =>
        Assert.That(VerdictOf("a.json", text), Is.EqualTo(Verdict.Clean));

    private static IEnumerable<TestCaseData> Loaders() => s_loaders.Select(static row => new TestCaseData(row.Own, row.Start, row.End));

    [TestCase("nn.Conv2d", true)]
    [TestCase("Conv", true)]
    [TestCase("nn.Upsample", true)]
    [TestCase("nn.init.zq", false)]
    [TestCase("nn.parallel.os.zq", false)]
    [TestCase("zq_own.Thing", false)]
    [TestCase("exec", false)]
    [TestCase("eval", false)]
    [TestCase("open", false)]
    public void GivenALayerOfYolo_OnlyLayersAreClean(string layer, bool isClean)
    {
        string text = $"nc: 80\nbackbone:\n  - [-1, 1, {layer}, [64, 3]]\nhead:\n  - [-1, 1, nn.Conv2d, [1]]\n";
        Assert.That(VerdictOf("m.yaml", text) == Verdict.Clean, Is.EqualTo(isClean));
    }

    // Python's \s: what Jinja takes for blanks.
    [Test]
    public void GivenRawWithAnyBlanks_WhatStandsBehindIsRead()
    {
        foreach (string blank in (string[])["", " ", "\t", "\v", "\f", "\u001C", "\u001F", "\u0085", "\u00A0", "\u2003", "\u2028",
            new string(' ', 3000)])
        {
            foreach (string sign in (string[])["", "-", "+"])
            {
                string text = "{%" + sign + blank + "raw" + blank + sign + "%}{{ @ }}{%" + sign + blank + "endraw" + blank + "%}";
                Assert.That(VerdictOf("t.jinja", text + "{{ x['__cl' ~ 'ass__'] }}"), Is.EqualTo(Verdict.Suspicious), text);
                Assert.That(VerdictOf("t.json", $$"""{"tpl": {{Json(text + "{{ x.__globals__ }}")}} }"""),
                    Is.EqualTo(Verdict.Suspicious), text);
                Assert.That(VerdictOf("t.json", $$"""{"tpl": {{Json(text + "{{ x.y }}")}} }"""), Is.EqualTo(Verdict.Clean), text);
            }
        }
    }

    private static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static Verdict VerdictOf(string name, string text)
    {
        using var source = new MemoryByteSource(Encoding.UTF8.GetBytes(text), name);
        return Scanner.Scan(source).Verdict;
    }
}
