using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using SafeLoad.Text;

namespace SafeLoad.Values;

/// <summary>NumPy scalars as Python prints them.</summary>
internal static class NumpyRepr
{
    /// <summary>The text of a scalar's value (<c>repr(scalar.item())</c>): <c>0.25</c>, <c>True</c>, <c>'abc'</c>.
    /// Times as their count and unit.</summary>
    /// <exception cref="ObjectDisposedException">The checkpoint is disposed.</exception>
    public static string OfScalar(PyArray scalar)
    {
        ArgumentNullException.ThrowIfNull(scalar);
        byte[] bytes = scalar.ToBytes();
        NumpyDType dtype = scalar.DType;
        // Numbers are least significant byte first from here on; complex parts and characters swap one by one.
        int part = dtype.Code switch { 'c' => dtype.ItemSize / 2, 'U' => 4, _ => dtype.ItemSize };
        if (dtype.Order == '>')
        {
            for (int i = 0; i + part <= bytes.Length; i += part) Array.Reverse(bytes, i, part);
        }
        return dtype.Code switch
        {
            'b' => bytes[0] != 0 ? "True" : "False",
            'i' => new BigInteger(bytes).ToString(CultureInfo.InvariantCulture),
            'u' => new BigInteger(bytes, isUnsigned: true).ToString(CultureInfo.InvariantCulture),
            'f' => Float(bytes),
            'c' => $"({Trim(Float(bytes.AsSpan(0, part)))}{Sign(Float(bytes.AsSpan(part)))}j)",
            'U' => PythonRepr.Of(PyValue.FromText(Encoding.UTF32.GetString(bytes).TrimEnd('\0'))),
            'M' when Date(BinaryPrimitives.ReadInt64LittleEndian(bytes), dtype.Unit) is { } date => date,
            'm' or 'M' => BinaryPrimitives.ReadInt64LittleEndian(bytes).ToString(CultureInfo.InvariantCulture) + dtype.Unit,
            _ => PythonRepr.Of(PyValue.FromBuffer(new PyBuffer(PyKind.Bytes, bytes), 0, bytes.Length)),
        };
    }

    // What Python's datetime can hold prints as such: days as dates, seconds to microseconds as times.
    private static string? Date(long count, string unit)
    {
        long ticks = unit
            switch { "[D]" => TimeSpan.TicksPerDay, "[s]" => TimeSpan.TicksPerSecond, "[ms]" => TimeSpan.TicksPerMillisecond, "[us]" =>
                TimeSpan.TicksPerMicrosecond, _ => 0 };
        Int128 since = (Int128)count * ticks + DateTime.UnixEpoch.Ticks;
        if (ticks == 0 || since < 0 || since > DateTime.MaxValue.Ticks) return null;
        var time = new DateTime((long)since);
        if (unit == "[D]") return string.Create(CultureInfo.InvariantCulture, $"datetime.date({time.Year}, {time.Month}, {time.Day})");
        int microseconds = time.Millisecond * 1000 + time.Microsecond;
        string rest = microseconds != 0 ? string.Create(CultureInfo.InvariantCulture, $", {time.Second}, {microseconds}")
            : time.Second != 0 ? string.Create(CultureInfo.InvariantCulture, $", {time.Second}") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"datetime.datetime({time.Year}, {time.Month}, {time.Day}, {time.Hour}, {time.Minute}{rest})");
    }

    private static string Float(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        2 => PythonNumber.Repr((double)BinaryPrimitives.ReadHalfLittleEndian(bytes)),
        4 => PythonNumber.Repr(BinaryPrimitives.ReadSingleLittleEndian(bytes)),
        8 => PythonNumber.Repr(BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
        _ => "0x" + Convert.ToHexString(bytes),
    };

    private static string Trim(string number) => number.EndsWith(".0", StringComparison.Ordinal) ? number[..^2] : number;

    private static string Sign(string number) => number[0] is '-' ? Trim(number) : "+" + Trim(number);
}
