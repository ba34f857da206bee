using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Tests.Support;

/// <summary>Pieces of pickles that rebuild tensors.</summary>
internal static class TensorPickles
{
    /// <summary>REDUCE of a function of torch._utils with arguments that the action writes.</summary>
    public static PickleBuilder Call(this PickleBuilder pickle, string name, Action<PickleBuilder> arguments, string module =
        "torch._utils")
    {
        pickle.Global(module, name).Mark();
        arguments(pickle);
        return pickle.Tuple().Reduce();
    }

    /// <summary>A torch constant: a dtype or a quantization scheme.</summary>
    public static PickleBuilder Torch(this PickleBuilder pickle, string name) => pickle.Global("torch", name);

    public static PickleBuilder None(this PickleBuilder pickle) => pickle.Op(PickleOpcode.None);

    public static PickleBuilder False(this PickleBuilder pickle) => pickle.Op(PickleOpcode.NewFalse);

    public static PickleBuilder True(this PickleBuilder pickle) => pickle.Op(PickleOpcode.NewTrue);

    /// <summary>BINFLOAT.</summary>
    public static PickleBuilder Double(this PickleBuilder pickle, double value)
    {
        byte[] bytes = BitConverter.GetBytes(value);
        Array.Reverse(bytes);
        return pickle.Op(PickleOpcode.BinFloat, bytes);
    }

    /// <summary>A 1-d tensor that is all of its storage.</summary>
    public static PickleBuilder Vector(this PickleBuilder pickle, string type, string key, long count) =>
        pickle.Tensor(count, 0, [count], [1], key, type);

    /// <summary>A dense 2-d tensor that is all of its storage.</summary>
    public static PickleBuilder Matrix(this PickleBuilder pickle, string type, string key, long rows, long columns) =>
        pickle.Tensor(rows * columns, 0, [rows, columns], [columns, 1], key, type);

    /// <summary>An untyped storage of a number of bytes.</summary>
    public static PickleBuilder Untyped(this PickleBuilder pickle, string key, long bytes) =>
        pickle.Mark().Text("storage").Global("torch.storage", "UntypedStorage").Text(key).Text("cpu").Int(bytes).Tuple()
            .Op(PickleOpcode.BinPersId);

    /// <summary>A torch.layout.</summary>
    public static PickleBuilder Layout(this PickleBuilder pickle, string name) =>
        pickle.Call("_get_layout", arguments => arguments.Text("torch." + name), "torch.serialization");

    /// <summary>The bytes of 64-bit integers.</summary>
    public static byte[] Longs(params long[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    /// <summary>The bytes of 32-bit integers.</summary>
    public static byte[] Ints(params int[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    /// <summary>The bytes of float32.</summary>
    public static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    /// <summary>The tensor that is the whole of a checkpoint.</summary>
    public static TensorInfo RootTensor(this Checkpoint checkpoint) => ((PyTensor)checkpoint.Root.Reference!).Info;
}
