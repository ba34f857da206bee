namespace SafeLoad.Formats.Zip;

/// <summary>Signatures and sizes of zip structures.</summary>
/// <remarks>APPNOTE 4.3.7 (local header), 4.3.12 (directory), 4.3.14 to 4.3.16 (end records), 4.5.3 (zip64 extra).</remarks>
internal static class ZipSignature
{
    public const uint Local = 0x04034B50, Directory = 0x02014B50, End = 0x06054B50, End64 = 0x06064B50, Locator64 = 0x07064B50;
    public const int LocalSize = 30, DirectorySize = 46, EndSize = 22, End64Size = 56, Locator64Size = 20, MaxComment = 65535;
    public const ushort Zip64Extra = 0x0001, UnicodePathExtra = 0x7075;
    public const ushort EndMark = 1 << 1;
    public const ushort Encrypted = 1 << 0, Descriptor = 1 << 3, Patched = 1 << 5, StrongEncryption = 1 << 6, MaskedHeader = 1 << 13;
    public const ushort Unreadable = Encrypted | Patched | StrongEncryption | MaskedHeader;
}
