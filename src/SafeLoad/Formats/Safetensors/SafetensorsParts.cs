namespace SafeLoad.Formats.Safetensors;

/// <summary>The parts of a safetensors file: the header, and the bytes of all tensors, of which each must be one of a tensor.</summary>
internal static class SafetensorsParts
{
    public static PartList Read(PartSource file)
    {
        var parts = new PartList();
        parts.Add(PartKind.Header, "header", SafetensorsHeader.EndOf(file.Bytes));
        parts.Add(PartKind.Array, "tensors", file.Bytes.Length - parts.End);
        return parts;
    }
}
