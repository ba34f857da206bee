using System.Buffers.Binary;
using System.IO.Compression;

namespace SafeLoad.Tests.Support;

/// <summary>Files that are changed as a fuzzer changes them: bytes, numbers, spans; in a zip also inside of its records, so that the
/// archive around them stays right.</summary>
internal static class Mutation
{
    private static readonly long[] s_numbers = [0, 1, -1, 2, 3, 4, 8, 127, 128, 255, 256, 1000, 4096, 65535, int.MaxValue, uint.MaxValue,
        long.MaxValue, long.MinValue];

    /// <summary>A changed copy.</summary>
    public static byte[] Of(byte[] file, Random random) =>
        file is [(byte)'P', (byte)'K', ..] && random.Next(4) > 0 ? OfRecords(file, random) : OfBytes(file, random);

    private static byte[] OfRecords(byte[] file, Random random)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file));
            if (archive.Entries.Count == 0) return OfBytes(file, random);
            // The pickle of a checkpoint says the most; storages are many.
            int pickle = -1;
            for (int i = 0; i < archive.Entries.Count; i++) pickle = archive.Entries[i].Name == "data.pkl" ? i : pickle;
            int chosen = pickle >= 0 && random.Next(3) > 0 ? pickle : random.Next(archive.Entries.Count);
            var zip = new ZipBuilder();
            for (int i = 0; i < archive.Entries.Count; i++)
            {
                var content = new MemoryStream();
                using (Stream stream = archive.Entries[i].Open()) stream.CopyTo(content);
                zip.Add(archive.Entries[i].FullName, i == chosen ? OfBytes(content.ToArray(), random) : content.ToArray());
            }
            return zip.ToArray();
        }
        // Some fixtures are written to be no zip to anybody.
        catch (InvalidDataException)
        {
            return OfBytes(file, random);
        }
    }

    private static byte[] OfBytes(byte[] bytes, Random random)
    {
        byte[] changed = [.. bytes];
        for (int i = 1 + random.Next(3); i > 0 && changed.Length > 0; i--) changed = Once(changed, random);
        return changed;
    }

    private static byte[] Once(byte[] bytes, Random random)
    {
        // Where files say what they are is near their beginning or their end.
        int at = random.Next(3) switch
        {
            0 => random.Next(bytes.Length),
            1 => random.Next(Math.Min(bytes.Length, 512)),
            _ => bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 512)),
        };
        int length = Math.Min(bytes.Length - at, 1 + random.Next(16));
        switch (random.Next(8))
        {
            case 0 or 1:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 2:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 3:
                bytes[at] = bytes[random.Next(bytes.Length)];
                return bytes;
            case 4:
                Span<byte> number = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(number, s_numbers[random.Next(s_numbers.Length)]);
                int size = Math.Min(bytes.Length - at, 1 << random.Next(4));
                number[..size].CopyTo(bytes.AsSpan(at));
                return bytes;
            case 5: return bytes[..at];
            case 6: return [.. bytes[..at], .. bytes[(at + length)..]];
            default: return [.. bytes[..at], .. bytes.AsSpan(random.Next(bytes.Length - length + 1), length), .. bytes[at..]];
        }
    }
}
