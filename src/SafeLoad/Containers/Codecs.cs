using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.Zip.Compression;
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
}
