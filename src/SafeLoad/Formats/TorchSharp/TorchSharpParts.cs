using SafeLoad.Text;

namespace SafeLoad.Formats.TorchSharp;

/// <summary>The parts of a file of TorchSharp's <c>Module.save</c>: each tensor's name, dtype and sizes, and its bytes.</summary>
internal static class TorchSharpParts
{
    public static PartList Read(PartSource file)
    {
        var parts = new PartList();
        foreach (TorchSharpEntry entry in TorchSharpFile.Read(file.Bytes, file.Budget.Limits) ?? [])
        {
            parts.Add(PartKind.Header, "name, dtype and sizes", entry.Offset - parts.End);
            parts.Add(PartKind.Storage, Utf8Text.Decode(entry.Name), entry.Length);
        }
        return parts;
    }
}
