using System.Text;
using SafeLoad.Formats.Zip;

namespace SafeLoad.Formats;

/// <summary>A zip, as far as its records tell what it is.</summary>
internal sealed class ZipLook(ZipContainer zip)
{
    // What tells a format stands near the beginning of a record.
    private const int MostRead = 1 << 16;

    /// <summary>Whether a record of this name is in the folder that the first record stands in, as PyTorch's are.</summary>
    public bool Has(string name) => zip.Find(name) >= 0;

    /// <summary>Whether a record of this name is in the archive, folders in the name.</summary>
    public bool HasAtRoot(string name) => zip.Directory.Names.Find(Encoding.UTF8.GetBytes(name)) >= 0;

    /// <summary>Whether all records are NumPy arrays by their names.</summary>
    public bool HoldsArraysOnly => zip.Directory.HoldsArraysOnly;

    /// <summary>Whether there is a record of this name at the root that has this text near its beginning.</summary>
    public bool HasText(string name, ReadOnlySpan<byte> text)
    {
        int index = zip.Directory.Names.Find(Encoding.UTF8.GetBytes(name));
        if (index < 0) return false;
        try
        {
            ByteSource source = zip.Open(index);
            byte[] bytes = new byte[(int)Math.Min(MostRead, source.Length)];
            source.ReadExactly(0, bytes);
            return bytes.AsSpan().IndexOf(text) >= 0;
        }
        // A record that cannot be read is told by nothing.
        catch (SafeLoadException)
        {
            return false;
        }
    }
}
