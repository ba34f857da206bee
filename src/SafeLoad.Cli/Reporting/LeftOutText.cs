using SafeLoad.Training;

namespace SafeLoad.Cli.Reporting;

/// <summary>Says on the standard error stream which tensors of a checkpoint are not in what was written, and why.</summary>
internal static class LeftOutText
{
    private const int MostOfAReason = 10;

    /// <summary>One line a tensor, the first ten of each reason, and how many more there are.</summary>
    /// <param name="terminal">Where it is said.</param>
    /// <param name="left">What was left out.</param>
    public static void Write(Terminal terminal, IReadOnlyList<OtherTensor> left)
    {
        foreach (var reason in left.GroupBy(static tensor => tensor.Reason, StringComparer.Ordinal))
        {
            foreach (OtherTensor tensor in reason.Take(MostOfAReason))
                terminal.Error.WriteLine($"safeload: left out: {NameOf(tensor)} ({reason.Key})");
            int more = reason.Count() - MostOfAReason;
            if (more > 0) terminal.Error.WriteLine($"safeload: left out: {Sizes.Count(more, "more tensor")} ({reason.Key})");
        }
    }

    private static string NameOf(OtherTensor tensor) => tensor.Name.Length == 0 ? "(root)" : Checkpoint.Escape(tensor.Name);
}
