using System.Text;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Formats.Zip;

public sealed class ZipDirectoryTests
{
    private const uint Saturated = 0xFFFFFFFF;

    [TestCase("../evil")]
    [TestCase("archive/../../evil")]
    [TestCase("archive/..")]
    [TestCase("..")]
    [TestCase("/etc/passwd")]
    [TestCase("archive\\data.pkl")]
    [TestCase("archive/data.pkl\0.txt")]
    [TestCase("")]
    public void GivenUnsafeName_IsRefusedByName(string name)
    {
        var problem = Refusal.MalformedAndFound(Samples.Zip.Add(name, "x").ToArray(), DiagnosticId.UnsafeRecordName);
        Assert.That(problem.Location.Record, Is.EqualTo(name));
    }

    [TestCase("archive/..data")]
    [TestCase("archive/a..b/c")]
    [TestCase("archive/...")]
    public void GivenDotsInsideOfANamePart_Opens(string name) =>
        Assert.That(() => Checkpoint.Open(Samples.Zip.Add(name, "x").ToArray()).Dispose(), Throws.Nothing);

    [TestCase(0x2180, "x")]
    [TestCase(0x61FF, "")]
    [TestCase(0x1180, "x")]
    [TestCase(0xC1FF, "")]
    [TestCase(0x89ED, "x")]
    [TestCase(0x85ED, "x")]
    [TestCase(0x0800, "x")]
    [TestCase(0xA1FF, "/etc/passwd")]
    [TestCase(0xA1FF, "../../x")]
    [TestCase(0xA1FF, "..\\x")]
    [TestCase(0xA1FF, "a/../../../x")]
    [TestCase(0xA1FF, "")]
    [TestCase(0xA1FF, "C:/x")]
    public void GivenModeOfMoreThanAFile_IsRefusedAndFound(int mode, string content)
    {
        ZipBuilder.Entry entry = new("archive/extra", Encoding.UTF8.GetBytes(content)) { Mode = (ushort)mode };
        var problem = Refusal.MalformedAndFound(Samples.Zip.Add(entry).ToArray(), DiagnosticId.UnsafeMember);
        Assert.That(problem.Location.Record, Is.EqualTo("archive/extra"));
    }

    [Test]
    public void GivenLinkWhoseTargetIsPacked_IsRefusedAndFound()
    {
        ZipBuilder.Entry entry = new("archive/extra", "version"u8.ToArray()) { Mode = 0xA1FF, Deflate = true };
        Refusal.MalformedAndFound(Samples.Zip.Add(entry).ToArray(), DiagnosticId.UnsafeMember);
    }

    [TestCase(0x81A4, "x")]
    [TestCase(0x8180, "x")]
    [TestCase(0x0180, "x")]
    [TestCase(0x45ED, "")]
    [TestCase(0xA1FF, "version")]
    [TestCase(0xA1FF, "../archive/version")]
    public void GivenModeOfAFileAFolderOrALinkInside_Opens(int mode, string content)
    {
        ZipBuilder.Entry entry = new("archive/extra", Encoding.UTF8.GetBytes(content)) { Mode = (ushort)mode };
        Assert.That(() => Checkpoint.Open(Samples.Zip.Add(entry).ToArray()).Dispose(), Throws.Nothing);
    }

    [Test]
    public void GivenUnicodePathThatRenames_IsRefused()
    {
        ZipBuilder.Entry entry =
            new("archive/extra", []) { CentralExtra = UnicodePath("archive/other"), LocalExtra = UnicodePath("archive/extra") };
        var problem = Refusal.MalformedAndFound(Samples.Zip.Add(entry).ToArray(), DiagnosticId.UnsafeRecordName);
        Assert.That(problem.Location.Record, Is.EqualTo("archive/extra"));
    }

    [Test]
    public void GivenUnicodePathThatRenamesInTheLocalHeader_IsRefused()
    {
        ZipBuilder.Entry entry = new("archive/extra", []) { LocalExtra = UnicodePath("archive/other") };
        Refusal.MalformedAndFound(Samples.Zip.Add(entry).ToArray(), DiagnosticId.UnsafeRecordName);
    }

    [Test]
    public void GivenUnicodePathOfTheSameName_Opens()
    {
        ZipBuilder.Entry entry =
            new("archive/extra", []) { CentralExtra = UnicodePath("archive/extra"), LocalExtra = UnicodePath("archive/extra") };
        Assert.That(() => Checkpoint.Open(Samples.Zip.Add(entry).ToArray()).Dispose(), Throws.Nothing);
    }

    [Test]
    public void GivenTwoUnicodePathsThatDiffer_IsRefused()
    {
        // A reader that takes the first and one that takes the last would see two names.
        byte[] both = [.. UnicodePath("archive/other"), .. UnicodePath("archive/extra")];
        Refusal.MalformedAndFound(Samples.Zip.Add(new ZipBuilder.Entry("archive/extra", []) { CentralExtra = both }).ToArray(),
            DiagnosticId.ZipDirectoryBroken);
        Refusal.MalformedAndFound(Samples.Zip.Add(new ZipBuilder.Entry("archive/extra", []) { LocalExtra = both }).ToArray(),
            DiagnosticId.HeaderMismatch);
    }

    [Test]
    public void GivenTwoZip64FieldsThatDiffer_IsRefused()
    {
        byte[] right = [1, 0, 8, 0, .. BitConverter.GetBytes(5L)], wrong = [1, 0, 8, 0, .. BitConverter.GetBytes(4L)];
        ZipBuilder.Entry entry = new("archive/extra", "hello"u8.ToArray()) { Size = Saturated, LocalSize =
            Saturated, CentralExtra = [.. wrong, .. right], LocalExtra = right };
        Refusal.MalformedAndFound(Samples.Zip.Add(entry).ToArray(), DiagnosticId.ZipDirectoryBroken);
    }

    [Test]
    public void GivenExtraFieldCutShort_IsRefused()
    {
        ZipBuilder.Entry entry = new("archive/extra", []) { CentralExtra = [1, 2, 200, 0, 0] };
        Refusal.MalformedAndFound(Samples.Zip.Add(entry).ToArray(), DiagnosticId.ZipDirectoryBroken);
    }

    [Test]
    public void GivenSaturatedSizeWithZip64Field_Opens()
    {
        byte[] field = [1, 0, 8, 0, .. BitConverter.GetBytes(5L)];
        ZipBuilder.Entry entry =
            new("archive/extra", "hello"u8.ToArray()) { Size = Saturated, LocalSize = Saturated, CentralExtra = field, LocalExtra = field };
        Assert.That(() => Checkpoint.Open(Samples.Zip.Add(entry).ToArray()).Dispose(), Throws.Nothing);
    }

    [Test]
    public void GivenSaturatedSizeWithoutZip64Field_IsRefused()
    {
        ZipBuilder.Entry entry = new("archive/extra", "hello"u8.ToArray()) { Size = Saturated };
        var problem = Refusal.MalformedAndFound(Samples.Zip.Add(entry).ToArray(), DiagnosticId.ZipDirectoryBroken);
        Assert.That(problem.Location.Record, Is.EqualTo("archive/extra"));
    }

    [Test]
    public void GivenZip64FieldCutShort_IsRefused()
    {
        ZipBuilder.Entry entry = new("archive/extra", "hello"u8.ToArray()) { Size = Saturated, CentralExtra = [1, 0, 4, 0, 5, 0, 0, 0] };
        Refusal.MalformedAndFound(Samples.Zip.Add(entry).ToArray(), DiagnosticId.ZipDirectoryBroken);
    }

    [Test]
    public void GivenZip64FieldThatDisagrees_IsRefused()
    {
        ZipBuilder.Entry entry =
            new("archive/extra", "hello"u8.ToArray()) { Size = Saturated, CentralExtra = [1, 0, 8, 0, .. BitConverter.GetBytes(6L)] };
        Refusal.MalformedAndFound(Samples.Zip.Add(entry).ToArray(), DiagnosticId.ZipDirectoryBroken);
    }

    [Test]
    public void GivenZip64SizeBeyond63Bits_IsRefused()
    {
        ZipBuilder.Entry entry = new("archive/extra", "hello"u8.ToArray()) { Size = Saturated, Method =
            8, CentralExtra = [1, 0, 8, 0, .. BitConverter.GetBytes(ulong.MaxValue)] };
        Refusal.MalformedAndFound(Samples.Zip.Add(entry).ToArray(), DiagnosticId.ZipDirectoryBroken);
    }

    [Test]
    public void GivenStoredRecordWithTwoSizes_IsRefused()
    {
        ZipBuilder.Entry entry = new("archive/extra", "hello"u8.ToArray()) { Size = 500 };
        Refusal.MalformedAndFound(Samples.Zip.Add(entry).ToArray(), DiagnosticId.ZipDirectoryBroken);
    }

    [Test]
    public void GivenRecordBehindTheDirectory_IsRefused()
    {
        ZipBuilder.Entry entry = new("archive/extra", "hello"u8.ToArray()) { HeaderOffset = 1 << 30 };
        Refusal.MalformedAndFound(Samples.Zip.Add(entry).ToArray(), DiagnosticId.ZipDirectoryBroken);
    }

    [Test]
    public void GivenMoreRecordsThanTheLimit_IsRefused()
    {
        var options = new CheckpointOptions { Limits = new CheckpointLimits { MaxRecords = 2 } };
        Refusal.Of<LimitExceededException>(Samples.Zip.ToArray(), DiagnosticId.TooManyRecords, options);
    }

    [Test]
    public void GivenDirectoryLargerThanTheLimit_IsRefused()
    {
        var options = new CheckpointOptions { Limits = new CheckpointLimits { MaxDirectoryBytes = 100 } };
        Refusal.Of<LimitExceededException>(Samples.Zip.ToArray(), DiagnosticId.DirectoryTooLarge, options);
    }

    // Info-ZIP's field: version, CRC-32 of the header's name, the name.
    private static byte[] UnicodePath(string name) =>
        [0x75, 0x70, (byte)(5 + name.Length), 0, 1, 0, 0, 0, 0, .. System.Text.Encoding.UTF8.GetBytes(name)];
}
