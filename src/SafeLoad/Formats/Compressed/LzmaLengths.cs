namespace SafeLoad.Formats.Compressed;

/// <summary>How long a match of LZMA is: 2 to 273 bytes, in three ranges, the shorter ones by the place.</summary>
/// <remarks>LZMA Specification (lzma-specification.txt, 7-zip), "Match Length decoding".</remarks>
internal sealed class LzmaLengths
{
    private const int Least = 2, Bits = 3, Short = 1 << Bits, LongBits = 8, MostPlaces = 16;

    private readonly ushort[] _choice = new ushort[2], _low = new ushort[MostPlaces << Bits], _middle = new ushort[MostPlaces << Bits],
        _high = new ushort[1 << LongBits];

    /// <summary>Forgets what was learned.</summary>
    public void Reset()
    {
        foreach (ushort[] probabilities in (ushort[][])[_choice, _low, _middle, _high]) Array.Fill(probabilities, RangeDecoder.Half);
    }

    /// <summary>The length of the next match.</summary>
    /// <param name="bits">Where it comes from.</param>
    /// <param name="place">The position's lowest bits.</param>
    public int Next(RangeDecoder bits, int place)
    {
        if (bits.Bit(ref _choice[0]) == 0) return Least + bits.Tree(_low.AsSpan(place << Bits, Short), Bits);
        if (bits.Bit(ref _choice[1]) == 0) return Least + Short + bits.Tree(_middle.AsSpan(place << Bits, Short), Bits);
        return Least + Short + Short + bits.Tree(_high, LongBits);
    }
}
