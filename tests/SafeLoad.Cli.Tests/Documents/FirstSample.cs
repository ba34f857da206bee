using SafeLoad.Scanning;

namespace SafeLoad.Cli.Tests.Documents;

/// <summary>The C# of the README, as code that compiles and runs. Its lines stand between the two markers,
/// as they are in the document.</summary>
internal static class FirstSample
{
    public static void Run()
    {
        // <sample>
        using Checkpoint checkpoint = Checkpoint.Open("fixtures/tour/checkpoint.pth");
        foreach (var (name, tensor) in checkpoint.StateDict())
            Console.WriteLine($"{name}: {tensor}, {tensor.ByteLength} bytes");
        float[] bias = checkpoint["fc1.bias"].ToArray<float>();
        Console.WriteLine($"{bias.Length} values; epoch {checkpoint.Training.Epoch}");
        try { Checkpoint.Open("fixtures/tour/payload.pt").Dispose(); }
        catch (DisallowedGlobalException refusal) { Console.WriteLine($"refused: {refusal.Globals[0].FullName}"); }
        ScanReport report = Scanner.Scan("fixtures/tour/payload.pt");
        Console.WriteLine($"{report.Verdict}, complete: {report.Complete}");
        // </sample>
    }
}
