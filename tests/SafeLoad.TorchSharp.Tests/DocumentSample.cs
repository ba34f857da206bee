using SafeLoad.Placement;
using TorchSharp;
using static TorchSharp.torch;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>The C# of docs/torchsharp.md, as code that compiles and runs. Its lines stand between the two markers,
/// as they are in the document.</summary>
internal static class DocumentSample
{
    public static void Run()
    {
        // <sample>
        using Checkpoint run = Checkpoint.Open("fixtures/torchsharp/training/optimizer_adam.pt");   // PyTorch trained 3 steps and saved
        // new tensors; or CUDA, or a DeviceMap over several GPUs
        Dictionary<string, Tensor> weights = run.load_tensors("model_state_dict", device: CPU);
        Console.WriteLine($"{weights.Count} tensors, {weights["0.weight"].dtype} of {string.Join(" x ", weights["0.weight"].shape)}");
        var model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2));
        // all checked, then written; also strip_prefix, rename, skip, assign
        LoadReport report = model.load_pt(run, key: "model_state_dict");
        Console.WriteLine(report);
        var optimizer = optim.Adam(model.parameters());
        Console.WriteLine($"{optimizer.load_pt(run).Kind} goes on after epoch {run.Training.Epoch}");
        string next = Path.Combine(Path.GetTempPath(), "next.pt");
        // PyTorch opens it with weights_only=True
        model.save_pt(next, optimizer, epoch: 4, overwrite: true);
        Console.WriteLine($"{SafeLoad.Scanning.Scanner.Scan(next).Verdict}");
        // </sample>
        File.Delete(next);
    }
}
