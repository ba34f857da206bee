using SafeLoad.Diagnostics;
using SafeLoad.Formats;
using SafeLoad.IO;
using SafeLoad.Scanning;
using SafeLoad.Scanning.Findings;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Scanning;

/// <summary>A format that nobody knows, by nothing but a reader of its parts: each kind of part is looked at and accounted for.</summary>
public sealed class PartScannerTests
{
    private const string Elements = "elements", Member = "member.txt";

    private static readonly byte[] s_template = "{{ ''.__class__ }}"u8.ToArray();

    private static readonly PartNote s_problem = new() { Problem = Problems.Npy("no header at all", new CheckpointLocation("f")) };

    private static IEnumerable<TestCaseData> Kinds()
    {
        yield return Row(PartKind.Storage, new byte[9], new LedgerSums(0, 9, 0, 0), null);
        yield return Row(PartKind.Count, new byte[9], new LedgerSums(0, 0, 9, 0), null);
        yield return Row(PartKind.Array, new byte[9], new LedgerSums(0, 9, 0, 0), null);
        yield return Row(PartKind.Structure, new byte[9], new LedgerSums(0, 0, 9, 0), null);
        yield return Row(PartKind.Padding, new byte[9], new LedgerSums(0, 0, 9, 0), null);
        yield return Row(PartKind.Header, new byte[9], new LedgerSums(9, 0, 0, 0), null);
        yield return Row(PartKind.Header, new byte[9000], new LedgerSums(9000, 0, 0, 0), null);
        yield return Row(PartKind.Template, s_template, new LedgerSums(s_template.Length, 0, 0, 0), DiagnosticId.ChatTemplate);
        yield return Row(PartKind.Configuration, """{"class_name": "Lambda"}"""u8.ToArray(), new LedgerSums(24, 0, 0, 0),
            DiagnosticId.CodeInFile);
        yield return Row(PartKind.Lost, Scanned.Evil, new LedgerSums(Scanned.Evil.Length, 0, 0, 0), DiagnosticId.DangerousGlobal);
        yield return Row(PartKind.NotLookedAt, new byte[9], new LedgerSums(0, 0, 0, 9), DiagnosticId.NotScanned);

        static TestCaseData Row(PartKind kind, byte[] bytes, LedgerSums sums, DiagnosticId? id) =>
            new TestCaseData(kind.ToString(), bytes, sums.ToString(), id).SetArgDisplayNames(kind.ToString(), $"{bytes.Length}");
    }

    [TestCaseSource(nameof(Kinds))]
    public void GivenAPart_ItIsLookedAtAsItsKindIs(string kind, byte[] bytes, string sums, DiagnosticId? id)
    {
        Reading reading = Scan(bytes, file => Parts((Enum.Parse<PartKind>(kind), file.Bytes.Length, null)), out LedgerSums found, out _);
        Assert.That((found.ToString(), reading.Findings.FirstOrDefault()?.Id), Is.EqualTo((sums, id)));
    }

    [Test]
    public void GivenMembers_EachIsScannedByItself()
    {
        PartNote unpickled = new() { IsUnpickled = true }, table = new() { Reader = static _ => new PartList() };
        Reading reading = Scan(new byte[30], _ => Parts((PartKind.File, 10, unpickled), (PartKind.File, 10, table),
            (PartKind.Rest, 10, new() { Words = "bytes follow" })), out _, out List<WorkItem> items);
        Assert.That(items.Select(static item => (item.Content.Start, item.Content.IsExpected, item.Way is null)),
            Is.EqualTo(new[] { (0L, true, true), (10L, false, false), (20L, false, true) }));
        Assert.That(reading.Findings.Select(static finding => (finding.Id, finding.Message, finding.Location.Offset)),
            Is.EqualTo(new[] { (DiagnosticId.TrailingData, "bytes follow", (long?)20) }));
    }

    // Who runs a pickle to find what is behind it has scanned it; another one is scanned when its part comes.
    [TestCase(true)]
    [TestCase(false)]
    public void GivenAPickle_ItIsScannedOnce(bool isRun)
    {
        Reading reading = Scan(Scanned.Evil, file =>
        {
            if (isRun) file.Pickles()(0, out _, out _);
            return Parts((PartKind.Pickle, file.Bytes.Length, null));
        }, out LedgerSums sums, out List<WorkItem> items);
        Assert.That((items.Count, reading.Globals.Count, sums.Decoded), Is.EqualTo(isRun ? (0, 1, Scanned.Evil.Length) : (1, 0, 0)));
    }

    [Test]
    public void GivenANoteOfNoBytes_ItIsSaid()
    {
        Reading reading = Scan([1], _ => Parts((PartKind.Structure, 1, null), (PartKind.Lost, 0, s_problem)), out LedgerSums sums, out _);
        Assert.That((reading.Findings.Single().Id, sums), Is.EqualTo((DiagnosticId.NpyBroken, new LedgerSums(0, 0, 1, 0))));
    }

    // Bytes that two readers take for different members: what stands there is scanned in both ways, and not swept.
    [Test]
    public void GivenOtherParts_TheyAreScannedToo()
    {
        Reading reading = Scan(Scanned.Evil, file =>
        {
            PartList parts = Parts((PartKind.Lost, file.Bytes.Length, s_problem));
            parts.Others = [new Part(PartKind.File, Member, 3, 5), new Part(PartKind.File, Member, 8, 0)];
            return parts;
        }, out _, out List<WorkItem> items);
        Assert.That((reading.Findings.Count, items.Single().Content.Start, items.Single().Content.Source.Length), Is.EqualTo((1, 3L, 5L)));
    }

    [Test]
    public void GivenValues_EachIsScannedByItselfInItsPlace()
    {
        Scan(new byte[9], file =>
        {
            PartList parts = Parts((PartKind.Structure, 9, null));
            var bytes = new SafeLoad.IO.MemoryByteSource(new byte[4]);
            parts.Values = [new PartValue("a", bytes) { Offset = 3 }, new PartValue("b", bytes) { IsUnpickled = true },
                new PartValue("c", bytes) { Reader = static _ => new PartList() }];
            return parts;
        }, out _, out List<WorkItem> items);
        Assert.That(items.Select(static item => (item.Content.Record, item.Content.Start, item.Content.IsExpected, item.Way is null)),
            Is.EqualTo(new[] { ("a", 3L, false, true), ("b", 0L, true, false), ("c", 0L, false, false) }));
    }

    // A million labels are no million readings; what names something, or is no text, is one.
    [TestCase("a label", 0)]
    [TestCase("two\nlines.", 0)]
    [TestCase("cnot_there\nnothing\n.", 1)]
    [TestCase("\0\0", 1)]
    public void GivenShortValues_TextsThatNameNothingAreDecodedInPassing(string text, int count)
    {
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(text);
        Scan(bytes, file => new PartList { Values = [new PartValue("a", file.Bytes) { Offset = 0 }] }, out LedgerSums sums,
            out List<WorkItem> items);
        Assert.That((items.Count, sums.Decoded), Is.EqualTo((count, count == 0 ? bytes.Length : 0)));
    }

    private static PartList Parts(params (PartKind Kind, long Length, PartNote? Note)[] kinds)
    {
        var parts = new PartList();
        foreach (var (kind, length, note) in kinds) parts.Add(kind, kind == PartKind.File ? Member : Elements, length, note);
        return parts;
    }

    private static Reading Scan(byte[] bytes, PartReader read, out LedgerSums sums, out List<WorkItem> items)
    {
        using var trace = new PickleTrace();
        var scan = new ScanContext(new Budget(CheckpointLimits.Default), trace, maxDepth: 4, bytes.Length);
        var ledger = new Ledger(bytes.Length);
        var content = new Content(new MemoryByteSource(bytes, "f"), Record: null, Depth: 0, IsExpected: false, ledger, Start: 0);
        var reading = new ReadingBuilder(record: null);
        items = [.. PartScanner.Scan(scan, content, reading, read)];
        sums = ledger.Sum();
        return reading.ToReading();
    }
}
