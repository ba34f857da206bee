using System.Buffers.Binary;
using SafeLoad.IO;

namespace SafeLoad.Formats.Zip;

/// <summary>
/// Zips that stand one after the other and fill a file: several <c>torch.save</c> into one open file, and the files of distributed
/// checkpoints (<c>.distcp</c>), which have one for each tensor.
/// </summary>
/// <remarks>torch/distributed/checkpoint/filesystem.py: <c>_write_item</c> calls torch.save for each item, all into one file.</remarks>
internal static class ZipSeries
{
    /// <summary>The zips of a file, in order; null if they do not fill it without a gap, or there is but one.</summary>
    /// <param name="source">The file.</param>
    /// <param name="most">How many there may be: a file of nothing but end records would have one for each 22 bytes.</param>
    /// <remarks>
    /// Found from the end, each zip by the end record of its own, so a single zip costs one read. A reader that takes the last end record's
    /// offsets from the file's beginning, as PyTorch's does, must find one of these zips too or none at all: where it would find a
    /// directory
    /// that is another one (in a storage's bytes, say), this is no series.
    /// </remarks>
    public static List<SliceByteSource>? Find(ByteSource source, int most)
    {
        // Mostly one zip fills the file, and there is no list to make.
        if (most < 1 || ZipPlaces.Before(source, source.Length) is not { Start: > 0 } last || !BeginsAsZip(source, last)) return null;
        var ends = new List<ZipPlaces> { last };
        for (long end = last.Start; end > 0; end = ends[^1].Start)
        {
            if (ends.Count == most || ZipPlaces.Before(source, end) is not { } places || !BeginsAsZip(source, places)) return null;
            ends.Add(places);
        }
        if (ends.Count < 2 || IsAmbiguous(source, ends)) return null;
        ends.Reverse();
        return [.. ends.Select(places => new SliceByteSource(source, places.Start, places.End - places.Start))];
    }

    private static bool BeginsAsZip(ByteSource source, ZipPlaces places) =>
        SignatureAt(source, places.Start) is ZipSignature.Local || places.DirectoryStart == places.Start;

    // The last zip's offsets, read from the beginning of the file.
    private static bool IsAmbiguous(ByteSource source, List<ZipPlaces> ends)
    {
        ZipPlaces last = ends[0];
        long directory = last.DirectoryStart - last.Start, end64 = last.End64 - last.Start;
        return (SignatureAt(source, directory) == ZipSignature.Directory && !ends.Exists(places => places.DirectoryStart == directory))
            || (last.End64 >= 0 && SignatureAt(source, end64) == ZipSignature.End64 && !ends.Exists(places => places.End64 == end64));
    }

    private static uint SignatureAt(ByteSource source, long position)
    {
        Span<byte> signature = stackalloc byte[4];
        return source.Length - position >= signature.Length && source.Read(position, signature) == signature.Length
            ? BinaryPrimitives.ReadUInt32LittleEndian(signature) : 0;
    }
}
