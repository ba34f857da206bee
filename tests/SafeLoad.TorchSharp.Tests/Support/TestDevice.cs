using TorchSharp;

namespace SafeLoad.TorchSharp.Tests.Support;

/// <summary>Where what tests make goes: TorchSharp's default device, which SAFELOAD_TEST_DEVICE names.</summary>
internal static class TestDevice
{
    public static torch.Device Current => torch.get_default_device();

    public static bool IsCpu => Current.type == DeviceType.CPU;

    /// <summary>Whether TorchSharp's own optimizer steps there: its Rprop mixes dtypes in a way that only the CPU takes.</summary>
    public static bool Steps(string optimizer) => IsCpu || optimizer != "rprop";
}
