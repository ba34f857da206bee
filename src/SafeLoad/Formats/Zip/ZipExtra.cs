using System.Buffers.Binary;

namespace SafeLoad.Formats.Zip;

/// <summary>The extra field of a zip header: a list of tagged blocks.</summary>
/// <remarks>APPNOTE 4.5. PyTorch pads local headers with a block "FB", so that data begin at a multiple of 64.</remarks>
internal readonly ref struct ZipExtra
{
    private readonly ReadOnlySpan<byte> _zip64;
    private readonly ReadOnlySpan<byte> _unicodePath;
    private readonly bool _repeats;

    public ZipExtra(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 4)
        {
            ushort id = BinaryPrimitives.ReadUInt16LittleEndian(bytes), size = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
            if (size > bytes.Length - 4) break;
            ReadOnlySpan<byte> block = bytes.Slice(4, size);
            // Of two such blocks some readers take the first and some the last; two that say the same mislead nobody.
            if (id == ZipSignature.Zip64Extra)
            {
                _repeats |= !_zip64.IsEmpty && !_zip64.SequenceEqual(block);
                _zip64 = block;
            }
            if (id == ZipSignature.UnicodePathExtra)
            {
                _repeats |= !_unicodePath.IsEmpty && !_unicodePath.SequenceEqual(block);
                _unicodePath = block;
            }
            bytes = bytes[(4 + size)..];
        }
        // Some writers pad with fewer than 4 zero bytes.
        IsWellFormed = bytes.Length < 4 && bytes.IndexOfAnyExcept((byte)0) < 0;
    }

    public bool IsWellFormed { get; }

    /// <summary>Whether it holds two zip64 or two Unicode Path blocks that differ.</summary>
    public bool ContradictsItself => _repeats;

    /// <summary>Replaces each saturated 32-bit value by the next 64-bit one, in the order that APPNOTE 4.5.3 fixes.
    /// False if one is missing.</summary>
    public bool TryWiden(ref ulong size, ref ulong compressed, ref ulong offset)
    {
        ReadOnlySpan<byte> rest = _zip64;
        return TryWiden(ref size, ref rest) && TryWiden(ref compressed, ref rest) && TryWiden(ref offset, ref rest);
    }

    /// <summary>Whether an Info-ZIP Unicode Path field names the record differently: some readers prefer it.</summary>
    public bool RenamesTo(ReadOnlySpan<byte> name) => _unicodePath.Length > 5 && !_unicodePath[5..].SequenceEqual(name);

    private static bool TryWiden(ref ulong value, ref ReadOnlySpan<byte> rest)
    {
        if (value != 0xFFFFFFFF) return true;
        if (rest.Length < 8) return false;
        value = BinaryPrimitives.ReadUInt64LittleEndian(rest);
        rest = rest[8..];
        return true;
    }
}
