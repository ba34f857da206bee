using System.Globalization;

namespace SafeLoad.Benchmarks.Compare;

/// <summary><c>compare [--work DIR] [--only NAME] [--runs N] [--json FILE]</c>.</summary>
/// <param name="Work">Where the inputs are made, and found again.</param>
/// <param name="Only">The name of the one input to compare; null for all.</param>
/// <param name="Runs">Runs of each side; medians need 7.</param>
/// <param name="Json">Where the figures are written as JSON; null for nowhere.</param>
internal sealed record CompareOptions(string Work, string? Only, int Runs, string? Json)
{
    public static CompareOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new CompareOptions(Path.Combine(Path.GetTempPath(), "safeload-benchmarks"), null, 7, null);
        for (int i = 0; i < arguments.Length; i += 2)
        {
            string value = i + 1 < arguments.Length ? arguments[i + 1] : throw new ArgumentException($"'{arguments[i]}' needs a value.");
            options = arguments[i] switch
            {
                "--work" => options with { Work = value },
                "--only" => options with { Only = value },
                "--runs" => options with { Runs = int.Parse(value, CultureInfo.InvariantCulture) },
                "--json" => options with { Json = value },
                _ => throw new ArgumentException($"There is no option '{arguments[i]}'; there are --work, --only, --runs and --json."),
            };
        }
        return options;
    }
}
