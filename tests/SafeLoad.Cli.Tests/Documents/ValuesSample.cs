using SafeLoad.Scanning;
using SafeLoad.Values;

namespace SafeLoad.Cli.Tests.Documents;

/// <summary>The first C# block of docs/library.md, as code that compiles and runs. Its lines stand between the two markers,
/// as they are in the document.</summary>
internal static class ValuesSample
{
    public static void Run()
    {
        // <sample>
        using Checkpoint checkpoint = Checkpoint.Open("fixtures/torch-2.11/ckpt/opt_sgd.pth");
        Console.WriteLine($"{checkpoint.Writer}; weights under '{checkpoint.StateDict().Path}'");
        foreach (var (name, tensor) in checkpoint.StateDict())
            Console.WriteLine($"{name}: {tensor}, {tensor.ByteLength} bytes");
        float[] bias = checkpoint["fc1.bias"].ToArray<float>();
        Console.WriteLine($"{bias.Length} values");
        if (checkpoint.Root.Reference is PyDict saved)
            Console.WriteLine($"epoch {saved["epoch"].AsInt64()}");
        try { Checkpoint.Open("fixtures/torch-2.11/edge/global_os_system.pt").Dispose(); }
        catch (DisallowedGlobalException refusal) { Console.WriteLine($"refused: {refusal.Globals[0].FullName}"); }
        ScanReport report = Scanner.Scan("fixtures/torch-2.11/edge/global_os_system.pt");
        Console.WriteLine($"{report.Verdict}, complete: {report.Complete}");
        foreach (Finding finding in report.Findings)
            Console.WriteLine($"SL{(int)finding.Id} at byte {finding.Location.Offset}: {finding.Message}");
        // </sample>
    }
}
