using System.Text;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Keys and values of YAML in every way in which a parser reads them, behind what is hard to read; and documents that
/// break.</summary>
public sealed class YamlKeyTests
{
    private const string Name = "zq_own.Thing";

    // A key _target_ and its value.
    private static readonly string[] s_pairs =
    [
        "_target_: @\n", "\"_target_\": '@'\n", "? _target_\n: @\n", "? |-\n  _target_\n: @\n", "? >-\n  _target_\n: @\n",
        "? \"_tar\\\n  get_\"\n: @\n", "? \"_tar\\\u0085get_\"\n: @\n", "? \"_tar\\\u2028 get_\"\n: @\n", "? \"\\x5ftarget_\"\n: @\n",
        "_target_: |-\n  @\n", "_target_: >-\n  @\n", "_target_: !!str {=: @}\n",
        "? !!str {=: _target_}\n: @\n", "? {=: _target_}\n: {=: @}\n",
        "x: &k _target_\n*k : @\n", "x: &v @\n_target_: *v\n", "x: &v |-\n  @\n_target_: *v\n", "!!map {_target_: @}\n",
    ];

    // What stands before it: as much as nobody writes by hand, which changes nothing.
    private static readonly string[] s_befores =
    [
        "", new string('\u00E9', 600) + ": 1\n", new string('k', 5000) + ": 1\n", "a: |# no blank\n  text\n---\n", "# text\n\uFEFF",
        string.Concat(Enumerable.Range(0, 3000).Select(static i => $"a{i}: &a{i} {i}\n")), "a: &a " + new string('x', 3000) + "\nb: *a\n",
        string.Concat(Enumerable.Range(0, 2000).Select(static i => $"%TAG !a{i}! tag:x,2000:{i}/\n")) + "---\n",
        "chat_template: {a: 1}\n", "a: !<tag:x,2000:y> 1\n",
    ];

    [Test]
    public void GivenKeyInAnySpelling_ItIsFound()
    {
        int shapes = 0;
        Assert.Multiple(() =>
        {
            foreach (string before in s_befores)
            {
                foreach (string pair in s_pairs)
                {
                    // A map in brackets is a document of its own.
                    if (pair[0] == '!' && before.Length > 0) continue;
                    foreach (string name in (string[])["notes", "conf.yaml"])
                    {
                        string text = before + pair.Replace("@", Name, StringComparison.Ordinal);
                        // Where the mark is a letter of the first key, the others follow on lines of their own.
                        if (before.EndsWith('\uFEFF')) text = before + string.Join("\n ", text[before.Length..].Split('\n')).TrimEnd(' ');
                        ScanReport report = Scanned.Bytes(Encoding.UTF8.GetBytes(text), name);
                        Assert.That(report.Findings.Any(static finding => finding.Verdict == Verdict.Suspicious
                            && finding.Message.Contains(Name, StringComparison.Ordinal)), $"{name}: {text[^Math.Min(text.Length, 80)..]}");
                        shapes++;
                    }
                }
            }
        });
        Assert.That(shapes, Is.EqualTo(2 * (s_befores.Length * (s_pairs.Length - 1) + 1)));
    }

    // Readers of YAML 1.2 take these characters for letters, and what follows a single value for another document.
    [TestCase(" 1.5\u2028z: !!python/object/apply:zq_own.Thing x\n")]
    [TestCase("a: \"x\u2028--- y\"\n_target_: zq_own.Thing\n")]
    [TestCase("a: \"x\u0085--- y\"\n_target_: zq_own.Thing\n")]
    [TestCase("{}\n_target_: zq_own.Thing\n")]
    [TestCase("''\nz: !!python/name:zq_own.Thing ''\n")]
    public void GivenTextThatNewerReadersTakeOtherwise_ItIsReadAsTheyDo(string text)
    {
        foreach (string name in (string[])["notes", "x.yaml"])
        {
            Assert.That(Scanned.Bytes(Encoding.UTF8.GetBytes(text), name).Findings.Any(static finding =>
                finding.Verdict == Verdict.Suspicious && finding.Message.Contains(Name, StringComparison.Ordinal)), text);
        }
    }

    // Keys that a merge brings stand beside the others.
    [TestCase("a: &a {target: zq_own.thing}\nb: {<<: *a, params: {x: 1}}\n")]
    [TestCase("a: &a {params: {x: 1}}\nb:\n  !!merge x: *a\n  target: zq_own.thing\n")]
    [TestCase("a: &a {params: {}}\nb: {<<: [*a], target: zq_own.thing}\n")]
    [TestCase("a: &a {params: {}}\nb: {!!m%65rge x: *a, target: zq_own.thing}\n")]
    public void GivenMergedKeys_TheyStandTogether(string text) =>
        Assert.That(Scanned.Bytes(Encoding.UTF8.GetBytes(text), "notes").Verdict, Is.EqualTo(Verdict.Suspicious));

    // What ended before the break is a document of its own; of what breaks is said that it was not read to its end.
    [TestCase("notes", "_target_: zq_own.Thing\n---\n`b`\n", Verdict.Suspicious, true)]
    [TestCase("notes", "a: 1\n---\n_target_: zq_own.Thing\n`b`\n", Verdict.Clean, false)]
    [TestCase("notes", "a: 1\n`b`\n", Verdict.Clean, true)]
    [TestCase("notes", "a: 'b\n", Verdict.Clean, true)]
    [TestCase("x.yaml", "a: 1\n`b`\n", Verdict.Clean, false)]
    [TestCase("x.yml", "a: 'b\n", Verdict.Clean, false)]
    [TestCase("x.yaml", "_target_: zq_own.Thing\n`b`\n", Verdict.Suspicious, false)]
    public void GivenYamlThatBreaks_WhatStandsBeforeCountsAndItIsSaid(string name, string text, Verdict verdict, bool isComplete)
    {
        ScanReport report = Scanned.Bytes(Encoding.UTF8.GetBytes(text), name);
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((verdict, isComplete)));
    }

    // Each of these would cost the square of its length if one part of it were looked at once for each of the others.
    [TestCase("", "!<a>", "")]
    [TestCase("[", "!a,", "]")]
    [TestCase("a: &a " + "\n", "- *a\n", "")]
    [TestCase("%TAG !a! tag:x,2000:y\n---\n", "- !a!b 1\n", "")]
    public void GivenManyOfAPart_TheCostGrowsWithTheirNumberAlone(string start, string part, string end)
    {
        ScanReport report = Scanned.Bytes(Encoding.UTF8.GetBytes(start + string.Concat(Enumerable.Repeat(part, 200_000)) + end), "x.yaml");
        Assert.That(report.BytesNotLookedAt, Is.Zero);
    }

    // An alias to a long text, again and again, is not followed for ever.
    [Test]
    public void GivenAliasesThatStandForTooMuch_ItIsSaid()
    {
        string text = "a: &a " + new string('x', 100_000) + "\nb:\n" + string.Concat(Enumerable.Repeat("- *a\n", 100_000));
        Assert.That(Scanned.Bytes(Encoding.UTF8.GetBytes(text), "x.yaml").Complete, Is.False);
    }
}
