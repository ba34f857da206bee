using System.Buffers.Binary;
using SafeLoad.IO;

namespace SafeLoad.Values;

/// <summary>What quantized modules add to their state dict beside parameters and buffers: packed weights, scale and zero point.</summary>
/// <remarks>torch/ao/nn/quantized/modules: <c>_save_to_state_dict</c> of linear.py, conv.py,
/// embedding_ops.py and functional_modules.py. The classes have stood in torch.nn.quantized before 1.13,
/// and under the same names.</remarks>
internal static class QuantizedState
{
    // in_channels, out_channels, kernel_size, stride, padding, dilation, transposed, output_padding, groups, padding_mode, weight,
    // bias, scale, zero_point, training
    private const int ConvolutionFields = 15, WeightField = 10;

    /// <summary>Whether an object is a quantized convolution: its state is a tuple, unlike every other module's.</summary>
    public static bool IsPackedConvolution(PyObject value) =>
        value.States is [{ RawReference: PyTuple { Count: ConvolutionFields } }] && NameOf(value.Callable) is { } name
        && name.StartsWith("Conv", StringComparison.Ordinal);

    /// <summary>The entries, in order; none for other modules.</summary>
    public static IEnumerable<(string Name, PyValue Value)> Of(PyObject module)
    {
        string? name = NameOf(module.Callable);
        if (name is null) yield break;
        if (IsPackedConvolution(module))
        {
            var state = (PyTuple)module.States![0].RawReference!;
            yield return ("weight", state[WeightField]);
            yield return ("bias", state[WeightField + 1]);
            foreach (var entry in Scale(state[WeightField + 2], state[WeightField + 3])) yield return entry;
        }
        else if (name == "LinearPackedParams")
        {
            foreach (var entry in Attribute(module, "dtype")) yield return entry;
            if (Packed(module, "_packed_params") is { } packed) yield return ("_packed_params", packed);
        }
        else if (name == "EmbeddingPackedParams")
        {
            foreach (var entry in Attribute(module, "dtype")) yield return entry;
            // (version, [tensor], [], [bit width])
            if (Packed(module, "_packed_weight")?.RawReference is PyTuple { Count: > 1 } packed
                && packed[1].RawReference is PyList { Count: > 0 } weights) yield return ("_packed_weight", weights[0]);
        }
        else if (name == "PackedParameter")
        {
            foreach (var entry in Attribute(module, "param")) yield return entry;
        }
        else if (name is "Linear" or "LinearReLU" or "QFunctional")
        {
            module.TryGetAttribute("scale", out PyValue scale);
            module.TryGetAttribute("zero_point", out PyValue zeroPoint);
            foreach (var entry in Scale(scale, zeroPoint)) yield return entry;
        }
    }

    // The class's own name, where its module is one of the quantized ones, in TorchScript or not.
    private static string? NameOf(PyValue callable) =>
        callable.RawReference is PyGlobal type && type.Module.Contains(".quantized", StringComparison.Ordinal)
        && (type.Module.StartsWith("torch.", StringComparison.Ordinal)
            || type.Module.StartsWith("__torch__.torch.", StringComparison.Ordinal)) ? type.Name : null;

    private static IEnumerable<(string, PyValue)> Attribute(PyObject module, string name)
    {
        if (module.TryGetAttribute(name, out PyValue value)) yield return (name, value);
    }

    // A ScriptObject is built from (what its class packs, the class's name).
    private static PyValue? Packed(PyObject module, string name) =>
        module.TryGetAttribute(name, out PyValue value)
        && value.RawReference is PyObject { States: [{ RawReference: PyTuple { Count: 2 } state }] } ? state[0] : null;

    // torch.tensor(self.scale) and torch.tensor(self.zero_point): Python numbers become tensors on the way into the state dict.
    private static IEnumerable<(string, PyValue)> Scale(PyValue scale, PyValue zeroPoint)
    {
        byte[] single = new byte[4], integer = new byte[8];
        if (scale.Kind is not (PyKind.Float or PyKind.Int) || !zeroPoint.Is(PyKind.Int)) yield break;
        BinaryPrimitives.WriteSingleLittleEndian(single, (float)(scale.Is(PyKind.Float) ? scale.AsDouble() : scale.AsInt64()));
        BinaryPrimitives.WriteInt64LittleEndian(integer, zeroPoint.AsInt64());
        yield return ("scale", Scalar(DType.Float32, single));
        yield return ("zero_point", Scalar(DType.Int64, integer));
    }

    private static PyValue Scalar(DType dtype, byte[] bytes)
    {
        var storage = new StorageInfo("", dtype, "cpu", bytes.Length, new MemoryByteSource(bytes)) { IsMade = true };
        return new PyValue(new PyTensor(new TensorInfo(dtype, [], [], 0, storage)));
    }
}
