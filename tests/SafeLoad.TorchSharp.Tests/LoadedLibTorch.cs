using System.Diagnostics;
using System.Globalization;
using SafeLoad.TorchSharp.Tests.Support;
using TorchSharp;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>
/// Where TorchSharp runs on another libtorch than its package was made for, dtypes that it lacks would end the process.
/// The system's libtorch has its version in its name (libc10.so.1.13); for others SAFELOAD_LIBTORCH says it.
/// SAFELOAD_TEST_DEVICE is where all that tests make goes.
/// </summary>
[SetUpFixture]
public sealed class LoadedLibTorch
{
    private const string CoreLibrary = "libc10.so.";

    [OneTimeSetUp]
    public void TellWhichOneIsLoaded()
    {
        NativePart.SkipIfMissing();
        torch.InitializeDeviceType(DeviceType.CPU);
        if ((Environment.GetEnvironmentVariable("SAFELOAD_LIBTORCH") ?? InName()) is { Length: > 0 } version)
            TorchDTypes.LibTorch = Version.Parse(version);
        if (Environment.GetEnvironmentVariable("SAFELOAD_TEST_DEVICE") is { Length: > 0 } device) torch.set_default_device(device);
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
    }

    private static string? InName()
    {
        using Process process = Process.GetCurrentProcess();
        foreach (ProcessModule module in process.Modules)
        {
            if (module.ModuleName.StartsWith(CoreLibrary, StringComparison.Ordinal)) return module.ModuleName[CoreLibrary.Length..];
        }
        return null;
    }
}
