using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Formats;
using SafeLoad.Formats.Gguf;
using SafeLoad.Formats.Torch7;
using SafeLoad.IO;
using SafeLoad.Opening;
using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Formats;

/// <summary>Whoever takes a container apart gets each of its bytes in one part, however the container is broken.</summary>
public sealed class PartReaderTests
{
    private const int Changes = 8, LargeFile = 100_000;

    private static readonly byte[] s_torch7 =
        new Torch7Builder().Table(1, 1).Text("x").Storage(2, "torch.DoubleStorage", 1.0, 2.0).ToArray();

    // One tensor; a template, and a number of 32 bits.
    private static readonly byte[] s_gguf =
    [
        .. "GGUF"u8, 3, 0, 0, 0, .. Word(1), .. Word(2),
        .. Text("tokenizer.chat_template"), 8, 0, 0, 0, .. Text("{{ x }}"),
        .. Text("general.alignment"), 4, 0, 0, 0, 32, 0, 0, 0,
        .. Text("w"), 1, 0, 0, 0, .. Word(4), 0, 0, 0, 0, .. Word(0),
        .. new byte[16],
    ];

    private static byte[] Word(long value) => BitConverter.GetBytes(value);

    private static byte[] Text(string text) => [.. Word(text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static PartKind[] KindsOf(byte[] file, PartReader read) =>
        [.. read(new PartSource(new MemoryByteSource(file), null, new Budget(CheckpointLimits.Default), static _ => throw new
            InvalidOperationException())).All.Select(static part => part.Kind)];

    private static IEnumerable<(string Path, byte[] Bytes, PartReader Read)> Containers()
    {
        foreach (string path in Directory.EnumerateFiles(Fixtures.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (new FileInfo(path).Length > LargeFile) continue;
            byte[] bytes = File.ReadAllBytes(path);
            if (Detection.Of(bytes).Row.Layout is FormatLayout.Parts layout) yield return (path, bytes, layout.Read);
        }
        yield return ("a.t7", s_torch7, Torch7Parts.Read);
        yield return ("a.gguf", s_gguf, GgufParts.Read);
    }

    [Test]
    public void GivenTorch7_ItsStoragesAreTold() => Assert.That(KindsOf(s_torch7, Torch7Parts.Read),
        Is.EqualTo(new[] { PartKind.NotLookedAt, PartKind.Storage }));

    [Test]
    public void GivenGguf_ItsTemplateStandsBetweenMetadata() => Assert.That(KindsOf(s_gguf, GgufParts.Read),
        Is.EqualTo(new[] { PartKind.Header, PartKind.Template, PartKind.Header, PartKind.Header, PartKind.Array }));

    [Test]
    public void GivenAnyContainer_EachByteIsInOnePart()
    {
        int containers = 0;
        foreach (var (path, bytes, read) in Containers())
        {
            containers++;
            ShouldCover(bytes, read, path);
        }
        Assert.That(containers, Is.GreaterThan(80));
    }

    [Test]
    public void GivenAnyContainerThatIsCutOrChanged_EachByteIsInOnePart()
    {
        var random = new Random(1);
        int broken = 0;
        foreach (var (path, bytes, read) in Containers())
        {
            for (int i = 0; i < Changes; i++)
            {
                byte[] cut = bytes[..(bytes.Length * (i + 1) / (Changes + 1))], changed = [.. bytes];
                changed[random.Next(Math.Min(changed.Length, 1000))] ^= (byte)(1 << random.Next(8));
                if (ShouldCover(cut, read, path)) broken++;
                if (ShouldCover(changed, read, path)) broken++;
            }
        }
        Assert.That(broken, Is.GreaterThan(100), "parts behind a break");
    }

    // Whether something follows a break.
    private static bool ShouldCover(byte[] bytes, PartReader read, string path)
    {
        var source = new MemoryByteSource(bytes, path);
        var budget = new Budget(CheckpointLimits.Default);
        var host = new NameRecorder(named: null);
        PartList parts = read(new PartSource(source, null, budget, _ => Run));
        long end = 0;
        Part[] all = [.. parts.InOrder];
        foreach (Part part in all)
        {
            Assert.That((part.Offset, part.Length >= 0), Is.EqualTo((end, true)), $"{path}: {part.Name}");
            end = part.End;
        }
        Assert.That(end, Is.EqualTo(bytes.Length), path);
        return all.Any(static part => part.Kind is PartKind.Lost || part.Note?.Problem is not null);

        bool Run(long position, out PyValue value, out long end)
        {
            (value, end) = (default, position);
            try
            {
                PickleData data = PickleEnd.Read(source, position, null, budget);
                value = PickleMachine.Run(data, host, budget, out int length);
                end = position + length;
                return true;
            }
            catch (MalformedCheckpointException)
            {
                return false;
            }
        }
    }
}
