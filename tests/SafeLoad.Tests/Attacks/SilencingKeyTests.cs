using System.Text;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Keys and forms by which a configuration would have a rule pass over what stands beside them.</summary>
public sealed class SilencingKeyTests
{
    private static readonly string[] s_modules = ["module", "module_name", "package"],
        s_names = ["class", "class_name", "cls", "function", "factory", "__class__"],
        s_programs = ["os.system", "builtins.exec", "joblib.load", "zq_own.timeit.timeit", "zq_own.zq.urllib.request.urlopen",
            "zq_own._os.system"],
        s_words = ["func", "function", "callable", "type", "target", "class"],
        s_describing = ["value", "file", "filename", "doc", "repr", "description", "time", "abs_path"],
        s_telling = ["line", "lineno", "message", "tottime", "severity", "signature", "return_value"];

    // To Python every text but the empty one is true; YAML's own words are none without quotes alone.
    [Test]
    public void GivenTrustAsAText_ItIsTrueUnlessEmpty() => Assert.Multiple(() =>
    {
        foreach (string word in (string[])["false", "no", "off", "n", "0", "null", "False", "None"])
        {
            foreach (string text in (string[])["{\"trust_remote_code\": \"@\"}", "trust_remote_code: '@'\n", "trust_remote_code: \"@\"\n",
                "trust_remote_code: !!str @\n", "trust_remote_code: ! @\n", "a: &x '@'\ntrust_remote_code: *x\n",
                "trust_remote_code: |-\n  @\n", "a: {b: [{\"trust_remote_code\": \"@\"}]}\n"])
                Assert.That(VerdictOf(text.Replace("@", word, StringComparison.Ordinal)), Is.EqualTo(Verdict.Suspicious), text + word);
        }
        foreach (string word in (string[])["false", "null", "0"])
            Assert.That(VerdictOf($$"""{"trust_remote_code": {{word}}, "x": 1}"""), Is.EqualTo(Verdict.Clean), word);
        foreach (string word in (string[])["false", "no", "off", "False", "NO", "~", "", "''", "&x false"])
            Assert.That(VerdictOf($"trust_remote_code: {word}\nx: 1\n"), Is.EqualTo(Verdict.Clean), word);
        foreach (string word in (string[])["n", "fALSE", "None", "yes", "on", "true"])
            Assert.That(VerdictOf($"trust_remote_code: {word}\nx: 1\n"), Is.EqualTo(Verdict.Suspicious), word);
    });

    [Test]
    public void GivenARegisteredNameBesideAModule_ItSilencesNothing() => Assert.Multiple(() =>
    {
        foreach (string module in s_modules)
        {
            foreach (string name in s_names)
            {
                foreach (string registered in (string[])["null", "\"Zq>Thing\""])
                {
                    string text =
                        $$"""{"{{module}}": "zq_own.mod", "{{name}}": "Thing", "kwargs": {}, "registered_name": {{registered}}}""";
                    Assert.That(VerdictOf(text), Is.EqualTo(Verdict.Suspicious), text);
                }
            }
        }
        Assert.That(VerdictOf("""{"module": "keras.layers", "class_name": "Dense", "config": {}, "registered_name": null, "kwargs": {}}"""),
            Is.EqualTo(Verdict.Clean));
    });

    // What describes can be an argument, too: one such key is no report of anything, two are one, and so is one that only a report has.
    [Test]
    public void GivenAProgramBesideWhatDescribes_OneKeySilencesNothing() => Assert.Multiple(() =>
    {
        foreach (string word in s_words)
        {
            foreach (string program in s_programs)
            {
                string start = $$"""{"{{word}}": "{{program}}", """;
                foreach (string key in s_describing)
                    Assert.That(VerdictOf($$"""{{start}}"{{key}}": 1}"""), Is.EqualTo(Verdict.Dangerous), start + key);
                foreach (string key in s_telling)
                    Assert.That(VerdictOf($$"""{{start}}"{{key}}": 1}"""), Is.EqualTo(Verdict.Clean), start + key);
                Assert.That(VerdictOf(start + """ "description": "x", "file": "x"}"""), Is.EqualTo(Verdict.Clean), start);
                Assert.That(VerdictOf(start + """ "description": "x", "line": 1, "args": []}"""), Is.EqualTo(Verdict.Dangerous), start);
            }
        }
    });

    // transformers takes one implementation for each part of a model.
    [Test]
    public void GivenAnImplementationForAPart_ItIsFetched() => Assert.Multiple(() =>
    {
        foreach (string key in (string[])["attn_implementation", "_attn_implementation", "experts_implementation"])
        {
            Assert.That(VerdictOf($$$"""{"{{{key}}}": {"text_config": "zq_own/kernel"}}"""), Is.EqualTo(Verdict.Suspicious), key);
            Assert.That(VerdictOf($$$"""{"{{{key}}}": {"": "sdpa", "a": "zq_own/kernel@v1"}}"""), Is.EqualTo(Verdict.Suspicious), key);
            Assert.That(VerdictOf($"a:\n  {key}:\n    text_config: zq_own/kernel\n"), Is.EqualTo(Verdict.Suspicious), key);
            Assert.That(VerdictOf($$$"""{"{{{key}}}": {"a": "sdpa", "vision_config": "eager"}}"""), Is.EqualTo(Verdict.Clean), key);
        }
        Assert.That(VerdictOf("""{"class_name": "x", "config": {"vocabulary": {"a": "b/c"}}}"""), Is.EqualTo(Verdict.Clean));
    });

    // Spark's types, and the metadata of Zarr under any name and in any other file.
    [TestCase("""{"type": "udt", "class": null, "pyClass": "zq_own.mod.Thing", "sqlType": "binary"}""", false)]
    [TestCase("""{"schemaString": "{\"fields\": [{\"type\": {\"pyClass\": \"zq_own.Thing\"}}]}"}""", false)]
    [TestCase("""{"type": "udt", "pyClass": "pyspark.ml.linalg.VectorUDT"}""", true)]
    [TestCase("""{"type": "udt", "pyClass": "pyspark.ml.linalg.sys.VectorUDT"}""", false)]
    [TestCase("""{"metadata": {"a/.zarray": {"filters": [{"id": "pickle"}], "zarr_format": 2}}, "zarr_consolidated_format": 1}""", false)]
    [TestCase("""{"refs": {"a/.zarray": "{\"filters\": [{\"id\": \"pickle\"}], \"zarr_format\": 2}"}}""", false)]
    [TestCase("""{"codecs": [{"name": "numcodecs.pickle"}], "zarr_format": 3}""", false)]
    [TestCase("""{"filters": [{"id": "json2"}], "zarr_format": 2, "note": "pickle"}""", true)]
    [TestCase("""{"id": "pickle", "name": "pickle"}""", true)]
    public void GivenWhatALoaderKnowsByItsKeys_TheFilesNameSilencesNothing(string text, bool isClean) =>
        Assert.That(VerdictOf(text), isClean ? Is.EqualTo(Verdict.Clean) : Is.GreaterThan(Verdict.Clean));

    private static Verdict VerdictOf(string text) => Scanned.Bytes(Encoding.UTF8.GetBytes(text), "x.conf.d").Verdict;
}
