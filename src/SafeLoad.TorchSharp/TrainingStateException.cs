namespace SafeLoad.TorchSharp;

/// <summary>The state of an optimizer or a scheduler does not fit the one that it should go into. Nothing was changed.</summary>
public sealed class TrainingStateException : InvalidOperationException
{
    // A file with a thousand parameters can have a thousand faults; a person reads the first.
    private const int MostShown = 12;

    internal TrainingStateException(string what, IReadOnlyList<string> problems)
        : base($"{what}; nothing was changed.\n" + string.Join('\n', problems.Take(MostShown).Select(static problem => "- " + problem))
            + (problems.Count > MostShown ? $"\n- and {problems.Count - MostShown} more" : "")) => Problems = problems;

    /// <summary>What does not fit, one line each; safe to print.</summary>
    public IReadOnlyList<string> Problems { get; }
}
