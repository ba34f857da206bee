using System.CommandLine;
using SafeLoad.Cli.Policies;

namespace SafeLoad.Cli.Commands;

/// <summary>Which findings of a scan count: policy and baseline.</summary>
internal sealed class PolicyOptions
{
    private readonly Option<string?> _policy =
        new("--policy") { Description = "Apply this policy (see 'safeload policy init')", HelpName = "FILE" };
    private readonly Option<string?> _baseline =
        new("--baseline") { Description = "Count only findings that are not in this baseline", HelpName = "FILE" };
    private readonly Option<string?> _writeBaseline =
        new("--write-baseline") { Description = "Write the findings to a baseline", HelpName = "FILE" };
    private readonly Option<bool> _showSuppressed = new("--show-suppressed") { Description = "List the findings too that do not count" };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _policy, _baseline, _writeBaseline, _showSuppressed }) command.Options.Add(option);
    }

    public bool ShowsSuppressed(ParseResult parsed) => parsed.GetValue(_showSuppressed);

    /// <exception cref="UsageException">Policy or baseline cannot be read, or make no sense.</exception>
    public Triage Read(ParseResult parsed, Terminal terminal)
    {
        Policy? policy = parsed.GetValue(_policy) is { } path ? PolicyFile.Load(path, PolicyCommand.Today) : null;
        foreach (string problem in policy?.Expired ?? [])
            terminal.Error.WriteLine($"safeload: {Checkpoint.Escape(parsed.GetValue(_policy)!)}:{problem}");
        return new Triage(policy, parsed.GetValue(_baseline) is { } known ? BaselineFile.Load(known)
            : null, parsed.GetValue(_writeBaseline));
    }
}
