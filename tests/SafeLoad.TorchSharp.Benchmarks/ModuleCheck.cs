using System.Diagnostics;
using SafeLoad.Placement;
using TorchSharp;
using TorchSharp.Modules;

namespace SafeLoad.TorchSharp.Benchmarks;

/// <summary>A module with a parameter for each tensor of a file.</summary>
internal sealed class ModuleCheck : torch.nn.Module
{
    private ModuleCheck(Checkpoint checkpoint, torch.Device device) : base(nameof(ModuleCheck))
    {
        foreach (var (name, tensor) in checkpoint.StateDict())
            register_parameter(name.Replace('.', '_'),
                new Parameter(torch.zeros(tensor.Shape.ToArray(), dtype: TorchTypeOf(tensor.DType), device: device),
                    requires_grad: tensor.DType.IsFloatingPoint));
    }

    public static int Run(string file, string device)
    {
        using Checkpoint checkpoint = Checkpoint.Open(file);
        using var module = new ModuleCheck(checkpoint, torch.device(device));
        var clock = Stopwatch.StartNew();
        LoadReport report = module.load_pt(checkpoint,
            rename: checkpoint.StateDict().Keys.ToDictionary(static name => name, static name => name.Replace('.', '_')));
        double seconds = clock.Elapsed.TotalSeconds;
        int wrong =
            checkpoint.StateDict().Count(pair => !DeviceCheck.IsEqual(module.get_parameter(pair.Key.Replace('.', '_'))!, pair.Value));
        Console.WriteLine(
            $"module {file} {device}: {report.Loaded.Count} tensors, {report.BytesRead / seconds / 1e9:0.00} GB/s, {wrong} wrong");
        return wrong == 0 ? 0 : 1;
    }

    private static torch.ScalarType TorchTypeOf(DType dtype) =>
        Enum.Parse<torch.ScalarType>(dtype.Name switch { "uint8" => "Byte", _ => dtype.Name }, ignoreCase: true);
}
