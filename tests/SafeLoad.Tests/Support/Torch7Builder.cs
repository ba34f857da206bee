using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace SafeLoad.Tests.Support;

/// <summary>Writes Torch 7 files field by field, binary or ascii, as File.lua and THDiskFile.c do.</summary>
internal sealed class Torch7Builder(bool ascii = false, int longSize = 8)
{
    private readonly MemoryStream _bytes = new();

    public long Length => _bytes.Length;

    public Torch7Builder Nil() => Int(0);

    public Torch7Builder Number(double value) => Int(1).Double(value);

    public Torch7Builder Text(string text) => Int(2).Characters(Encoding.UTF8.GetBytes(text));

    public Torch7Builder Bytes(params byte[] bytes) => Int(2).Characters(bytes);

    public Torch7Builder Boolean(bool value) => Int(5).Int(value ? 1 : 0);

    /// <summary>The head of a table; as many keys and values follow.</summary>
    public Torch7Builder Table(int index, int count) => Int(3).Int(index).Int(count);

    /// <summary>A table that was written before.</summary>
    public Torch7Builder TableAgain(int index) => Int(3).Int(index);

    /// <summary>An object that was written before.</summary>
    public Torch7Builder Again(int index) => Int(4).Int(index);

    /// <summary>The head of an object; what its class writes follows.</summary>
    public Torch7Builder Object(int index, string type, string? version = "V 1")
    {
        Int(4).Int(index);
        if (version is not null) Characters(Encoding.ASCII.GetBytes(version));
        return Characters(Encoding.ASCII.GetBytes(type));
    }

    /// <summary>The head of a tensor; its storage follows. The offset counts from 1.</summary>
    public Torch7Builder Tensor(int index, string type, long[] shape, long[] strides, long offset = 1) =>
        Object(index, type).Int(shape.Length).Long(shape).Long(strides).Long(offset);

    /// <summary>A storage with its elements.</summary>
    public Torch7Builder Storage<T>(int index, string type, params T[] elements) where T : unmanaged =>
        Object(index, type).Long(elements.Length).Elements(elements);

    public Torch7Builder Function(int tag, int? index, params byte[] code)
    {
        Int(tag);
        if (index is { } number) Int(number);
        return Characters(code);
    }

    public Torch7Builder Int(int value) => ascii ? Line(value) : Raw(BitConverter.GetBytes(value));

    public Torch7Builder Long(params long[] values)
    {
        if (ascii) return Line(values);
        foreach (long value in values) Raw(longSize == 4 ? BitConverter.GetBytes((int)value) : BitConverter.GetBytes(value));
        return this;
    }

    public Torch7Builder Double(double value) => ascii ? Line(value) : Raw(BitConverter.GetBytes(value));

    public Torch7Builder Characters(byte[] bytes)
    {
        Int(bytes.Length).Raw(bytes);
        return ascii && bytes.Length > 0 ? Raw((byte)'\n') : this;
    }

    public Torch7Builder Raw(params byte[] bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public byte[] ToArray() => _bytes.ToArray();

    private Torch7Builder Elements<T>(T[] elements) where T : unmanaged
    {
        if (typeof(T) == typeof(long)) return Long(Unsafe.As<T[], long[]>(ref elements));
        if (ascii && Unsafe.SizeOf<T>() > 1) return Line(elements);
        Raw(MemoryMarshal.AsBytes(elements.AsSpan()).ToArray());
        return ascii && elements.Length > 0 ? Raw((byte)'\n') : this;
    }

    // A run of no numbers writes nothing, not even the end of a line.
    private Torch7Builder Line<T>(params T[] values) =>
        values.Length == 0 ? this : Raw(Encoding.ASCII.GetBytes(string.Join(' ', values.Select(static value => Printed(value!))) + "\n"));

    // %d, %.9g and %.17g.
    private static string Printed(object value) => value switch
    {
        double.NaN or float.NaN => "nan",
        double.PositiveInfinity or float.PositiveInfinity => "inf",
        double.NegativeInfinity or float.NegativeInfinity => "-inf",
        double number => number.ToString("G17", CultureInfo.InvariantCulture).Replace('E', 'e'),
        float number => number.ToString("G9", CultureInfo.InvariantCulture).Replace('E', 'e'),
        Half number => ((float)number).ToString("G9", CultureInfo.InvariantCulture).Replace('E', 'e'),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
