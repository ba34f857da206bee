using System.Buffers.Binary;
using SafeLoad.Formats;

namespace SafeLoad.Opening;

// Programs, and what is unserialized by running it: nobody here looks into them.
internal static partial class FormatTable
{
    private static FormatRow[] Programs() =>
    [
        // A llamafile is one, with weights at its end. It is a shell script and a Windows program at once.
        Program("a llamafile or another portable executable: a program",
            static (in FileHead head) => head.StartsWith("MZqFpD"u8) || head.StartsWith("jartsr='"u8), "llamafile", ".llamafile"),
        Program("a program or library for Linux (ELF)", static (in FileHead head) => head.StartsWith([0x7F, .. "ELF"u8])),
        Program("a program or library for Windows", static (in FileHead head) => IsWindowsProgram(head)),
        Program("a program or library for macOS",
            static (in FileHead head) => head.Bytes.Length > 28
                && BinaryPrimitives.ReadUInt32LittleEndian(head.Bytes) is 0xFEEDFACE or 0xFEEDFACF or 0xBEBAFECA),
        Program("WebAssembly", static (in FileHead head) => head.StartsWith("\0asm"u8)),
        Program("LLVM bitcode", static (in FileHead head) => head.StartsWith([.. "BC"u8, 0xC0, 0xDE])),
        Program("compiled Python",
            static (in FileHead head) => head.Bytes.Length > 16 && head.Has(2, "\r\n"u8)
                && head.Bytes[1] is 0x0C or 0x0D or 0x0E or 0x0F && head.Bytes[5] == 0 && head.Bytes[6] == 0),
        Program("compiled Lua", static (in FileHead head) => head.StartsWith([0x1B, .. "Lua"u8]) || head.StartsWith([0x1B, .. "LJ"u8])),
        Program("a script that a shell or interpreter runs", static (in FileHead head) => head.StartsWith("#!/"u8)),
        // Reading either makes objects of the classes that it names.
        Program("serialized Java objects", static (in FileHead head) => head.StartsWith([0xAC, 0xED, 0x00, 0x05])),
        Program("serialized .NET objects (BinaryFormatter)",
            static (in FileHead head) => head.StartsWith([0, 1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 0, 0])),
        Program("encrypted data",
            static (in FileHead head) => head.StartsWith("Salted__"u8) || head.StartsWith("age-encryption.org/"u8)
                || head.StartsWith("-----BEGIN PGP MESSAGE"u8)),
    ];

    private static FormatRow Program(string words, FormatSignature signature, string id = "other", params string[] promises) =>
        new(CheckpointFormat.Other, id, words)
    {
        Signature = signature,
        Mark = FormatMark.NotLookedAt,
        HoldsWeights = promises.Length > 0,
        Endings = [.. promises.Select(static ending => new FormatEnding(ending, EndingUse.Promises))],
    };

    private static bool IsWindowsProgram(in FileHead head)
    {
        if (head.Bytes.Length < 64 || !head.StartsWith("MZ"u8)) return false;
        Span<byte> signature = stackalloc byte[4];
        return head.Source.Read(BinaryPrimitives.ReadUInt32LittleEndian(head.Bytes[60..]), signature) == signature.Length
            && signature.SequenceEqual("PE\0\0"u8);
    }
}
