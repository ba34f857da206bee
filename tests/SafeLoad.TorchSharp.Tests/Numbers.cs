using TorchSharp;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>What tensors hold.</summary>
internal static class Numbers
{
    /// <summary>The elements row by row, as float32.</summary>
    public static float[] Of(torch.Tensor? tensor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        return torch.empty(tensor!.shape, dtype: torch.float32, device: torch.CPU).copy_(Plain(tensor)).data<float>().ToArray();
    }

    /// <summary>The bytes of the elements row by row.</summary>
    public static string Bytes(torch.Tensor? tensor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        torch.Tensor plain = Plain(tensor!);
        return Convert.ToHexString(torch.empty(plain.shape, dtype: plain.dtype, device: torch.CPU).copy_(plain).bytes);
    }

    // The integers of quantized ones.
    private static torch.Tensor Plain(torch.Tensor tensor) => tensor.is_quantized() ? tensor.int_repr() : tensor;

    /// <summary>All bytes of a module, by name.</summary>
    public static Dictionary<string, string> Bytes(torch.nn.Module module)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return module.state_dict().ToDictionary(static pair => pair.Key, static pair => Bytes(pair.Value));
    }

    /// <summary>0, step, 2 * step …</summary>
    public static float[] Count(int count, float step = 1) => [.. Enumerable.Range(0, count).Select(i => i * step)];

    /// <summary>How many tensors there are, now that all that nobody has are gone.</summary>
    public static long Alive()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return torch.Tensor.TotalCount;
    }
}
