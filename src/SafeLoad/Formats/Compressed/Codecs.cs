using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.BZip2;
using ICSharpCode.SharpZipLib.Zip.Compression;
using ICSharpCode.SharpZipLib.Zip.Compression.Streams;
using SafeLoad.Diagnostics;
using SafeLoad.IO;

namespace SafeLoad.Formats.Compressed;

/// <summary>Compression; the only file that knows SharpZipLib.</summary>
internal static partial class Codecs
{
    /// <summary>The most that a scan unpacks of one stream: it is kept in memory.</summary>
    public const long MostUnpacked = 128 << 20;

    /// <summary>Inflates deflate data, raw or with zlib's header and checksum, to exactly the size that was stated.
    /// Memory grows with what really comes out.</summary>
    public static byte[] Inflate(ByteSource compressed, long size, CheckpointLocation at, bool isRaw = true)
    {
        if (size > Array.MaxLength)
            throw Problems.UnsupportedTensor(FormattableString.Invariant(
                $"a deflated record of {size:N0} bytes is not supported; records over 2 GB must be stored"), at);
        var inflater = new Inflater(isRaw);
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
                if (full && count > 0)
                    throw Problems.BadCompressedData(
                        FormattableString.Invariant($"inflates to more than the {size:N0} bytes that are stated"), at);
                produced += count;
                if (inflater.IsFinished) break;
                if (inflater.IsNeedingDictionary) throw Problems.BadCompressedData("needs a preset dictionary", at);
                // It can hold output back until it is called again: only a call that gives nothing means that input is missing.
                if (count > 0 || !inflater.IsNeedingInput) continue;
                int read = (int)Math.Min(input.Length, compressed.Length - consumed);
                if (read == 0)
                    throw Problems.BadCompressedData(FormattableString.Invariant($"ends after {produced:N0} of {size:N0} bytes"), at);
                compressed.ReadExactly(consumed, input.AsSpan(0, read));
                consumed += read;
                inflater.SetInput(input, 0, read);
            }
        }
        catch (Exception exception) when (IsBreak(exception) && exception is not ObjectDisposedException)
        {
            throw Problems.BadCompressedData("is broken", at, exception);
        }
        if (produced != size || inflater.RemainingInput > 0 || consumed != compressed.Length)
            throw Problems.BadCompressedData(FormattableString.Invariant($"gives {produced:N0} bytes; {size:N0} are stated"), at);
        return output;
    }

    /// <summary>Unpacks all that a compressed stream gives, for scanning: no size is known,
    /// and what came out before a break is kept.</summary>
    /// <param name="codec">How it is compressed.</param>
    /// <param name="compressed">The stream.</param>
    /// <param name="budget">What unpacking may cost; memory grows with what really comes out, up to <see cref="MostUnpacked"/>.</param>
    /// <param name="at">Where it stands, for messages.</param>
    /// <param name="consumed">Where the stream ends.</param>
    /// <param name="problem">Why it ended early, broken or at a limit; null if it did not.</param>
    public static ByteSource Unpack(Codec codec, ByteSource compressed, Budget budget, CheckpointLocation at, out long consumed,
        out SafeLoadException? problem)
    {
        var content = new ChunkedByteSource(compressed.Name);
        consumed = 0;
        problem = null;
        while (true)
        {
            long before = consumed, start = consumed + (codec == Codec.Gzip ? GzipHeader.LengthAt(compressed, consumed) : 0);
            problem = codec switch
            {
                Codec.Bzip2 => UnpackBzip2(compressed, consumed, content, budget, at, out consumed),
                Codec.Lzma => UnpackLzma(compressed, consumed, content, budget, at, out consumed),
                _ => Inflate(compressed, start, codec != Codec.Zlib, content, budget, at, out consumed),
            };
            // What only begins like a stream gives nothing, and is none.
            if (problem is not null || codec is Codec.Deflate or Codec.Zlib || consumed == before) return content;
            if (codec == Codec.Gzip) consumed = Math.Min(compressed.Length, consumed + GzipHeader.TrailerLength);
            long next = NextStream(codec, compressed, consumed);
            if (!IsStreamAt(codec, compressed, next)) return content;
            consumed = next;
        }
    }

    // Python reads several streams one after the other as one, with zeros between those of gzip. To its lzma zeros are streams that give
    // nothing, and xz itself has zeros between streams of its own.
    private static long NextStream(Codec codec, ByteSource compressed, long consumed)
    {
        if (codec == Codec.Bzip2) return consumed;
        long behind = GzipHeader.SkipZeros(compressed, consumed);
        if (codec == Codec.Gzip || XzReader.IsAt(compressed, behind)) return behind;
        return LzmaHead.SkipEmpty(compressed, consumed);
    }

    private static bool IsStreamAt(Codec codec, ByteSource source, long offset)
    {
        if (codec == Codec.Lzma) return XzReader.IsAt(source, offset) || LzmaHead.IsAt(source, offset);
        Span<byte> head = stackalloc byte[3];
        if (source.Length - offset < head.Length) return false;
        source.ReadExactly(offset, head);
        return codec == Codec.Gzip ? head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) : head.SequenceEqual("BZh"u8);
    }

    private static SafeLoadException? Inflate(ByteSource compressed, long start, bool isRaw, ChunkedByteSource content, Budget budget,
        CheckpointLocation at, out long consumed)
    {
        var inflater = new Inflater(isRaw);
        byte[] input = new byte[(int)Math.Min(1 << 15, Math.Max(0, compressed.Length - start))], output = new byte[1 << 15];
        long read = start;
        consumed = start;
        try
        {
            while (!inflater.IsFinished)
            {
                int count = inflater.Inflate(output, 0, output.Length);
                Append(content, output.AsSpan(0, count), compressed, budget, at);
                if (inflater.IsNeedingDictionary) return Problems.BadCompressedData("needs a preset dictionary", at);
                if (count > 0 || !inflater.IsNeedingInput || inflater.IsFinished) continue;
                int length = (int)Math.Min(input.Length, compressed.Length - read);
                if (length <= 0) return Problems.BadCompressedData("is cut short", at);
                compressed.ReadExactly(read, input.AsSpan(0, length));
                read += length;
                inflater.SetInput(input, 0, length);
            }
            consumed = read - inflater.RemainingInput;
            return null;
        }
        catch (LimitExceededException limit)
        {
            return limit;
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            // What the decoder had found before the break: byte by byte, since a read that meets it gives nothing.
            Salvage(isRaw ? Codec.Deflate : Codec.Zlib, new SliceByteSource(compressed, start, compressed.Length - start), content);
            consumed = compressed.Length;
            return Problems.BadCompressedData("is broken", at, exception);
        }
    }

    private static SafeLoadException? UnpackBzip2(ByteSource compressed, long start, ChunkedByteSource content, Budget budget,
        CheckpointLocation at, out long consumed)
    {
        var slice = new SliceByteSource(compressed, start, compressed.Length - start);
        if (IsEmpty(slice))
        {
            consumed = start + EmptyLength;
            return null;
        }
        if (!HasBlock(slice))
        {
            consumed = compressed.Length;
            return Problems.BadCompressedData("is broken", at);
        }
        if (UnpackSmall(slice, out long small) is { } bytes)
        {
            consumed = start + small;
            try
            {
                Append(content, bytes, compressed, budget, at);
            }
            catch (LimitExceededException limit)
            {
                return limit;
            }
            return null;
        }
        var position = new ByteSourceStream(slice);
        byte[] output = new byte[1 << 15];
        try
        {
            using var stream = new BZip2InputStream(position) { IsStreamOwner = false };
            for (int read; (read = stream.Read(output, 0, output.Length)) > 0;)
                Append(content, output.AsSpan(0, read), compressed, budget, at);
            consumed = start + position.Position;
            return null;
        }
        catch (LimitExceededException limit)
        {
            consumed = start;
            return limit;
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            if (start == 0) Salvage(Codec.Bzip2, slice, content);
            consumed = compressed.Length;
            return Problems.BadCompressedData("is broken", at, exception);
        }
    }

    private static void Append(
        ChunkedByteSource content, ReadOnlySpan<byte> bytes, ByteSource compressed, Budget budget, CheckpointLocation at)
    {
        if (bytes.IsEmpty) return;
        budget.ChargeInflated(bytes.Length, at);
        budget.CheckInflateRatio(compressed.Length, content.Length + bytes.Length, at);
        budget.CheckHeld(content.Length + bytes.Length, at);
        if (content.Length + bytes.Length > MostUnpacked) throw budget.UnpackedExceeded(MostUnpacked, at);
        content.Append(bytes);
    }

    // A decoder that meets a break in the middle of a read gives nothing of that read: ask again, up to the break byte by byte.
    private static void Salvage(Codec codec, ByteSource compressed, ChunkedByteSource content)
    {
        // Only the first stream of several: the length says how much of it is known.
        byte[] buffer = new byte[1 << 15];
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
        exception is SharpZipBaseException or EndOfStreamException or IndexOutOfRangeException or ArgumentException
        or InvalidOperationException or NullReferenceException or ArithmeticException;

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
        _ => new BZip2InputStream(compressed),
    };
}
