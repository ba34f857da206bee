using System.Globalization;
using SafeLoad.Writing;

namespace SafeLoad.Cli.Reporting;

/// <summary>A conversion for people: what was written on stdout; what was left out, and what may not be as it was meant,
/// on stderr.</summary>
/// <param name="terminal">Where it is said.</param>
/// <param name="conversion">The conversion.</param>
/// <param name="output">The path that was asked for.</param>
internal sealed class ConversionText(Terminal terminal, Conversion conversion, string output)
{
    private readonly SavePlan _plan = conversion.Plan;

    /// <summary>Says it.</summary>
    /// <param name="overflows">Numbers that became infinite, by tensor; null where nothing was, as it was to be planned only.</param>
    /// <param name="isVerified">Whether what was written was read again.</param>
    public void Write(IReadOnlyDictionary<string, long>? overflows, bool isVerified)
    {
        if (conversion.Weights.Key.Length > 0)
            terminal.Say($"weights: under '{Checkpoint.Escape(conversion.Weights.Key)}' ({conversion.Weights.Why})");
        LeftOutText.Write(terminal, conversion.LeftOut);
        foreach (string rule in conversion.UnusedRules) terminal.Say($"{Checkpoint.Escape(rule)}: fits no tensor");
        foreach (var (dropped, first) in _plan.Dropped)
            terminal.WriteLine($"not written again: {Checkpoint.Escape(dropped)} is {Checkpoint.Escape(first)}");
        foreach (var cast in _plan.Tensors.Where(tensor => _plan.Cast.Contains(tensor.Key))
            .GroupBy(static tensor => tensor.Value.DType.Name))
            terminal.WriteLine($"cast to {cast.Key}: {Sizes.Count(cast.Count(), "tensor")}");
        foreach (var (name, count) in overflows ?? new Dictionary<string, long>())
            terminal.Say($"{Checkpoint.Escape(name)}: {Sizes.Count(count, "number")} became infinite");
        if (conversion.WhyNothing is not null) return;
        foreach (var file in _plan.Files) terminal.WriteLine(TextOf(file, overflows is null));
        if (overflows is not null && isVerified) terminal.WriteLine(Verified);
        Hint(overflows is null);
    }

    // What was left out is not verified, and whoever reads this must not take it for all.
    private string Verified => conversion.LeftOut.Count == 0 ? $"verified: {Sizes.Count(_plan.Tensors.Count, "tensor")} with the same bytes"
        : string.Create(CultureInfo.InvariantCulture,
            $"verified: {_plan.Tensors.Count:N0} of {Sizes.Count(conversion.FoundCount, "tensor")} with the same bytes; "
                + $"{conversion.LeftOut.Count:N0} left out");

    private static string TextOf((string Path, long Length, int TensorCount) file, bool isPlanned)
    {
        string tensors = file.TensorCount > 0 ? Sizes.Count(file.TensorCount, "tensor") + ", " : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{(isPlanned ? "would write " : "")}{Checkpoint.Escape(file.Path)}: {tensors}{file.Length:N0} bytes");
    }

    // What is as it was asked for, and may not be what was meant.
    private void Hint(bool isPlanned)
    {
        if (_plan.Tensors.Any(static pair => pair.Key.Length == 0))
            terminal.Say("a tensor has no name, as what was saved is no dict; --add-prefix NAME gives it one");
        if (conversion.OptimizerTensors is { Count: > 0 } states)
            terminal.Say($"an optimizer's state is among what {(isPlanned ? "would be" : "was")} written: "
                + $"{Sizes.Count(states.Count, "tensor")}, such as {Checkpoint.Escape(states[0])}; --key or --exclude leaves it out");
        string index = output + ".index.json", other = _plan.Files.Count > 1 ? output : index;
        if (_plan.Files.All(file => file.Path != other) && File.Exists(other))
            terminal.Say($"{Checkpoint.Escape(other)} is there from before, and is not of what {(isPlanned ? "would be" : "was")} written; "
                + "loaders may take it instead");
    }
}
