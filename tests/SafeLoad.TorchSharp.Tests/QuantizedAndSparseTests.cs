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
        Assert.That(tensors, Has.Count.EqualTo(3 * checkpoint.StateDict("quantized").Count));
        Assert.That((tensors["qint8.int_repr"].dtype, tensors["quint8.int_repr"].dtype, tensors["qint32.int_repr"].dtype),
            Is.EqualTo((torch.int8, torch.uint8, torch.int32)));
        Assert.That((tensors["quint8.scale"].item<double>(), tensors["quint8.zero_point"].item<long>()), Is.EqualTo((0.07, 120L)));
        Assert.That(Numbers.Of(tensors["channel0.scale"]), Is.EqualTo(new[] { 0.05f, 0.1f, 0.0625f, 0.3f }));
        Assert.That(Numbers.Of(tensors["channel1.zero_point"]), Is.EqualTo(new float[] { 100, 128, 130 }));
        Assert.That(tensors["transposed.int_repr"].stride(), Is.EqualTo(new long[] { 1, 5 }));
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
