using SafeLoad.Scanning;

namespace SafeLoad.Cli.SelfTest;

/// <summary>Verdicts by the names that reports have for them.</summary>
internal static class VerdictNames
{
    public static string Of(Verdict verdict) => verdict.ToString().ToLowerInvariant();

    /// <exception cref="InvalidDataException">There is no such verdict.</exception>
    public static Verdict Parse(string name) => name switch
    {
        "clean" => Verdict.Clean,
        "malformed" => Verdict.Malformed,
        "suspicious" => Verdict.Suspicious,
        "dangerous" => Verdict.Dangerous,
        _ => throw new InvalidDataException($"there is no verdict '{name}'"),
    };
}
