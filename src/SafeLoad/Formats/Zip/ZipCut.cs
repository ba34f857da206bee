using System.Buffers.Binary;

namespace SafeLoad.Formats.Zip;

/// <summary>Says of a zip that was cut short how much is missing, as far as its local headers tell.</summary>
internal static class ZipCut
{
    private const int MostRecords = 100_000, MostTail = 1 << 20;

    /// <summary>Bytes that are missing at least: of the records that are announced, of the directory that must name them, of the end
    /// record.</summary>
    public static long MissingBytes(ByteSource source)
    {
        // Where the records that are known of would end, and how long a directory of them is.
        long at = 0, directory = 0;
        Span<byte> header = stackalloc byte[ZipSignature.LocalSize];
        for (int i = 0; i < MostRecords && source.Length - at >= header.Length; i++)
        {
            source.ReadExactly(at, header);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) != ZipSignature.Local) break;
            int name = BinaryPrimitives.ReadUInt16LittleEndian(header[26..]), extra = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
            directory += ZipSignature.DirectorySize + name;
            at += header.Length + name + extra;
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(header[18..]);
            // It follows the data, or stands in the extra field: where the next record begins is not known.
            if (size == uint.MaxValue || (size == 0
                && (BinaryPrimitives.ReadUInt16LittleEndian(header[6..]) & ZipSignature.Descriptor) != 0))
            {
                if (!HoldsDirectory(source)) at = source.Length;
                break;
            }
            at += size;
        }
        return Math.Max(1, at + directory + ZipSignature.EndSize - source.Length);
    }

    // Whether the directory has begun, near the end of what is left.
    private static bool HoldsDirectory(ByteSource source)
    {
        byte[] tail = new byte[(int)Math.Min(MostTail, source.Length)];
        source.ReadExactly(source.Length - tail.Length, tail);
        return tail.AsSpan().IndexOf("PK\x01\x02"u8) >= 0;
    }
}
