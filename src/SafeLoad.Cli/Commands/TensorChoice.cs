using System.CommandLine;
using SafeLoad.Writing;

namespace SafeLoad.Cli.Commands;

/// <summary>Options that choose and name the tensors of a checkpoint.</summary>
internal sealed class TensorChoice
{
    private readonly Option<string?> _key =
        new("--key") { Description = "The entry that holds the weights: model, state_dict; default: found by itself", HelpName = "KEY" };
    private readonly Option<string?> _strip = new("--strip-prefix") { Description =
        "Take this away before names; auto finds module., _orig_mod., model., state_dict.", HelpName = "PREFIX|auto" };
    private readonly Option<string?> _add = new("--add-prefix") { Description = "Put this before names", HelpName = "PREFIX" };
    private readonly Option<string[]> _rename = new("--rename") { Description =
        "Rename; one * stands for what it stands for in the other name (repeatable)", HelpName = "FROM=TO" };
    private readonly Option<string[]> _include =
        new("--include") { Description = "Only tensors whose names fit (repeatable)", HelpName = "GLOB" };
    private readonly Option<string[]> _exclude =
        new("--exclude") { Description = "No tensors whose names fit (repeatable)", HelpName = "GLOB" };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_key, _strip, _add, _rename, _include, _exclude]) command.Add(option);
    }

    /// <summary>What was given.</summary>
    /// <exception cref="UsageException">A rename is not FROM=TO.</exception>
    public ConversionOptions Read(ParseResult parsed) => new()
    {
        Key = parsed.GetValue(_key),
        Names = new()
        {
            StripPrefix = parsed.GetValue(_strip),
            AddPrefix = parsed.GetValue(_add),
            Include = parsed.GetValue(_include) ?? [],
            Exclude = parsed.GetValue(_exclude) ?? [],
            Renames = [.. (parsed.GetValue(_rename) ?? []).Select(RenameOf)],
        },
    };

    private static KeyValuePair<string, string> RenameOf(string rule) =>
        rule.Split('=', 2) is [{ Length: > 0 } from, var to] ? new(from, to)
        : throw new UsageException($"--rename {Checkpoint.Escape(rule)} is not FROM=TO.");
}
