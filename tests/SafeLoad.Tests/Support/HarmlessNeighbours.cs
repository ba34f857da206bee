using SafeLoad.Pickle;

namespace SafeLoad.Tests.Support;

/// <summary>Values that loading refuses and that are harmless all the same: what stands beside the weights in people's files.</summary>
internal static class HarmlessNeighbours
{
    /// <summary>Writes one value by name.</summary>
    public static Dictionary<string, Action<PickleBuilder>> All { get; } = new()
    {
        ["nothing"] = static pickle => pickle.None(),
        ["date"] = static pickle => Date(pickle),
        ["namespace"] = static pickle => pickle.Global("argparse", "Namespace").EmptyTuple().Op(PickleOpcode.NewObj)
            .EmptyDict().Text("lr").Double(0.1).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build),
        ["numpy number"] = static pickle => NumpyType(pickle.Global("numpy.core.multiarray", "scalar").Mark(), "f8")
            .Op(PickleOpcode.ShortBinBytes, [8, 0, 0, 0, 0, 0, 0, 0, 0]).Tuple().Reduce(),
        ["own class"] = static pickle => pickle.Global("mine.config", "Config").EmptyTuple().Op(PickleOpcode.NewObj)
            .EmptyDict().Text("lr").Double(0.1).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build),
        ["own function"] = static pickle => pickle.Global("mine.config", "make").Mark().Text("a").Int(1).Tuple().Reduce(),
        ["decimal"] = static pickle => pickle.Global("decimal", "Decimal").Text("0.1").Op(PickleOpcode.Tuple1).Reduce(),
        ["path"] = static pickle => pickle.Global("pathlib", "PosixPath").Mark().Text("data").Text("train").Tuple().Reduce(),
        ["default dict"] = static pickle => pickle
            .Global("collections", "defaultdict").Global("builtins", "list").Op(PickleOpcode.Tuple1).Reduce(),
        ["dict subclass"] = static pickle => pickle.Global("easydict", "EasyDict").EmptyTuple().Op(PickleOpcode.NewObj)
            .Mark().Text("lr").Double(0.1).SetItems(),
        ["list subclass"] = static pickle => pickle.Global("omegaconf.listconfig", "ListConfig").EmptyTuple().Op(PickleOpcode.NewObj)
            .EmptyDict().Op(PickleOpcode.Build),
        ["keywords"] = static pickle => pickle.Global("mine.config", "Config").EmptyTuple().EmptyDict().Op(PickleOpcode.NewObjEx),
        ["instance"] = static pickle => pickle.Mark().Line(PickleOpcode.Inst, "mine.config\nConfig"),
        ["popped value"] = static pickle => pickle.Int(1).Int(2).Op(PickleOpcode.Pop),
        ["doubled value"] = static pickle => pickle.Int(1).Op(PickleOpcode.Dup).Op(PickleOpcode.Tuple2),
        ["name alone"] = static pickle => pickle.Global("torch.nn.modules.linear", "Linear"),
        ["parameter of an own class"] = static pickle => pickle.Call("_rebuild_parameter", static call =>
            call.Global("mine.quant", "Packed").EmptyTuple().Op(PickleOpcode.NewObj).False()
                .Global("collections", "OrderedDict").EmptyTuple().Reduce()),
        ["set of dates"] = static pickle => Date(pickle.Global("builtins", "set").Op(PickleOpcode.EmptyList))
            .Op(PickleOpcode.Append).Op(PickleOpcode.Tuple1).Reduce(),
        // What opens a file as Latin-1 reads it so: a NumPy number of Python 2.
        ["numpy number of Python 2"] = static pickle => NumpyType(pickle.Global("numpy.core.multiarray", "scalar").Mark(), "f8")
            .Op(PickleOpcode.ShortBinString, [8, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F]).Tuple().Reduce(),
    };

    private static PickleBuilder Date(PickleBuilder pickle) =>
        pickle.Global("datetime", "date").Op(PickleOpcode.ShortBinBytes, [4, 7, 0xEA, 1, 2]).Op(PickleOpcode.Tuple1).Reduce();

    /// <summary>A numpy.dtype as NumPy pickles it.</summary>
    public static PickleBuilder NumpyType(PickleBuilder pickle, string name) =>
        pickle.Global("numpy", "dtype").Mark().Text(name).False().True().Tuple().Reduce()
            .Mark().Int(3).Text("<").None().None().None().Int(-1).Int(-1).Int(0).Tuple().Op(PickleOpcode.Build);
}
