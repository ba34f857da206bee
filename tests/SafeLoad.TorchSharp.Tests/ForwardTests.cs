using SafeLoad.Placement;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>Modules filled with PyTorch's weights compute what PyTorch computed with them.</summary>
public sealed class ForwardTests
{
    [Test]
    public void GivenConvolutionsAndNorms_TheOutputIsPyTorchs([Values(Assign.Copy, Assign.Share)] Assign assign)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var (conv1, bn1, conv2) = (Conv2d(3, 4, 3, padding: 1, bias: false), BatchNorm2d(4), Conv2d(4, 6, 3, stride: 2, groups: 2));
        var (up, norm, groups, fc) = (ConvTranspose2d(6, 4, 2, stride: 2), LayerNorm([4, 6, 6]), GroupNorm(2, 4), Linear(4 * 6 * 6, 5));
        using Parts model = new Parts().Module("conv1", conv1).Module("bn1", bn1).Module("conv2", conv2).Module("up", up)
            .Module("norm", norm).Module("groups", groups).Module("fc", fc);
        Check("convolutional", model, assign,
            x => [fc.forward(groups.forward(norm.forward(up.forward(conv2.forward(bn1.forward(conv1.forward(x[0])).relu())))).flatten(1))]);
        Assert.That(bn1.num_batches_tracked!.item<long>(), Is.EqualTo(3));
    }

    [Test]
    public void GivenEmbeddingAndRecurrentLayers_TheOutputIsPyTorchs([Values(Assign.Copy, Assign.Share)] Assign assign)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var (embedding, lstm) = (Embedding(11, 6), LSTM(6, 5, numLayers: 2, batchFirst: true, bidirectional: true));
        var (gru, head) = (GRU(10, 4, batchFirst: true), Linear(4, 11));
        using Parts model = new Parts().Module("embedding", embedding).Module("lstm", lstm).Module("gru", gru).Module("head", head);
        Check("recurrent", model, assign, x =>
        {
            var (sequence, _, _) = lstm.forward(embedding.forward(x[0]), null);
            var (output, state) = gru.forward(sequence, null);
            return [head.forward(output), state];
        });
    }

    [Test]
    public void GivenMultiheadAttention_TheOutputIsPyTorchs([Values(Assign.Copy, Assign.Share)] Assign assign)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using MultiheadAttention attention = MultiheadAttention(8, 2);
        Check("attention", attention, assign, x =>
        {
            var (output, weights) = attention.call(x[0], x[1], x[2], null, true, null);
            return [output, weights];
        });
    }

    [Test]
    public void GivenTransformerEncoderLayer_TheOutputIsPyTorchs([Values(Assign.Copy, Assign.Share)] Assign assign)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TransformerEncoderLayer layer = TransformerEncoderLayer(8, 2, 16);
        Check("encoder_layer", layer, assign, x => [layer.forward(x[0])]);
    }

    private static void Check(string file, Module model, Assign assign, Func<torch.Tensor[], torch.Tensor[]> run)
    {
        string path = Fixtures.PathOf($"torchsharp/modules/{file}.pt");
        model.eval();
        using var noGrad = torch.no_grad();
        // Some of TorchSharp's layers are made on the CPU, whatever the default device.
        torch.Device device = model.parameters().First().device;
        bool isCpu = device.type == DeviceType.CPU;
        LoadReport report = model.load_pt(path, key: "model", assign: assign);
        using Checkpoint checkpoint = Checkpoint.Open(path);
        Dictionary<string, torch.Tensor> io = checkpoint.load_tensors("io", device: device);
        torch.Tensor[] outputs = run([.. Named(io, "input")]), expected = [.. Named(io, "output")];
        Assert.That(report.Missing.Concat(report.Unexpected), Is.Empty);
        Assert.That(report.Shared.Count, assign == Assign.Share && isCpu ? Is.EqualTo(report.Loaded.Count) : Is.Zero);
        Assert.That(outputs, Has.Length.EqualTo(expected.Length));
        for (int i = 0; i < outputs.Length; i++)
            Assert.That(Numbers.Of(outputs[i]), Is.EqualTo(Numbers.Of(expected[i])).Within(isCpu ? 1e-5f : 1e-3f), $"output {i}");
    }

    private static IEnumerable<torch.Tensor> Named(Dictionary<string, torch.Tensor> io, string name) =>
        io.Where(pair => pair.Key.StartsWith(name, StringComparison.Ordinal)).Select(static pair => pair.Value);
}
