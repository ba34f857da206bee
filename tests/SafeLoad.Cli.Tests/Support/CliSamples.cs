using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Cli.Tests.Support;

/// <summary>Files that tests build byte by byte.</summary>
internal static class CliSamples
{
    /// <summary>A zip whose data.pkl is <c>{name: tensor of 2 floats}</c>.</summary>
    public static byte[] Tensor(string name = "w") =>
        ZipBuilder.Torch(PickleBuilder.Protocol(2).EmptyDict().Mark().Text(name).Tensor(2, 0, [2], [1]).SetItems().Stop(),
            [0, 0, 128, 63, 0, 0, 0, 64]).ToArray();

    /// <summary>A bare pickle that would call <c>module.name("x")</c>.</summary>
    public static byte[] Call(string module, string name) =>
        PickleBuilder.Protocol(2).Global(module, name).Mark().Text("x").Tuple().Reduce().Stop();

    /// <summary>A bare pickle of a dict with one string.</summary>
    public static byte[] Text(string value) => PickleBuilder.Protocol(2).EmptyDict().Mark().Text("key").Text(value).SetItems().Stop();

    /// <summary>A pickle that ends in the middle.</summary>
    public static byte[] CutShort() => PickleBuilder.Protocol(2).EmptyDict().Mark().ToArray();

    /// <summary>A zip with a clean data.pkl and a record that is a 7z archive, which is not scanned.</summary>
    public static byte[] Incomplete(byte[]? pickle = null) =>
        ZipBuilder.Torch(pickle ?? PickleBuilder.Protocol(2).EmptyDict().Stop())
            .Add("archive/more", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4, 0, 0, 0, 0]).ToArray();

    /// <summary>A dict whose one value is the lone surrogate U+D800, as Python's surrogatepass writes it.</summary>
    public static byte[] LoneSurrogate() =>
        PickleBuilder.Protocol(2).EmptyDict().Mark().Text("key").Op(PickleOpcode.ShortBinUnicode, [3, 0xED, 0xA0, 0x80]).SetItems().Stop();
}
