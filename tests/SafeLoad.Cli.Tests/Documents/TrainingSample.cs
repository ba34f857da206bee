using SafeLoad.Placement;
using SafeLoad.Training;

namespace SafeLoad.Cli.Tests.Documents;

/// <summary>The second C# block of docs/library.md, as code that compiles and runs. Its lines stand between the two markers,
/// as they are in the document.</summary>
internal static class TrainingSample
{
    public static void Run()
    {
        // <sample>
        using Checkpoint run = Checkpoint.Open("fixtures/torch-2.11/ckpt/opt_sgd_momentum.pth");
        TrainingCheckpoint training = run.Training;
        Console.WriteLine($"epoch {training.Epoch}, {training.Optimizer!.Kind} under '{training.Optimizer.Key}', lr "
            + $"{training.Optimizer.Groups[0].LearningRate}");
        Console.WriteLine(
            $"kept for the first parameter: {string.Join(", ", training.Optimizer.StateOf(0)!.Select(entry => entry.Key.AsString()))}");
        using Checkpoint whole =
            Checkpoint.Open("fixtures/torch-2.11/module/tinynet.pt", new CheckpointOptions { KeepObjects = true });
        Console.WriteLine($"a whole module: {string.Join(", ", whole.StateDict().Keys)}");
        using Checkpoint model = Checkpoint.Open("fixtures/torch-2.11/hf/distilbert/sharded_bin");
        var names = new NameRules { Include = ["*.word_embeddings.*", "*.layer.0.attention.q*"],
            Renames = [new("transformer.layer.*", "encoder.*")] };
        LoadPlan plan =
            LoadPlan.CreateForNewTensors(model.StateDict(), new LoadPlanOptions { Names = names, Devices = DeviceMap.To("cuda:0") });
        foreach (PlannedTensor tensor in plan.Tensors)
            Console.WriteLine($"{tensor.SourceName} -> {tensor.Slot.Name}: {tensor.Slot} on {tensor.Slot.Device}");
        // </sample>
    }
}
