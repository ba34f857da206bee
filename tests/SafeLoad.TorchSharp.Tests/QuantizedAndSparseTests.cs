using SafeLoad.Writing;
using TorchSharp;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>Quantized and sparse tensors against what PyTorch's <c>dequantize</c> and <c>to_dense</c> gave.</summary>
public sealed class QuantizedAndSparseTests
{
    [Test]
    public void GivenQuantizedTensors_TheirNumbersAreThoseOfDequantize()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torchsharp/modules/tensors.pt"));
        Dictionary<string, torch.Tensor> tensors = checkpoint.load_tensors("quantized", dequantize: true),
            expected = checkpoint.load_tensors("dequantized");
        Assert.That(tensors.Keys, Is.EqualTo(expected.Keys));
        foreach (var (name, tensor) in tensors)
        {
            Assert.That((tensor.dtype, tensor.shape), Is.EqualTo((torch.float32, expected[name].shape)), name);
            Assert.That(Numbers.Of(tensor), Is.EqualTo(Numbers.Of(expected[name])).Within(1).Ulps, name);
        }
    }

    [Test]
    public void GivenQuantizedTensors_TheirPartsAreThoseOfTheFile()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torchsharp/modules/tensors.pt"));
        Dictionary<string, torch.Tensor> tensors = checkpoint.load_tensors("quantized");
        Assert.That(tensors.Keys, Is.EqualTo(checkpoint.StateDict("quantized").Keys));
        Assert.That(tensors.Values.Select(static tensor => tensor.is_quantized()), Is.All.True);
        Assert.That((tensors["qint8"].dtype, tensors["quint8"].dtype, tensors["qint32"].dtype),
            Is.EqualTo((torch.ScalarType.QInt8, torch.ScalarType.QUInt8, torch.ScalarType.QInt32)));
        Assert.That((tensors["quint8"].q_scale(), tensors["quint8"].q_zero_point()), Is.EqualTo((0.07, 120L)));
        Assert.That(Numbers.Of(tensors["channel0"].q_per_channel_scales()), Is.EqualTo(new[] { 0.05f, 0.1f, 0.0625f, 0.3f }));
        Assert.That(Numbers.Of(tensors["channel1"].q_per_channel_zero_points()), Is.EqualTo(new float[] { 100, 128, 130 }));
        Dictionary<string, torch.Tensor> expected = checkpoint.load_tensors("dequantized");
        foreach (var (name, tensor) in tensors)
            Assert.That(Numbers.Of(tensor.dequantize()), Is.EqualTo(Numbers.Of(expected[name])).Within(1).Ulps, name);
    }

    [Test]
    public void GivenQuantizedTensorsOfTorchSharp_TheyAreSavedAndComeBack()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor numbers = torch.tensor(Numbers.Count(12, 0.25f)).view(3, 4);
        torch.Tensor[] made =
        [
            torch.quantize_per_tensor(numbers, 0.1, 3, torch.ScalarType.QInt8),
            torch.quantize_per_tensor(numbers, 0.1, 3, torch.ScalarType.QUInt8),
            torch.quantize_per_tensor(numbers, 0.001, 0, torch.ScalarType.QInt32),
            torch.quantize_per_channel(numbers, torch.tensor(new double[] { 0.1, 0.2, 0.3 }), torch.tensor(new long[] { 1, 2, 3 }), 0,
                torch.ScalarType.QInt8),
        ];
        var writer = new CheckpointWriter();
        for (int i = 0; i < made.Length; i++) writer.Add($"q{i}", made[i]);
        using var stream = new MemoryStream();
        writer.Save(stream);
        using Checkpoint checkpoint = Checkpoint.Open(stream.ToArray());
        Dictionary<string, torch.Tensor> loaded = checkpoint.load_tensors();
        for (int i = 0; i < made.Length; i++)
        {
            Assert.That((loaded[$"q{i}"].dtype, loaded[$"q{i}"].shape), Is.EqualTo((made[i].dtype, made[i].shape)), $"{i}");
            Assert.That(Numbers.Of(loaded[$"q{i}"].int_repr()), Is.EqualTo(Numbers.Of(made[i].int_repr())), $"{i}");
            // A GPU multiplies in another way.
            Assert.That(Numbers.Of(loaded[$"q{i}"].dequantize()), Is.EqualTo(Numbers.Of(made[i].dequantize())).Within(1).Ulps, $"{i}");
        }
    }

    [Test]
    public void GivenSparseTensors_TheyAreDenseAsInPyTorch()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torchsharp/modules/tensors.pt"));
        Dictionary<string, torch.Tensor> tensors = checkpoint.load_tensors("sparse"), expected = checkpoint.load_tensors("dense");
        Assert.That(tensors.Keys, Is.EqualTo(expected.Keys));
        foreach (var (name, tensor) in tensors)
        {
            Assert.That(
                (tensor.is_sparse, tensor.shape, tensor.dtype), Is.EqualTo((true, expected[name].shape, expected[name].dtype)), name);
            using torch.Tensor dense = tensor.to_dense();
            Assert.That(Numbers.Of(dense), Is.EqualTo(Numbers.Of(expected[name])), name);
        }
    }

    [Test]
    public void GivenSparseTensorThatRequiresGradients_ItDoes()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torch-1.13/sparse/coo_requires_grad.pt"));
        torch.Tensor[] tensors = [.. checkpoint.load_tensors().Values];
        Assert.That(tensors.Select(static tensor => tensor.requires_grad),
            Is.EqualTo(checkpoint.StateDict().Select(static pair => pair.Value.RequiresGrad)));
    }

    [Test]
    public void GivenCompressedSparseTensor_TheMessageNamesItAndNothingIsLoaded()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torch-2.11/sparse/csr.pt"));
        long before = Numbers.Alive();
        NotSupportedException problem = Assert.Throws<NotSupportedException>(() => checkpoint.load_tensors())!;
        Assert.That(problem.Message,
            Does.Contain(checkpoint.StateDict().First().Key).And.Contains("sparse_csr").And.Contains("NameRules.Exclude"));
        Assert.That(torch.Tensor.TotalCount, Is.EqualTo(before));
    }
}
