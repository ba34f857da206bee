using TorchSharp;
using TorchSharp.Modules;

namespace SafeLoad.TorchSharp.Benchmarks;

/// <summary>The time of an Adam's state, onto the device of its parameters.</summary>
internal static class OptimizerTimes
{
    public static int Run(string file, string device, int times)
    {
        using Checkpoint checkpoint = Checkpoint.Open(file);
        StateDict weights = checkpoint.StateDict("model_state_dict");
        List<Parameter> parameters =
            [.. weights.Values.Select(tensor => new Parameter(torch.zeros(tensor.Shape.ToArray(), device: torch.device(device))))];
        using var optimizer = torch.optim.Adam(parameters);
        long bytes = 2 * weights.Values.Sum(static tensor => tensor.ByteLength);
        Runs.Measure($"optimizer {file} {device}", device, times, () =>
        {
            using Checkpoint opened = Checkpoint.Open(file);
            optimizer.load_pt(opened);
            return bytes;
        });
        return 0;
    }
}
