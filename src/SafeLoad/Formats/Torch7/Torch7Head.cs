namespace SafeLoad.Formats.Torch7;

/// <summary>
/// Tells Torch 7 files by their first objects. The format has no magic: a file is one if it is a table,
/// an object or a function whose number is 1, if nothing from there on is impossible, and if something soon is there that other bytes
/// hardly have: a class name, text, bytecode or, in binary files, a floating-point number.
/// </summary>
/// <remarks>torch7 File.lua, <c>writeObject</c>. Files without any of them, such as an empty table, stay unknown.</remarks>
internal static class Torch7Head
{
    private const int MaxVersion = 12, MaxClassName = 200;

    /// <summary>Whether the file, known to be Torch 7's, is written as text.</summary>
    public static bool IsText(ByteSource source)
    {
        Span<byte> head = stackalloc byte[2];
        return source.Read(0, head) == 2 && head[1] == '\n';
    }

    /// <summary>Whether a file that begins so is Torch 7's.</summary>
    public static bool IsAt(ReadOnlySpan<byte> head, long length)
    {
        var fields = new Torch7HeadReader(head, length);
        if (!fields.TryReadInt(out int root) || (Torch7Tag)root is not (Torch7Tag.Table or Torch7Tag.Object or Torch7Tag.Function))
            return false;
        int tag = root, next = 1;
        // Objects that must follow.
        for (long left = 1; left > 0; left--)
        {
            if (left > fields.Remaining / fields.LeastObject || (next > 1 && !fields.TryReadInt(out tag))
                || !TryReadObject((Torch7Tag)tag, ref fields, ref next, ref left, out bool isProof)) return false;
            if (!isProof) continue;
            // A class or bytecode is enough; a number or text by chance would hardly have another object behind it, or the end of the file.
            if ((Torch7Tag)tag is Torch7Tag.Object or Torch7Tag.Function) return true;
            return left == 1 ? fields.Remaining == 0 || fields.IsText
                : left - 1 <= fields.Remaining / fields.LeastObject
                && (fields.IsCut || (fields.TryReadInt(out tag) && tag is >= 0 and <= (int)Torch7Tag.Function));
        }
        return false;
    }

    // False if it is impossible. Tables add to what is left.
    private static bool TryReadObject(Torch7Tag tag, ref Torch7HeadReader fields, ref int next, ref long left, out bool isProof)
    {
        isProof = false;
        switch (tag)
        {
            case Torch7Tag.Nil: return next > 1;
            // Two small integers are no normal number; zero is one and proves nothing. A number as text may be a line of a list.
            case Torch7Tag.Number:
                return fields.TryReadNumber(out double number)
                    && (number == 0 || (isProof = double.IsFinite(number) && Math.Abs(number) > 1e-300 && !fields.IsText) || fields.IsText);
            case Torch7Tag.Boolean: return fields.TryReadInt(out int bit) && bit is 0 or 1;
            case Torch7Tag.String:
                if (!fields.TryReadText(int.MaxValue, out ReadOnlySpan<byte> text)) return false;
                isProof = IsPrintable(text);
                return isProof || !fields.IsCut;
            case Torch7Tag.Table or Torch7Tag.Object or Torch7Tag.Function:
                if (!fields.TryReadInt(out int index) || index < 1 || index > next) return false;
                if (index < next) return true;
                next++;
                if (tag == Torch7Tag.Object) return isProof = IsClassAt(ref fields);
                if (tag == Torch7Tag.Function)
                    return isProof = fields.TryReadText(int.MaxValue, out ReadOnlySpan<byte> code)
                        && (code.StartsWith("\u001bLua"u8) || code.StartsWith("\u001bLJ"u8));
                if (!fields.TryReadInt(out int count) || count < 0) return false;
                left += 2L * count;
                return true;
            default: return false;
        }
    }

    // A version says enough; older files have only the name.
    private static bool IsClassAt(ref Torch7HeadReader fields)
    {
        if (!fields.TryReadText(MaxClassName, out ReadOnlySpan<byte> text)) return false;
        if (text.Length is > 2 and <= MaxVersion && text.StartsWith("V "u8) && text[2..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
            return true;
        foreach (byte c in text)
        {
            if (!IsLetter(c) && c is not ((>= (byte)'0' and <= (byte)'9') or (byte)'.' or (byte)'_')) return false;
        }
        return text.Contains((byte)'.') && IsLetter(text[0]);
    }

    private static bool IsPrintable(ReadOnlySpan<byte> text)
    {
        bool hasLetter = false;
        foreach (byte c in text)
        {
            if (c < ' ') return false;
            hasLetter |= IsLetter(c);
        }
        return hasLetter;
    }

    private static bool IsLetter(byte c) => (c | 0x20) is >= 'a' and <= 'z';
}
