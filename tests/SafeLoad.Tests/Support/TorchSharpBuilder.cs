using System.Runtime.InteropServices;
using System.Text;

namespace SafeLoad.Tests.Support;

/// <summary>Writes what TorchSharp's Module.save writes, field by field.</summary>
internal sealed class TorchSharpBuilder
{
    private readonly MemoryStream _bytes = new();

    public TorchSharpBuilder(long count) => Number(count);

    /// <summary>One entry: name, dtype, sizes, elements.</summary>
    public TorchSharpBuilder Tensor<T>(string name, int dtype, long[] shape, params T[] elements) where T : unmanaged
    {
        Name(name).Number(dtype).Number(shape.Length);
        foreach (long size in shape) Number(size);
        return Raw(MemoryMarshal.AsBytes(elements.AsSpan()).ToArray());
    }

    public TorchSharpBuilder Name(string name)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(name);
        return Number(utf8.Length).Raw(utf8);
    }

    /// <summary>LEB128: seven bits a byte, the lowest first, the top bit set on all but the last.</summary>
    public TorchSharpBuilder Number(long value)
    {
        for (; value > 0x7F; value >>= 7) _bytes.WriteByte((byte)(value | 0x80));
        _bytes.WriteByte((byte)value);
        return this;
    }

    public TorchSharpBuilder Raw(params byte[] bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public byte[] ToArray() => _bytes.ToArray();
}
