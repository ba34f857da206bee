using SafeLoad.Common;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>numpy.dtype(name, align, copy)</c>, to which BUILD adds byte order, a record's size, or the unit of times.</summary>
internal sealed class NumpyDTypeCall() : RebuildFunction("numpy", "dtype")
{
    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(1, 3);
        string name = arguments.Text(0);
        NumpyDType dtype = NumpyDType.Parse(name) ?? throw arguments.Bad($"'{Printable.Escape(name)}', which is no dtype that NumPy pickles");
        return arguments.Context.AwaitState(dtype, this);
    }

    /// <summary>(version, byte order, subarray, names, fields, item size, alignment, flags[, metadata]).</summary>
    public override void SetState(PyReference value, PyValue state, in RebuildArguments arguments)
    {
        if (state.RawReference is not PyTuple { Count: 8 or 9 } tuple) throw Throw.BadOperand("the state of a NumPy dtype", state.TypeName, arguments.At);
        var fields = new RebuildArguments(arguments.Context, this, tuple, arguments.At);
        var dtype = (NumpyDType)value;
        if (!fields[2].IsNone) throw Throw.UnsupportedTensor("a NumPy dtype with a subarray is not supported", arguments.At);
        string order = fields.Text(1);
        int? recordSize = null;
        bool hasObjects = false;
        if (fields[4].RawReference is PyDict record)
        {
            long size = fields.Int64(5);
            if (size is < 0 or > 1 << 28) throw fields.Bad(FormattableString.Invariant($"records of {size} bytes"));
            recordSize = (int)size;
            foreach (var (_, field) in record) hasObjects |= field.RawReference is not PyTuple { Count: >= 2 } pair || pair[0].RawReference is not NumpyDType { HasObjects: false };
        }
        dtype.Become(dtype.With(order.Length == 1 ? order[0] : '|', recordSize, tuple.Count == 9 ? Unit(fields[8]) : null, hasObjects));
    }

    // (metadata, (b'ns', 1, 1, 1)) or the pair alone.
    private static string? Unit(PyValue metadata)
    {
        PyValue unit = metadata.RawReference is PyTuple { Count: 2 } pair ? pair[1] : metadata;
        if (unit.RawReference is not PyTuple { Count: >= 2 } parts || parts[0].Kind is not (PyKind.Bytes or PyKind.Str) || !parts[1].Is(PyKind.Int)) return null;
        string name = System.Text.Encoding.ASCII.GetString(parts[0].AsBytes()[..Math.Min(parts[0].Length, 8)]);
        string count = parts[1].AsInt64() == 1 ? "" : parts[1].ToString();
        return name == "generic" ? "" : $"[{count}{name}]";
    }
}
