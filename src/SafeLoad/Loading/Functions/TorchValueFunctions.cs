using SafeLoad.Diagnostics;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Loading.Functions;

/// <summary>PyTorch's values that are no tensors: sizes, devices, layouts and type tags.</summary>
internal static class TorchValueFunctions
{
    /// <summary><c>torch.Size(sizes)</c>.</summary>
    public static PyValue Size(in RebuildArguments arguments)
    {
        arguments.Expect(0, 1);
        if (arguments.Count == 0) return new PyValue(new PyTuple([], PyKind.Size));
        arguments.Numbers(0);
        return new PyValue(new PyTuple(arguments.Items(0).ToArray(), PyKind.Size));
    }

    /// <summary><c>torch.device(type[, index])</c>: a name; no device is touched.</summary>
    public static PyValue Device(in RebuildArguments arguments)
    {
        arguments.Expect(1, 2);
        string text = arguments.Text(0);
        if (arguments.Count == 2 && !arguments[1].IsNone) text = FormattableString.Invariant($"{text}:{arguments.Int64(1)}");
        return new PyValue(new PyConstant(PyConstant.DeviceName, text));
    }

    /// <summary><c>torch.serialization._get_layout(name)</c>.</summary>
    public static PyValue Layout(in RebuildArguments arguments)
    {
        arguments.Expect(1, 1);
        string name = arguments.Text(0);
        // Of the last two no tensor can be rebuilt; as values they are names like the others.
        if (TensorLayoutNames.Parse(name) is null && name is not ("torch.jagged" or "torch._mkldnn"))
            throw arguments.Bad($"'{Printable.Escape(name)}', which is no layout");
        return new PyValue(new PyConstant(PyConstant.LayoutName, name));
    }

    /// <summary><c>torch.nn.backends.thnn._get_thnn_function_backend()</c>: the <c>_backend</c> attribute of modules up to PyTorch 0.4. A
    /// constant without meaning.</summary>
    public static PyValue ThnnBackend(in RebuildArguments arguments)
    {
        arguments.Expect(0, 0);
        return new PyValue(new PyRecord("torch.nn.backends.thnn", "<THNN backend>"));
    }

    /// <summary><c>torch.jit._pickle.build_intlist(list)</c> and the like: the type of a list or dict that TorchScript writes. The value is
    /// its first argument.</summary>
    /// <remarks>torch/jit/_pickle.py.</remarks>
    public static PyValue ScriptTag(in RebuildArguments arguments)
    {
        arguments.Expect(1, 2);
        return arguments[0];
    }
}
