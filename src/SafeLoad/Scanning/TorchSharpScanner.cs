using SafeLoad.Formats.TorchSharp;

namespace SafeLoad.Scanning;

/// <summary>Scans a file of TorchSharp's <c>Module.save</c>: names, dtypes and sizes are read, and every other byte is a
/// tensor's.</summary>
internal static class TorchSharpScanner
{
    public static void Scan(ScanContext scan, Content content)
    {
        long position = 0;
        byte[] structure = [];
        foreach (TorchSharpEntry entry in TorchSharpFile.Read(content.Source, scan.Budget.Limits) ?? [])
        {
            int length = (int)(entry.Offset - position);
            if (structure.Length < length) structure = new byte[length];
            content.Source.ReadExactly(position, structure.AsSpan(0, length));
            scan.Decoded(content, position, structure.AsSpan(0, length));
            scan.Trace.BytesSkippedAsStorage += entry.Length;
            content.Enter(Account.Storage, entry.Offset, entry.Length);
            position = entry.Offset + entry.Length;
        }
    }
}
