namespace SafeLoad.Formats.Safetensors;

/// <summary>The parts of a safetensors file: the header, and the bytes of all tensors. That each of these is one of a tensor, without holes
/// and overlaps, is proven where the header is read; a header of megabytes is read once.</summary>
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
