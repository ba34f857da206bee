using SafeLoad.Placement;
using TorchSharp;
using TorchSharp.Modules;

namespace SafeLoad.TorchSharp.Benchmarks;

/// <summary>A module with a parameter for each tensor of a file.</summary>
internal sealed class ModuleCheck : torch.nn.Module
{
    private readonly Dictionary<string, string> _names;

    private ModuleCheck(Checkpoint checkpoint, torch.Device device, torch.ScalarType? type) : base(nameof(ModuleCheck))
    {
        _names = checkpoint.StateDict().Keys.ToDictionary(static name => name, static name => name.Replace('.', '_'));
        foreach (var (name, tensor) in checkpoint.StateDict())
            register_parameter(_names[name], new Parameter(
                torch.zeros(tensor.Shape.ToArray(), dtype: type ?? TorchTypeOf(tensor.DType), device: device),
                requires_grad: tensor.DType.IsFloatingPoint));
    }

    /// <summary>Fills it, several times, and compares what it has.</summary>
    /// <param name="file">The file.</param>
    /// <param name="device">The device.</param>
    /// <param name="type">The module's dtype; null for the file's.</param>
    /// <param name="times">How often.</param>
    public static int Run(string file, string device, string? type, int times)
    {
        using Checkpoint checkpoint = Checkpoint.Open(file);
        using var module = new ModuleCheck(checkpoint, torch.device(device),
            type is null ? null : Enum.Parse<torch.ScalarType>(type, ignoreCase: true));
        Runs.Measure($"module {type} {file} {device}", device, times, () =>
        {
            using Checkpoint opened = Checkpoint.Open(file);
            return module.load_pt(opened, rename: module._names).BytesRead;
        });
        int wrong = checkpoint.StateDict().Count(pair => !module.IsEqual(pair.Key, pair.Value));
        Console.WriteLine($"{wrong} wrong");
        return wrong == 0 ? 0 : 1;
    }

    private bool IsEqual(string name, TensorInfo expected)
    {
        torch.Tensor loaded = get_parameter(_names[name])!;
        if (loaded.dtype == TorchTypeOf(expected.DType)) return DeviceCheck.IsEqual(loaded, expected);
        using DisposeScope scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        torch.Tensor cast = torch.empty(loaded.shape, dtype: loaded.dtype).copy_(torch.tensor(expected.ToSingles()).view(loaded.shape));
        return cast.bytes.SequenceEqual(torch.empty(loaded.shape, dtype: loaded.dtype).copy_(loaded).bytes);
    }

    private static torch.ScalarType TorchTypeOf(DType dtype) =>
        Enum.Parse<torch.ScalarType>(dtype.Name switch { "uint8" => "Byte", _ => dtype.Name }, ignoreCase: true);
}
