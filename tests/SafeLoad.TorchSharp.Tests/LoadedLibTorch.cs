using System.Globalization;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>Where TorchSharp runs on another libtorch than its package has, SAFELOAD_LIBTORCH says which: dtypes that it lacks would end the process.</summary>
[SetUpFixture]
public sealed class LoadedLibTorch
{
    [OneTimeSetUp]
    public void TellWhichOneIsLoaded()
    {
        if (Environment.GetEnvironmentVariable("SAFELOAD_LIBTORCH") is { Length: > 0 } version) TorchDTypes.LibTorch = Version.Parse(version);
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
    }
}
