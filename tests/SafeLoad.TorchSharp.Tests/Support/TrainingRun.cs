using SafeLoad.Values;
using TorchSharp;
using static TorchSharp.torch;

namespace SafeLoad.TorchSharp.Tests.Support;

/// <summary>The small model that write_training.py trains, with its data, in TorchSharp.</summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly Tensor _inputs;
    private readonly Tensor _targets;

    public TrainingRun(Checkpoint checkpoint)
    {
        Checkpoint = checkpoint;
        // They stand beside the weights, and are none.
        var saved = (PyDict)checkpoint.Root.Reference!;
        _inputs = Read(saved["inputs"].AsTensor());
        _targets = Read(saved["targets"].AsTensor());
        First = nn.Linear(3, 4, dtype: _inputs.dtype);
        Last = nn.Linear(4, 2, dtype: _inputs.dtype);
        Model = nn.Sequential(First, nn.Tanh(), Last);
        Model.load_pt(checkpoint, "model_state_dict");
    }

    public Checkpoint Checkpoint { get; }

    public global::TorchSharp.Modules.Sequential Model { get; }

    public global::TorchSharp.Modules.Linear First { get; }

    public global::TorchSharp.Modules.Linear Last { get; }

    /// <summary>The path of a file of fixtures/torchsharp/training.</summary>
    public static string PathOf(string name) => Fixtures.PathOf($"torchsharp/training/{name}.pt");

    public void Step(optim.Optimizer optimizer)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        (Model.call(_inputs) - _targets).pow(2).mean().backward();
        optimizer.step();
    }

    /// <summary>The largest difference between the model's weights and those of the file.</summary>
    public double DistanceTo(string key)
    {
        using var scope = NewDisposeScope();
        double distance = 0;
        foreach (var (name, weight) in Model.state_dict())
        {
            Tensor expected = Read(Checkpoint.StateDict(key)[name]);
            double largest = (weight - expected).abs().max().ToDouble();
            Assert.That(double.IsFinite(largest), name);
            distance = Math.Max(distance, largest);
        }
        return distance;
    }

    public static Tensor Read(TensorInfo info)
    {
        using (no_grad())
        {
            return info.DType == DType.Float64 ? tensor(info.ToArray<double>(), info.Shape.ToArray(), float64)
                : tensor(info.ToSingles(), info.Shape.ToArray(), float32);
        }
    }

    public void Dispose()
    {
        Model.Dispose();
        _inputs.Dispose();
        _targets.Dispose();
    }
}
