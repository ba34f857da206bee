using System.Buffers.Binary;
using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Opening;
using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Formats;

public sealed class FormatDetectorTests
{
    private static IEnumerable<TestCaseData> Files()
    {
        yield return Row("Zip", CheckpointFormat.Zip, Samples.Zip.ToArray());
        yield return Row("EmptyZip", CheckpointFormat.OrdinaryZip, new ZipBuilder().ToArray());
        yield return Row("Npy", CheckpointFormat.Npy, [0x93, .. "NUMPY\x01\x00"u8]);
        yield return Row("Hdf5", CheckpointFormat.Hdf5, [0x89, .. "HDF\r\n"u8, 0x1A, 0x0A, 0]);
        yield return Row("Gguf", CheckpointFormat.Gguf, [.. "GGUF"u8, 3, 0, 0, 0]);
        yield return Row("Gzip", CheckpointFormat.Gzip, [0x1F, 0x8B, 8, 0]);
        yield return Row("Bzip2", CheckpointFormat.Bzip2, [.. "BZh91AY"u8]);
        yield return Row("Xz", CheckpointFormat.Xz, [0xFD, .. "7zXZ"u8, 0, 0, 4]);
        yield return Row("SevenZip", CheckpointFormat.SevenZip, [.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C, 0, 4]);
        yield return Row("Safetensors", CheckpointFormat.Safetensors, [2, 0, 0, 0, 0, 0, 0, 0, .. "{}"u8]);
        yield return Row("SafetensorsHeaderPastTheEnd", CheckpointFormat.Other, [99, 0, 0, 0, 0, 0, 0, 0, .. "{}"u8]);
        // The header's length has zlib's first bytes: 78 01, 78 5E, 78 9C, 78 DA.
        foreach (int length in (int[])[0x0178, 0x5E78, 0x9C78, 0xDA78, 0x2_0178])
            yield return Row($"SafetensorsWithHeaderOf{length}Bytes", CheckpointFormat.Safetensors,
                [.. BitConverter.GetBytes((long)length), .. "{}"u8, .. new byte[length - 2]]);
        yield return Row("Zlib", CheckpointFormat.Zlib, [0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01]);
        yield return Row("Tar", CheckpointFormat.Tar, Samples.Tar(("pickle", "N."u8.ToArray())));
        yield return Row("LegacyProtocol2", CheckpointFormat.Legacy,
            [0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E]);
        yield return Row("LegacyProtocol0", CheckpointFormat.Legacy, "L119547037146038801333356L\n."u8.ToArray());
        yield return Row("LegacyProtocol4", CheckpointFormat.Legacy,
            [0x80, 4, 0x95, 13, 0, 0, 0, 0, 0, 0, 0, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E]);
        yield return Row("AnotherMagic", CheckpointFormat.Pickle,
            [0x80, 2, 0x8A, 0x0A, 0x6D, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E]);
        yield return Row("Pickle", CheckpointFormat.Pickle, PickleBuilder.Protocol(2).EmptyDict().Stop());
        yield return Row("PickleProtocol0", CheckpointFormat.Pickle, "(dp0\nS'a'\nI1\ns."u8.ToArray());
        yield return Row("PickleOfNone", CheckpointFormat.Pickle, "N."u8.ToArray());
        // Reading it says which protocol it claims (SL1007); "unknown file" would say less.
        yield return Row("UnknownProtocol", CheckpointFormat.Pickle, [0x80, 6, (byte)PickleOpcode.None, (byte)PickleOpcode.Stop]);
        yield return Row("Text", CheckpointFormat.Other, "version https://git-lfs.github.com/spec/v1\noid sha256:00"u8.ToArray());
        yield return Row("Html", CheckpointFormat.Other, "<!DOCTYPE html><html>"u8.ToArray());
        yield return Row("StopInsideOfText", CheckpointFormat.Other, ". is a full stop and no pickle"u8.ToArray());
        yield return Row("Zeros", CheckpointFormat.Other, new byte[600]);
        yield return Row("Empty", CheckpointFormat.Other, []);

        static TestCaseData Row(string name, CheckpointFormat format, byte[] file) =>
            new TestCaseData(file, format).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Files))]
    public void GivenFirstBytes_TellsTheFormat(byte[] file, CheckpointFormat format) =>
        Assert.That(Detection.Of(file).Format, Is.EqualTo(format));

    [TestCaseSource(nameof(Files))]
    public void GivenFirstBytes_EveryPieceOfThemIsToldWithoutAnError(byte[] file, CheckpointFormat format)
    {
        // A file that ends inside of its own magic.
        for (int length = 0; length < Math.Min(file.Length, 64); length++)
            Assert.That(() => Detection.Of(file.AsMemory(0, length)), Throws.Nothing, $"{format} cut to {length} bytes");
    }

    [TestCase("constants.pkl", CheckpointFormat.TorchScript)]
    [TestCase(".data/extern_modules", CheckpointFormat.Package)]
    [TestCase(".data/python_version", CheckpointFormat.Package)]
    public void GivenProgramArchive_IsToldByItsRecordsAndRefused(string record, CheckpointFormat format)
    {
        var problem =
            Refusal.Of<UnsupportedCheckpointException>(Samples.Zip.Add("archive/" + record, "x").ToArray(), DiagnosticId.UnsupportedFormat);
        Assert.That(problem.Problem, Does.Contain(FormatTable.Of(format).Describe()));
    }

    [Test]
    public void GivenZipOfArrays_IsReadAsNpz() =>
        Refusal.Malformed(new ZipBuilder().Add("a.npy", "x").Add("b.npy", "y").ToArray(), DiagnosticId.NpyBroken);

    [Test]
    public void GivenOrdinaryZip_IsRefusedAsOne()
    {
        var problem =
            Refusal.Of<UnsupportedCheckpointException>(new ZipBuilder().Add("readme.txt", "x").ToArray(), DiagnosticId.UnsupportedFormat);
        Assert.That(problem.Problem, Does.Contain(FormatTable.Of(CheckpointFormat.OrdinaryZip).Describe()));
    }

    [Test]
    public void GivenUnsupportedFormat_MessageNamesTheFile()
    {
        var problem = Refusal.Of<UnsupportedCheckpointException>([0x1F, 0x8B, 8, 0], DiagnosticId.UnsupportedFormat,
            new CheckpointOptions { FileName = "model.pt" });
        Assert.That(problem.Location.File, Is.EqualTo("model.pt"));
    }

    // Heads say where something else stands: an offset can lead to the end of a short file, or past it.
    [TestCase((byte)0x00)]
    [TestCase((byte)0xFF)]
    [TestCase((byte)'{')]
    public void GivenShortFilesThatBeginWithAnyOffset_IsAnswered(byte fill)
    {
        int answered = 0;
        foreach (int length in (int[])[4, 7, 8, 15, 16, 63, 64, 65, 80, 255, 256])
        {
            byte[] bytes = new byte[length];
            for (int offset = 0; offset < 300; offset++)
            {
                bytes.AsSpan().Fill(fill);
                BinaryPrimitives.WriteInt32LittleEndian(bytes, offset);
                FormatDetector.Detect(new MemoryByteSource(bytes), new Budget(new CheckpointLimits()));
                answered++;
            }
        }
        Assert.That(answered, Is.EqualTo(3300));
    }
}
