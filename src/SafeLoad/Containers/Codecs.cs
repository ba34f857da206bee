using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.BZip2;
using ICSharpCode.SharpZipLib.GZip;
using ICSharpCode.SharpZipLib.Zip.Compression;
using ICSharpCode.SharpZipLib.Zip.Compression.Streams;
using SafeLoad.Common;
using SafeLoad.IO;

namespace SafeLoad.Containers;

/// <summary>Compression; the only file that knows SharpZipLib.</summary>
internal static class Codecs
{
    /// <summary>Inflates raw deflate data to exactly the size that was stated. Memory grows with what really comes out.</summary>
    public static byte[] Inflate(ByteSource compressed, long size, CheckpointLocation at)
    {
        if (size > Array.MaxLength) throw Throw.UnsupportedTensor(FormattableString.Invariant($"a deflated record of {size:N0} bytes is not supported; records over 2 GB must be stored"), at);
        var inflater = new Inflater(noHeader: true);
        byte[] input = new byte[(int)Math.Min(compressed.Length, 1 << 16)];
        byte[] output = new byte[(int)Math.Min(size, 1 << 16)];
        byte[] probe = new byte[1];
        int produced = 0;
        long consumed = 0;
        try
        {
            while (true)
            {
                if (produced == output.Length && produced < size) Array.Resize(ref output, (int)Math.Min(size, output.Length * 2L));
                // When all stated bytes are there one more is asked for: none may come.
                bool full = produced == size;
                int count = full ? inflater.Inflate(probe, 0, 1) : inflater.Inflate(output, produced, output.Length - produced);
                if (full && count > 0) throw Throw.BadCompressedData(FormattableString.Invariant($"inflates to more than the {size:N0} bytes that the directory states"), at);
                produced += count;
                if (inflater.IsFinished) break;
                if (inflater.IsNeedingDictionary) throw Throw.BadCompressedData("needs a preset dictionary", at);
                // It can hold output back until it is called again: only a call that gives nothing means that input is missing.
                if (count > 0 || !inflater.IsNeedingInput) continue;
                int read = (int)Math.Min(input.Length, compressed.Length - consumed);
                if (read == 0) throw Throw.BadCompressedData(FormattableString.Invariant($"ends after {produced:N0} of {size:N0} bytes"), at);
                compressed.ReadExactly(consumed, input.AsSpan(0, read));
                consumed += read;
                inflater.SetInput(input, 0, read);
            }
        }
        catch (SharpZipBaseException exception)
        {
            throw Throw.BadCompressedData("is broken", at, exception);
        }
        if (produced != size || inflater.RemainingInput > 0 || consumed != compressed.Length)
            throw Throw.BadCompressedData(FormattableString.Invariant($"gives {produced:N0} bytes; the directory states {size:N0}"), at);
        return output;
    }

    /// <summary>Unpacks all that a compressed stream gives, for scanning: no size is known, and what came out before a break is kept.</summary>
    /// <param name="codec">How it is compressed.</param>
    /// <param name="compressed">The stream.</param>
    /// <param name="budget">What unpacking may cost; memory grows with what really comes out.</param>
    /// <param name="at">Where it stands, for messages.</param>
    /// <param name="problem">Why it ended early; null if it did not.</param>
    public static ByteSource Unpack(Codec codec, ByteSource compressed, Budget budget, CheckpointLocation at, out MalformedCheckpointException? problem)
    {
        var content = new ChunkedByteSource(compressed.Name);
        problem = null;
        byte[] buffer = new byte[1 << 15];
        try
        {
            using Stream stream = Open(codec, new ByteSourceStream(compressed));
            for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0;)
            {
                budget.ChargeInflated(read, at);
                budget.CheckInflateRatio(compressed.Length, content.Length + read, at);
                content.Append(buffer.AsSpan(0, read));
            }
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            problem = Throw.BadCompressedData("is broken", at, exception);
            Salvage(codec, compressed, content, buffer);
        }
        return content;
    }

    // A decoder that meets a break in the middle of a read gives nothing of that read: ask again, up to the break byte by byte.
    private static void Salvage(Codec codec, ByteSource compressed, ChunkedByteSource content, byte[] buffer)
    {
        try
        {
            using Stream stream = Open(codec, new ByteSourceStream(compressed));
            for (long known = content.Length; known > 0; known -= stream.Read(buffer, 0, (int)Math.Min(buffer.Length, known))) { }
            for (int value, count = 0; count < buffer.Length && (value = stream.ReadByte()) >= 0; count++) content.Append([(byte)value]);
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            // This is where the data end.
        }
    }

    // The library's decoders meet broken data with what they happen to run into.
    private static bool IsBreak(Exception exception) =>
        exception is SharpZipBaseException or EndOfStreamException or IndexOutOfRangeException or ArgumentException or InvalidOperationException or NullReferenceException or ArithmeticException;

    /// <summary>The CRC-32 of a whole source.</summary>
    public static uint ChecksumOf(ByteSource source)
    {
        byte[] buffer = new byte[(int)Math.Min(1 << 20, source.Length)];
        uint crc = 0;
        for (long done = 0; done < source.Length;)
        {
            Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, source.Length - done));
            source.ReadExactly(done, piece);
            crc = Crc32.Append(crc, piece);
            done += piece.Length;
        }
        return crc;
    }

    private static Stream Open(Codec codec, Stream compressed) => codec switch
    {
        Codec.Deflate => new InflaterInputStream(compressed, new Inflater(noHeader: true)),
        Codec.Zlib => new InflaterInputStream(compressed),
        Codec.Gzip => new GZipInputStream(compressed),
        _ => new BZip2InputStream(compressed),
    };
}
