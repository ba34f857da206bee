using System.Security.Cryptography;
using TorchSharp;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>Every tensor of every real file through TorchSharp, byte by byte.</summary>
public sealed class FixtureTests
{
    [Test]
    public void GivenFilesThatPyTorchOpens_TheirTensorsAreEqualOnTheCpu()
    {
        var (files, tensors, refused) = Compare(Fixtures.Agreeing(), torch.CPU);
        TestContext.Out.WriteLine($"{files} files, {tensors} tensors; {refused.Count} files refused:\n" + string.Join('\n', refused));
        Assert.That(files, Is.GreaterThan(300));
        Assert.That(tensors, Is.GreaterThan(900));
    }

    [Test]
    public void GivenFilesThatPyTorchOpens_TheirTensorsAreEqualOnCuda()
    {
        if (!torch.cuda.is_available()) Assert.Ignore("there is no CUDA here");
        var (files, tensors, refused) = Compare(Fixtures.Agreeing(), torch.CUDA);
        TestContext.Out.WriteLine($"{files} files, {tensors} tensors; {refused.Count} files refused");
        Assert.That(files, Is.GreaterThan(300));
    }

    // By the reader that the library's own tests compare with PyTorch.
    private static (int Files, int Tensors, List<string> Refused) Compare(IEnumerable<string> paths, torch.Device device)
    {
        int files = 0, tensors = 0;
        var refused = new List<string>();
        Assert.Multiple(() =>
        {
            foreach (string path in paths)
            {
                using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf(path));
                if (WeightsOf(checkpoint) is not { } weights) continue;
                using DisposeScope scope = torch.NewDisposeScope();
                Dictionary<string, torch.Tensor> loaded;
                try
                {
                    loaded = checkpoint.load_tensors(device: device, widen: false);
                }
                catch (NotSupportedException problem)
                {
                    refused.Add($"{path}: {problem.Message}");
                    Assert.That(weights.Values.Any(static tensor => TensorParts.WhyNot(tensor, widen: false) is not null), path);
                    continue;
                }
                Assert.That(loaded.Where(tensor => !weights.TryGetValue(tensor.Key, out TensorInfo? saved) || !saved.IsMeta)
                    .Select(static tensor => tensor.Value.device_type), Is.All.EqualTo(device.type), path);
                foreach (var (name, tensor) in weights)
                {
                    if (tensor is { SparseIndices: { } indices, SparseValues: { } values })
                    {
                        Check(loaded[name].SparseIndices, indices, path + ": " + name);
                        Check(loaded[name].SparseValues, values, path + ": " + name);
                    }
                    else if (tensor.Quantization is { Scales: { } scales })
                    {
                        CheckBytes(loaded[name].int_repr(), tensor, path + ": " + name);
                        CheckBytes(loaded[name].q_per_channel_scales(), scales, path + ": " + name);
                    }
                    else if (tensor.Quantization is { } quantization)
                    {
                        CheckBytes(loaded[name].int_repr(), tensor, path + ": " + name);
                        Assert.That((loaded[name].q_scale(), loaded[name].q_zero_point()),
                            Is.EqualTo((quantization.Scale, quantization.ZeroPoint)), path);
                    }
                    else if (tensor.IsMeta)
                        Assert.That(
                            (loaded[name].device_type, loaded[name].shape), Is.EqualTo((DeviceType.META, tensor.Shape.ToArray())), path);
                    else Check(loaded[name], tensor, path + ": " + name);
                    tensors++;
                }
                files++;
            }
        });
        return (files, tensors, refused);
    }

    private static void Check(torch.Tensor loaded, TensorInfo expected, string what)
    {
        Assert.That(loaded.shape, Is.EqualTo(expected.Shape.ToArray()), what);
        if (!expected.IsConjugate && !expected.IsNegative && expected.ElementCount > 0)
            Assert.That(loaded.stride(), Is.EqualTo(expected.Strides.ToArray()), what);
        if (expected.RequiresGrad) Assert.That(loaded.requires_grad, Is.True, what);
        CheckBytes(loaded, expected, what);
    }

    private static void CheckBytes(torch.Tensor loaded, TensorInfo expected, string what)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        torch.Tensor dense = torch.empty(loaded.shape, dtype: loaded.dtype, device: torch.CPU).copy_(loaded);
        using Stream stream = expected.OpenStream();
        Assert.That(Convert.ToHexString(SHA256.HashData(dense.bytes)), Is.EqualTo(Convert.ToHexString(SHA256.HashData(stream))), what);
    }

    // Keys with dots can give two tensors one name; then there is no state dict.
    private static StateDict? WeightsOf(Checkpoint checkpoint)
    {
        try
        {
            return checkpoint.StateDict();
        }
        catch (MalformedCheckpointException)
        {
            return null;
        }
    }
}
