using System.Runtime.InteropServices;
using TorchSharp;

namespace SafeLoad.TorchSharp.Transfers;

/// <summary>Memory that libtorch gives, with an error that says what it was for where it has none left.</summary>
internal static class DeviceMemory
{
    /// <summary>Memory for elements of a new tensor.</summary>
    /// <exception cref="InvalidOperationException">The device has no room for it.</exception>
    public static torch.Tensor Take(ReadOnlySpan<long> shape, torch.ScalarType type, torch.Device device)
    {
        try
        {
            return torch.empty(shape, dtype: type, device: device);
        }
        catch (ExternalException problem)
        {
            throw Failed($"make room for {type} [{string.Join(", ", shape.ToArray())}] on {device}", problem);
        }
    }

    /// <summary>Memory that a call of libtorch makes.</summary>
    /// <param name="what">What could not be done, for the error.</param>
    /// <param name="make">The call.</param>
    /// <exception cref="InvalidOperationException">There is no room for it.</exception>
    public static torch.Tensor Take(string what, Func<torch.Tensor> make)
    {
        try
        {
            return make();
        }
        catch (ExternalException problem)
        {
            throw Failed(what, problem);
        }
    }

    // libtorch's text goes on with a trace of its own calls.
    private static InvalidOperationException Failed(string what, ExternalException problem) =>
        new($"libtorch could not {what}: {problem.Message.Split('\n')[0]}", problem);
}
