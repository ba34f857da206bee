namespace SafeLoad.Formats.Gguf;

/// <summary>The parts of a GGUF file: its metadata, in which chat templates are programs in Jinja that some runners execute without a
/// sandbox; what describes its tensors; and their elements.</summary>
/// <remarks>ggml/docs/gguf.md: magic, version, number of tensors, number of key-value pairs, the pairs, then of each tensor its name,
/// sizes, type and offset, then the elements.</remarks>
internal static class GgufParts
{
    private const string ChatTemplate = "tokenizer.chat_template", Tokenizer = "tokenizer.huggingface.json";

    public static PartList Read(PartSource file)
    {
        var parts = new PartList();
        var reader = new GgufReader(file.Bytes);
        if (reader.U32() is not { } version || version is < 1 or > 3)
        {
            AddUnknown(parts, file.Bytes, "a GGUF file of an unknown version or byte order");
            return parts;
        }
        // Version 1 counts in 32 bits.
        reader.IsNarrow = version == 1;
        ulong? tensors = reader.Count(), pairs = reader.Count();
        bool isWhole = tensors is not null && pairs is not null && ReadPairs(parts, reader, pairs.Value);
        AddUpTo(reader.Position, PartKind.Header, "metadata", parts);
        if (!isWhole)
        {
            AddUnknown(parts, file.Bytes, "a GGUF header that cannot be followed");
            return parts;
        }
        // Names and numbers: where they do not make sense there is no program in them either.
        if (reader.SkipTensors(tensors!.Value)) AddUpTo(reader.Position, PartKind.Header, "names, sizes and types", parts);
        AddUpTo(file.Bytes.Length, PartKind.Array, "tensors", parts);
        return parts;
    }

    private static bool ReadPairs(PartList parts, GgufReader reader, ulong pairs)
    {
        for (ulong i = 0; i < pairs; i++)
        {
            if (reader.Text() is not { } key || reader.U32() is not { } type) return false;
            PartKind? kind = key.StartsWith(ChatTemplate, StringComparison.Ordinal) ? PartKind.Template
                : key == Tokenizer ? PartKind.File : null;
            // Some readers take an array of one for its element.
            ulong texts = kind is null ? 0 : type == GgufReader.TextType ? 1 : reader.TextsIn(type);
            if (texts == 0 && !reader.SkipValue(type)) return false;
            for (ulong text = 0; text < texts; text++)
            {
                if (reader.SkipText() is not { } start) return false;
                AddUpTo(start, PartKind.Header, "metadata", parts);
                AddUpTo(reader.Position, kind!.Value, key, parts);
            }
        }
        return true;
    }

    private static void AddUpTo(long end, PartKind kind, string name, PartList parts) => parts.Add(kind, name, end - parts.End);

    private static void AddUnknown(PartList parts, ByteSource bytes, string words) =>
        parts.Add(PartKind.NotLookedAt, "(behind a break)", bytes.Length - parts.End, new() { Words = words });
}
