using System.Formats.Tar;
using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Formats;
using SafeLoad.Formats.Tar;
using SafeLoad.IO;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;
using TarReader = SafeLoad.Formats.Tar.TarReader;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// Tars in which one reader takes other bytes for a member's content than another: sizes in several headers, numbers that are spelled in
/// other ways, maps with holes; and the honest forms of the same. The product of ways and of what is hidden.
/// </summary>
public sealed class TarContentTests
{
    private static readonly Dictionary<Verdict, string> s_pickles = new()
    {
        [Verdict.Clean] = "ccollections\nOrderedDict\n(tR.",
        [Verdict.Suspicious] = "cnot_there\nnothing\n(tR.",
        [Verdict.Dangerous] = "csubprocess\nnot_there\n(tR.",
    };

    // What makes of the header that comes next the content of the member before it.
    private static readonly Dictionary<string, Func<TarBuilder>> s_sizes = new()
    {
        ["pax"] = static () => new TarBuilder().Pax('x', ("size", "512")).Add("model", size: Size(0)),
        ["Solaris"] = static () => new TarBuilder().Pax('X', ("size", "512")).Add("model", size: Size(0)),
        ["global"] = static () => new TarBuilder().Pax('g', ("size", "512")).Add("model", size: Size(0)),
        ["two records"] = static () => new TarBuilder().Pax('x', ("size", "0"), ("size", "512")).Add("model", size: Size(0)),
        ["two headers"] = static () => new TarBuilder().Pax('x', ("size", "0")).Pax('x', ("size", "512")).Add("model", size: Size(0)),
        ["two headers, first"] = static () =>
            new TarBuilder().Pax('x', ("size", "512")).Pax('x', ("size", "0")).Add("model", size: Size(0)),
        ["blanks"] = static () => new TarBuilder().Pax('x', ("size", " 512")).Add("model", size: Size(0)),
        ["a line"] = static () => new TarBuilder().Pax('x', ("size", "5_12")).Add("model", size: Size(0)),
        ["NUL"] = static () => new TarBuilder().Add("model", size: "\0" + Size(512)[..11]),
        ["folder"] = static () => new TarBuilder().Add("model/", '5', size: Size(512)),
        ["link"] = static () => new TarBuilder().Add("model", '1', "other", size: Size(512)),
        ["unknown type"] = static () => new TarBuilder().Add("model", 'Z', size: Size(512)),
    };

    private static IEnumerable<string> Sizes() => s_sizes.Keys;

    private static string Size(int size) => Convert.ToString(size, 8).PadLeft(11, '0') + "\0";

    [Test]
    public void GivenAHeaderThatIsTheContentOfTheMemberBefore_ItIsScannedAsThatToo([ValueSource(nameof(Sizes))] string way,
        [Values(Verdict.Suspicious, Verdict.Dangerous)] Verdict verdict)
    {
        byte[] file = s_sizes[way]().Add(s_pickles[verdict]).ToArray();
        Assert.That(Scanned.Bytes(file, "x.tar").Verdict, Is.EqualTo(verdict));
        // To all readers it is a name, and no content.
        file = new TarBuilder().Add("model").Add(s_pickles[verdict]).ToArray();
        Assert.That(Scanned.Bytes(file, "x.tar").Verdict, Is.EqualTo(Verdict.Clean));
    }

    [Test]
    public void GivenASizeThatTwoHeadersAgreeOn_TheFileIsClean([Values('x', 'X')] char type)
    {
        byte[] content = "text"u8.ToArray();
        byte[] file = new TarBuilder().Pax(type, ("size", "4"), ("comment", "size=512")).Add("a", content: content).ToArray();
        ScanReport report = Scanned.Bytes(file, "x.tar");
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)));
    }

    // Zeros that a reader puts in make other opcodes of what was text.
    [Test]
    public void GivenAMapWithHoles_TheFileIsNotComplete([Values('x', 'X', 'g')] char type,
        [Values("GNU.sparse.map", "GNU.sparse.size", "GNU.sparse.major", "GNU.sparse.numblocks")] string key)
    {
        byte[] file = new TarBuilder().Pax(type, (key, "1")).Add("model.pkl", content: Scanned.Benign).ToArray();
        Assert.That(Scanned.Bytes(file, "x.tar").Complete, Is.False);
    }

    // GNU's map stands in the header, and goes on in blocks of its own.
    [Test]
    public void GivenAMapOfGnu_WhatStandsBehindItIsScanned([Values(0, 1, 2, 30)] int blocks,
        [Values(Verdict.Clean, Verdict.Suspicious, Verdict.Dangerous)] Verdict verdict)
    {
        byte[] pickle = Encoding.ASCII.GetBytes(s_pickles[verdict]);
        byte[] header = new TarBuilder().Add("model.pkl", 'S', content: pickle, magic: "ustar  \0").ToArray()[..512];
        header[482] = (byte)(blocks > 0 ? 1 : 0);
        "        "u8.CopyTo(header.AsSpan(148));
        Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(static value => value), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        byte[] maps = new byte[512 * blocks];
        for (int i = 0; i + 1 < blocks; i++) maps[512 * i + 504] = 1;
        byte[] file = [.. header, .. maps, .. pickle, .. new byte[512 - pickle.Length],
            .. new TarBuilder().Add("a.txt", content: "text"u8.ToArray()).ToArray()];
        ScanReport report = Scanned.Bytes(file, "x.tar");
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((verdict, false)));
    }

    private static IEnumerable<TestCaseData> Entries()
    {
        (TarEntryType Type, string Name, string? Link, int Size)[] entries =
        [
            (TarEntryType.RegularFile, "a.txt", null, 4), (TarEntryType.RegularFile, "a", null, 0),
            (TarEntryType.RegularFile, "d/" + new string('n', 97), null, 513),
            (TarEntryType.RegularFile, "d/" + new string('n', 98), null, 512),
            (TarEntryType.RegularFile, new string('p', 60) + "/" + new string('n', 60), null, 1),
            (TarEntryType.RegularFile, "d/" + new string('n', 200), null, 1), (TarEntryType.RegularFile, "\u00fc.txt", null, 1),
            (TarEntryType.Directory, "d/", null, 0), (TarEntryType.SymbolicLink, "d/l", "../a.txt", 0),
            (TarEntryType.SymbolicLink, "l", "d/" + new string('n', 200), 0), (TarEntryType.HardLink, "h", "a.txt", 0),
        ];
        TarEntryFormat[] formats = [TarEntryFormat.V7, TarEntryFormat.Ustar, TarEntryFormat.Pax, TarEntryFormat.Gnu];
        foreach (TarEntryFormat format in formats)
        {
            foreach (var (type, name, link, size) in entries)
            {
                bool isLong = name.Length > 100 || link?.Length > 100, isOther = name.Any(static letter => !char.IsAscii(letter));
                if ((isLong || isOther) && format is TarEntryFormat.V7 or TarEntryFormat.Ustar) continue;
                yield return new TestCaseData(format, type, name, link, size).SetArgDisplayNames(
                    $"{format}", $"{type}", $"{name.Length}{(isOther ? " not ASCII" : "")}", $"{size}");
            }
        }
    }

    [TestCaseSource(nameof(Entries))]
    public void GivenAnHonestMember_TheFileIsClean(TarEntryFormat format, TarEntryType type, string name, string? link, int size)
    {
        TarEntryType kind = type == TarEntryType.RegularFile && format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : type;
        var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, format, leaveOpen: true))
        {
            TarEntry entry = format switch
            {
                TarEntryFormat.V7 => new V7TarEntry(kind, name),
                TarEntryFormat.Ustar => new UstarTarEntry(kind, name),
                TarEntryFormat.Gnu => new GnuTarEntry(kind, name),
                _ => new PaxTarEntry(kind, name),
            };
            if (link is not null) entry.LinkName = link;
            if (type == TarEntryType.RegularFile) entry.DataStream = new MemoryStream(new byte[size]);
            tar.WriteEntry(entry);
        }
        ScanReport report = Scanned.Bytes(bytes.ToArray(), "x.tar");
        Assert.That((report.Verdict, report.Complete, report.Format), Is.EqualTo((Verdict.Clean, true, CheckpointFormat.Tar)));
        Assert.That(report.Findings, Is.Empty);
    }

    // Members are read as they are asked for: none is kept, however many there are.
    [Test]
    public void GivenAnyTar_ItsMembersAreNotKept()
    {
        var tar = new TarBuilder();
        for (int i = 0; i < 1000; i++) tar.Add("x/" + i, content: [1]);
        var source = new MemoryByteSource(tar.ToArray());
        var reader = new TarReader(source, links: null);
        int most = 0, members = 0;
        for (; reader.ReadNext(); reader.Parts.Forget())
        {
            most = Math.Max(most, reader.Parts.All.Count);
            if (reader.Member is not null) members++;
        }
        Assert.That((members, most), Is.EqualTo((1000, 3)));
        PartList parts = TarParts.Read(new PartSource(source, null, new Budget(CheckpointLimits.Default), static _ => null!));
        Assert.That(parts.All, Is.Empty);
        Assert.That(parts.InOrder.Count(static part => part.Kind == PartKind.File), Is.EqualTo(1000));
    }
}
