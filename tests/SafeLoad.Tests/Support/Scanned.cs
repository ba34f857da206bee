using SafeLoad.IO;
using SafeLoad.Scanning;

namespace SafeLoad.Tests.Support;

/// <summary>Scans bytes, and the pickles that scans are tried on.</summary>
internal static class Scanned
{
    /// <summary>A pickle that calls posix.system.</summary>
    public static byte[] Evil { get; } = PickleBuilder.Protocol(2).Global("posix", "system").Mark().Text("true").Tuple().Reduce().Stop();

    /// <summary>A pickle of an empty dict.</summary>
    public static byte[] Benign { get; } = PickleBuilder.Protocol(2).EmptyDict().Stop();

    public static ScanReport Bytes(byte[] bytes, string name = "model.pt", ScanOptions? options = null)
    {
        using var source = new MemoryByteSource(bytes, name);
        return Scanner.Scan(source, options);
    }

    /// <summary>A call of a global with one text.</summary>
    public static PickleBuilder Call(string module, string name) =>
        PickleBuilder.Protocol(2).Global(module, name).Mark().Text("x").Tuple().Reduce();

    /// <summary>The full names of what a report calls dangerous.</summary>
    public static string[] Dangers(this ScanReport report) =>
        [.. report.Globals.Where(static global => global.Judgement == GlobalJudgement.Dangerous)
            .Select(static global => global.Module + "." + global.Name).Distinct()];

    public static DiagnosticId[] Ids(this ScanReport report) => [.. report.Findings.Select(static finding => finding.Id).Distinct()];
}
