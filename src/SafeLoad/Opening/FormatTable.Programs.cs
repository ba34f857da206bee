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
            ["MZqFpD", "jartsr='"], "llamafile", ".llamafile"),
        Program("a program or library for Linux (ELF)", ["\u007FELF"]),
        Program("a program or library for Windows", ["MZ"])
            with { Signature = static (in FileHead head) => IsWindowsProgram(head) },
        Program("a program or library for macOS",
            static (in FileHead head) => head.Bytes.Length > 28
                && BinaryPrimitives.ReadUInt32LittleEndian(head.Bytes) is 0xFEEDFACE or 0xFEEDFACF or 0xBEBAFECA),
        Program("WebAssembly", ["\0asm"]),
        Program("LLVM bitcode", ["BC\u00C0\u00DE"]),
        Program("compiled Python",
            ["\r\n"]) with { MagicOffset = 2, Signature = static (in FileHead head) => head.Bytes.Length > 16
                && head.Bytes[1] is 0x0C or 0x0D or 0x0E or 0x0F && head.Bytes[5] == 0 && head.Bytes[6] == 0 },
        Program("compiled Lua", ["\u001BLua", "\u001BLJ"]),
        Program("a script that a shell or interpreter runs", ["#!/"]),
        // Reading either makes objects of the classes that it names.
        Program("serialized Java objects", ["\u00AC\u00ED\0\u0005"]),
        Program("serialized .NET objects (BinaryFormatter)",
            ["\0\u0001\0\0\0\u00FF\u00FF\u00FF\u00FF\u0001\0\0\0"]),
        Program("encrypted data",
            ["Salted__", "age-encryption.org/", "-----BEGIN PGP MESSAGE"]),
    ];

    private static FormatRow Program(string words, FormatSignature signature) => Program(words, magics: []) with { Signature = signature };

    private static FormatRow Program(string words, string[] magics, string id = "other", params string[] promises) =>
        new(CheckpointFormat.Other, id, words)
    {
        Magics = magics,
        Mark = FormatMark.NotLookedAt,
        HoldsWeights = promises.Length > 0,
        Endings = Promised(promises),
    };

    private static bool IsWindowsProgram(in FileHead head)
    {
        if (head.Bytes.Length < 64) return false;
        Span<byte> signature = stackalloc byte[4];
        return head.Source.Read(BinaryPrimitives.ReadUInt32LittleEndian(head.Bytes[60..]), signature) == signature.Length
            && signature.SequenceEqual("PE\0\0"u8);
    }
}
