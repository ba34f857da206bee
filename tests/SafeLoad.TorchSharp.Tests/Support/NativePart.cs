using System.Runtime.InteropServices;
using TorchSharp;

namespace SafeLoad.TorchSharp.Tests.Support;

/// <summary>
/// Whether TorchSharp's native part loads here. The system's loader is asked: TorchSharp itself copies 480 MB of libraries first and then
/// blames a package that is missing, whatever the loader said.
/// </summary>
internal static class NativePart
{
    private const string Required = "SAFELOAD_REQUIRE_TORCHSHARP";

    /// <summary>Skips the tests where it does not load, with the loader's own words; where it is required, fails.</summary>
    public static void SkipIfMissing()
    {
        if (WhyNot() is not { } reason) return;
        string message = $"TorchSharp's native part does not load here: {reason}";
        if (Environment.GetEnvironmentVariable(Required) == "1") Assert.Fail($"{message} ({Required} is 1.)");
        // A skipped test's reason is not shown by default: once, for all of them.
        TestContext.Error.WriteLine($"These tests are skipped. {message}");
        Assert.Ignore($"{message} (docs/torchsharp.md says what a system needs.)");
    }

    // The type is named, not used: its class would load the libraries in TorchSharp's own way.
    private static string? WhyNot()
    {
        try
        {
            NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, null);
            return null;
        }
        catch (DllNotFoundException problem)
        {
            return ReasonIn(problem.Message);
        }
        catch (BadImageFormatException problem)
        {
            return problem.Message;
        }
    }

    // The runtime lists every path that it tried. A library that was there and did not load says more than those that were not.
    internal static string ReasonIn(string message)
    {
        string[] lines = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Array.Find(lines, static line => line.Contains("not found (required by", StringComparison.Ordinal))
            ?? Array.Find(lines, static line => line.Contains("LibTorchSharp", StringComparison.Ordinal)
                && !line.Contains("No such file", StringComparison.Ordinal))
            ?? message;
    }
}
