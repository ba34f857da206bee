using System.Text;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Graphs and networks in the text form of Protocol Buffers: what their binary form would say counts under any name.</summary>
public sealed class ProtoTextTests
{
    private static readonly string[] s_names = ["graph.pbtxt", "deploy.prototxt", "x.txt", "noending"],
        s_before = ["", "# a note\n", "name: \"x\"\n", "versions { producer: 1 }\n"];

    [Test]
    public void GivenALayerInPython_ItIsSuspicious() => Assert.Multiple(() =>
    {
        foreach (var (name, before) in Products())
        {
            foreach (string mark in (string[])["python_param {", "python_param: {", "python_param{", "python_param # x\n <",
                "python_param :\n{"])
            {
                string end = mark.Contains('<', StringComparison.Ordinal) ? ">" : "}", text =
                    before + "layer {\n  name: \"l\" type: \"Python\"\n  " + mark + " module: \"zq_own\" layer: \"Thing\" " + end + "\n}\n";
                Assert.That(Scan(name, text).Verdict, Is.EqualTo(Verdict.Suspicious), name + text);
            }
        }
    });

    // Of a graph the operations are not looked at, as in its binary form; those that leave it are named.
    [Test]
    public void GivenAGraph_ItIsNotComplete() => Assert.Multiple(() =>
    {
        foreach (var (name, before) in Products())
        {
            foreach (string operation in (string[])["MatMul", "PyFunc", "EagerPyFunc", "WriteFile", "ReadFile"])
            {
                foreach (string node in (string[])["node { name: 'a' op: '@' }",
                    "meta_graphs {\n graph_def {\n  node <\n op: \"@\"\n >\n }\n}",
                    "library { function { node_def { op: \"@\" } } }"])
                {
                    string text = before + node.Replace("@", operation, StringComparison.Ordinal) + "\n";
                    ScanReport report = Scan(name, text);
                    Assert.That((report.Verdict, report.Complete),
                        Is.EqualTo((operation == "MatMul" ? Verdict.Clean : Verdict.Suspicious, false)), name + text);
                }
            }
        }
    });

    // The same words in other languages, and messages of other kinds.
    [TestCase("item {\n  id: 1\n  name: 'node'\n  op: 1\n}\n")]
    [TestCase("layer {\n  name: \"l\"\n  type: \"Convolution\"\n  convolution_param { num_output: 3 }\n}\n")]
    [TestCase("A graph has node { op: \"PyFunc\" }, and python_param { module: \"x\" }.\n")]
    [TestCase("node: a\nop: \"PyFunc\"\n")]
    [TestCase("{\"node\": {\"op\": \"PyFunc\"}, \"python_param\": {}}")]
    [TestCase("# python_param { }\nname: \"x\"\n")]
    [TestCase("name: \"python_param { }\"\nx: \"node { op: 'ReadFile' }\"\n")]
    public void GivenAnotherText_ItIsCleanAndComplete(string text) => Assert.Multiple(() =>
    {
        foreach (string name in s_names)
        {
            ScanReport report = Scan(name, text);
            Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)), name);
        }
    });

    private static IEnumerable<(string Name, string Before)> Products() =>
        s_names.SelectMany(static name => s_before.Select(before => (name, before)));

    private static ScanReport Scan(string name, string text) => Scanned.Bytes(Encoding.UTF8.GetBytes(text), name);
}
