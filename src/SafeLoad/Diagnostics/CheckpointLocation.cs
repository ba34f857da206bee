using System.Globalization;
using System.Text;
using SafeLoad.Diagnostics;

namespace SafeLoad;

/// <summary>Where in a checkpoint something was found: file, record, offset and opcode, each as far as it is known.</summary>
/// <param name="File">The file's path or name as the caller gave it; null for memory and nameless streams.</param>
/// <param name="Record">The record inside the archive (<c>archive/data.pkl</c>); null where the file has no records.</param>
/// <param name="Offset">Bytes from the start of the record, or of the file where there is no record; null if unknown.</param>
/// <param name="Opcode">The opcode's name as pickletools spells it; null outside of pickles.</param>
public readonly record struct CheckpointLocation(string? File, string? Record = null, long? Offset = null, string? Opcode = null)
{
    /// <summary>The location as messages print it: <c>model.pt!archive/data.pkl @0x1A3 BINGET</c>.
    /// Text that the file chose is escaped.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(File is null ? "checkpoint" : Printable.Escape(File, maxLength: 400));
        if (Record is not null) text.Append('!').Append(RecordText(Record));
        if (Offset is { } offset) text.Append(CultureInfo.InvariantCulture, $" @0x{offset:X}");
        if (Opcode is not null) text.Append(' ').Append(Opcode);
        return text.ToString();
    }

    /// <summary>A record's name as messages print it.</summary>
    internal static string RecordText(string record) => Printable.Escape(record, maxLength: 200);
}
