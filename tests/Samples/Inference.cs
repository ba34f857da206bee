using TorchSharp;

namespace SafeLoad.TorchSharp.Samples;

/// <summary>Weights that PyTorch saved, and what a module computes with them.</summary>
internal static class Inference
{
    public static void Run(string path, TextWriter output)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using ResNet18 model = Load(path);
        output.WriteLine($"{model.parameters().Sum(static parameter => parameter.numel()):N0} parameters");
        // In place of a picture: channels, height, width, as torchvision's transforms make them.
        torch.Tensor scores = Classify(model, torch.zeros(1, 3, 224, 224));
        output.WriteLine($"class {scores.argmax().item<long>()}");
    }

    public static ResNet18 Load(string path)
    {
        // Opening reads names and shapes, and no numbers.
        using Checkpoint checkpoint = Checkpoint.Open(path);
        StateDict weights = checkpoint.StateDict();
        var model = new ResNet18(weights["conv1.weight"].Shape[0], weights["fc.bias"].Shape[0]);
        model.load_pt(checkpoint, assign: Assign.Share);
        // Else a BatchNorm would use the statistics of this one batch.
        model.eval();
        return model;
    }

    public static torch.Tensor Classify(ResNet18 model, torch.Tensor images)
    {
        using var noGradients = torch.no_grad();
        return model.forward(images);
    }
}
