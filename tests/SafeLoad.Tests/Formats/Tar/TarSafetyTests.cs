using System.Formats.Tar;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Formats.Tar;

/// <summary>Members of a tar that unpacking writes elsewhere, or makes more of than a file: in each form of tar.</summary>
public sealed class TarSafetyTests
{
    private static byte[] Archive(TarEntryFormat format, TarEntryType type, string name, string? link, UnixFileMode mode)
    {
        var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, format, leaveOpen: true))
        {
            TarEntry entry = format switch
            {
                TarEntryFormat.Pax => new PaxTarEntry(type, name),
                TarEntryFormat.Gnu => new GnuTarEntry(type, name),
                _ => new UstarTarEntry(type, name),
            };
            entry.Mode = mode;
            if (link is not null) entry.LinkName = link;
            if (type == TarEntryType.RegularFile) entry.DataStream = new MemoryStream("text"u8.ToArray());
            tar.WriteEntry(entry);
        }
        return bytes.ToArray();
    }

    private static DiagnosticId[] Ids(byte[] tar) =>
        [.. Scanned.Bytes(tar, "all.tar").Ids().Where(static id => id is DiagnosticId.UnsafeMember or DiagnosticId.UnsafeRecordName)];

    [Test]
    public void GivenNameThatLeaves_IsFound([Values(TarEntryFormat.Ustar, TarEntryFormat.Pax, TarEntryFormat.Gnu)] TarEntryFormat format,
        [Values("../x", "a/../../x", "/etc/x", "..\\x", "a\\b", "C:/x")] string name) =>
        Assert.That(Ids(Archive(format, TarEntryType.RegularFile, name, null, UnixFileMode.UserRead)),
            Is.EqualTo(new[] { DiagnosticId.UnsafeRecordName }));

    [Test]
    public void GivenLinkThatLeaves_IsFound([Values(TarEntryFormat.Ustar, TarEntryFormat.Pax, TarEntryFormat.Gnu)] TarEntryFormat format,
        [Values(TarEntryType.SymbolicLink, TarEntryType.HardLink)] TarEntryType type, [Values("/etc/x", "../../x", "..\\x")] string link) =>
        Assert.That(Ids(Archive(format, type, "a/b", link, UnixFileMode.UserRead)), Is.EqualTo(new[] { DiagnosticId.UnsafeMember }));

    [Test]
    public void GivenLongLinkThatLeaves_IsFound([Values(TarEntryFormat.Pax, TarEntryFormat.Gnu)] TarEntryFormat format) =>
        Assert.That(Ids(Archive(format, TarEntryType.SymbolicLink, "a/b", new string('x', 120) + "/../../../x", UnixFileMode.UserRead)),
            Is.EqualTo(new[] { DiagnosticId.UnsafeMember }));

    [Test]
    public void GivenDeviceOrPipe_IsFound([Values(TarEntryFormat.Ustar, TarEntryFormat.Pax, TarEntryFormat.Gnu)] TarEntryFormat format,
        [Values(TarEntryType.CharacterDevice, TarEntryType.BlockDevice, TarEntryType.Fifo)] TarEntryType type) =>
        Assert.That(Ids(Archive(format, type, "a", null, UnixFileMode.UserRead)), Is.EqualTo(new[] { DiagnosticId.UnsafeMember }));

    [TestCase(UnixFileMode.SetUser)]
    [TestCase(UnixFileMode.SetGroup)]
    public void GivenFileThatRunsAsItsOwner_IsFound(UnixFileMode mode) =>
        Assert.That(Ids(Archive(TarEntryFormat.Ustar, TarEntryType.RegularFile, "a", null, mode)),
            Is.EqualTo(new[] { DiagnosticId.UnsafeMember }));

    [TestCase(TarEntryType.SymbolicLink, "b")]
    [TestCase(TarEntryType.SymbolicLink, "../c/d")]
    [TestCase(TarEntryType.HardLink, "c/d")]
    public void GivenLinkThatStaysInside_IsNoFinding(TarEntryType type, string link) =>
        Assert.That(Ids(Archive(TarEntryFormat.Pax, type, "a/b", link, UnixFileMode.UserRead)), Is.Empty);

    // Folders that hand their group on are what shared machines have.
    [Test]
    public void GivenFolderOfAGroup_IsNoFinding() =>
        Assert.That(Ids(Archive(TarEntryFormat.Ustar, TarEntryType.Directory, "a/", null, UnixFileMode.SetGroup)), Is.Empty);
}
