using System.Text.Json;

namespace SafeLoad.Benchmarks.Compare;

/// <summary>Runs every side of every input in alternation, so that what else the machine does meets all of them alike,
/// and prints how they compare.</summary>
internal static class CompareCommand
{
    private static readonly JsonSerializerOptions s_json =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static int Run(CompareOptions options)
    {
        Comparison[] comparisons = [.. Comparison.All.Where(comparison => options.Only is null || comparison.Input == options.Only)];
        if (comparisons.Length == 0)
            throw new ArgumentException($"There is no input '{options.Only}'; there are "
                + $"{string.Join(", ", Comparison.All.Select(static comparison => comparison.Input).Distinct())}.");
        var results = new List<CompareResult>();
        CompareTable.PrintHead();
        foreach (var group in comparisons.GroupBy(static comparison => comparison.Input))
        {
            Side[] sides = [.. group.SelectMany(static comparison => (Side[])[comparison.Ours, comparison.Peer]).Distinct()];
            Dictionary<Side, Measured> measured = Measure(sides, SideRunner.Input(group.Key, options.Work), options.Runs);
            foreach (Comparison comparison in group)
            {
                if (!measured.TryGetValue(comparison.Ours, out Measured? ours)
                    || !measured.TryGetValue(comparison.Peer, out Measured? peer)) continue;
                results.Add(new CompareResult(comparison, ours, peer));
                CompareTable.Print(results[^1]);
            }
        }
        if (options.Json is not null) File.WriteAllText(options.Json, JsonSerializer.Serialize(results, s_json) + "\n");
        return results.TrueForAll(static result => result.Passes) ? 0 : 1;
    }

    private static Dictionary<Side, Measured> Measure(Side[] sides, string file, int runs)
    {
        var samples = sides.ToDictionary(static side => side, static _ => new List<Sample>());
        for (int run = 0; run < runs; run++)
        {
            foreach (Side side in sides)
            {
                Touch(file);
                if (SideRunner.Run(side, file) is { } sample) samples[side].Add(sample);
                else if (run == 0) Console.Error.WriteLine($"{side.Name} does not read {file}");
            }
        }
        return samples.Where(static pair => pair.Value.Count > 0)
            .ToDictionary(static pair => pair.Key, static pair => new Measured(pair.Value));
    }

    // The page cache holds the file before either side begins.
    private static void Touch(string file)
    {
        using FileStream stream = File.OpenRead(file);
        byte[] buffer = new byte[1 << 20];
        while (stream.Read(buffer) > 0) { }
    }
}
