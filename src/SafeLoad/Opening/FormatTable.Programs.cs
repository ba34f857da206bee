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
        Program("compiled Python", ["\r\n"]) with
        {
            MagicOffset = 2,
            Signature = static (in FileHead head) => IsCompiledPython(head.Bytes),
        },
        // Marshalled code, with or without the flag that it is shared.
        Program("compiled Python", ["c\0\0\0\0\0\0\0\0", "c\u0001\0\0\0\0\0\0\0", "\u00E3\0\0\0", "\u00E3\u0001\0\0\0"])
            with { Signature = static (in FileHead head) => head.Bytes.Length > 32 && head.Bytes[6] == 0 && head.Bytes[7] == 0 },
        Program("compiled Lua", ["\u001BLua", "\u001BLJ"]),
        Program("a script that a shell or interpreter runs", ["#!/", "<?php"]),
        Program("a shortcut of Windows", ["L\0\0\0\u0001\u0014\u0002\0"]),
        Program("a Flash program", ["FWS", "CWS", "ZWS"])
            with { Signature = static (in FileHead head) => head.Bytes.Length > 8 && head.Bytes[3] is > 0 and < 64 },
        Program("an image of a disk", static (in FileHead head) => IsDisk(head)),
        Program("compiled HTML of Windows, with scripts", ["ITSF\u0003\0\0\0"]),
        // Reading either makes objects of the classes that it names.
        Program("serialized Java objects", ["\u00AC\u00ED\0\u0005"]),
        Program("serialized .NET objects (BinaryFormatter)",
            ["\0\u0001\0\0\0\u00FF\u00FF\u00FF\u00FF\u0001\0\0\0"]),
        Program("compiled Erlang", ["FOR1"]) with { Signature = static (in FileHead head) => head.Has(8, "BEAM"u8) },
        Program("compiled Java for Android", ["dex\n0"]),
        // Julia's, Ruby's and Perl's, which make what they name.
        Program("serialized Julia objects", ["7JL"]),
        Program("a BSON document, which can hold Julia code", static (in FileHead head) => IsBson(head)),
        Program("serialized Ruby objects", ["\u0004\u0008"])
            with { Signature = static (in FileHead head) => head.Bytes.Length > 3 && "[{oIUuSe"u8.Contains(head.Bytes[2]) },
        Program("serialized Perl objects", ["pst0"]),
        // Databases whose values programs unpickle: shelve, ZODB.
        Program("a database of objects", ["FS21", "FS30", "FS20", "\u0013W\u009A\u00CE", "\u00CE\u009AW\u0013", "\u0013W\u009A\u00CD",
            "\u00CD\u009AW\u0013", "\u0013W\u009A\u00CF", "\u00CF\u009AW\u0013", "\u0013W\u009A\u00D0", "\u00D0\u009AW\u0013"])
            with { Signature = static (in FileHead head) => head.Length > 16 },
        Program("a database of objects", ["\u0061\u0015\u0006\0", "\0\u0006\u0015\u0061", "\u0062\u0031\u0005\0", "\0\u0005\u0031\u0062",
            "\u0053\u0022\u0004\0", "\0\u0004\u0022\u0053"]) with { MagicOffset = 12 },
        Program("a database of objects", ["\u00DE\u00C0\u00EF\u00BE", "\u00BE\u00EF\u00C0\u00DE"]) with { MagicOffset = 16 },
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

    // A code object stands behind the magic and a time, which are 8, 12 or 16 bytes by the version; it begins with small numbers.
    private static bool IsCompiledPython(ReadOnlySpan<byte> head)
    {
        foreach (int at in (ReadOnlySpan<int>)[8, 12, 16])
        {
            if (head.Length > at + 16 && head[at] is (byte)'c' or 0xE3
                && head.Slice(at + 2, 3).IndexOfAnyExcept((byte)0) < 0) return true;
        }
        return head.Length > 16 && head[1] is 0x0C or 0x0D or 0x0E or 0x0F && head[5] == 0 && head[6] == 0;
    }

    // ISO 9660: the first 32 KiB are free.
    private static bool IsDisk(in FileHead head)
    {
        const int at = 0x8001, block = 2048;
        if (head.Length < at + block) return false;
        Span<byte> mark = stackalloc byte[5];
        return head.Source.Read(at, mark) == mark.Length && mark.SequenceEqual("CD001"u8);
    }

    // The length of the whole; then the type and the name of the first element.
    private static bool IsBson(in FileHead head) => head.Bytes.Length > 12
        && BinaryPrimitives.ReadUInt32LittleEndian(head.Bytes) == head.Length && head.Bytes[4] is > 0 and < 0x14
        && head.Bytes[5..].IndexOf((byte)0) is > 0 and var name
        && head.Bytes.Slice(5, name).IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0;

    private static bool IsWindowsProgram(in FileHead head)
    {
        if (head.Bytes.Length < 64) return false;
        Span<byte> signature = stackalloc byte[4];
        return head.Source.Read(BinaryPrimitives.ReadUInt32LittleEndian(head.Bytes[60..]), signature) == signature.Length
            && signature.SequenceEqual("PE\0\0"u8);
    }
}
