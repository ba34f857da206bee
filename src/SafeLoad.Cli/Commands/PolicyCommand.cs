using System.CommandLine;
using SafeLoad.Cli.Policies;
using SafeLoad.Cli.Reporting;

namespace SafeLoad.Cli.Commands;

/// <summary><c>safeload policy init|check FILE</c>: a policy to start from, and whether one makes sense.</summary>
internal static class PolicyCommand
{
    /// <summary>The day by which entries expire, the same everywhere on earth.</summary>
    public static DateOnly Today => DateOnly.FromDateTime(DateTime.UtcNow);

    public static Command Create(Terminal terminal)
    {
        var init = new Command("init", "Writes a policy to start from to stdout");
        init.SetAction(_ =>
        {
            terminal.WriteText(PolicyTemplate.Text);
            return ExitCode.Done;
        });
        var file = new Argument<string>("FILE") { Description = "The policy" };
        var check = new Command("check", "Says whether a policy makes sense; exits with 4 if it does not") { file };
        check.SetAction(parsed => Check(terminal, parsed.GetValue(file)!));
        return new Command("policy", """
            Policies say which findings count. One is used only where --policy names it.

            Examples:
              safeload policy init > safeload.yml
              safeload policy check safeload.yml
              safeload scan --policy safeload.yml models/
            """)
        { init, check };
    }

    private static int Check(Terminal terminal, string path)
    {
        Policy policy = PolicyFile.Load(path, Today);
        string name = Checkpoint.Escape(path);
        foreach (string problem in policy.Expired) terminal.Error.WriteLine($"safeload: {name}:{problem}");
        terminal.WriteLine($"{name}: {Sizes.Count(policy.Severities.Count, "severity rule")}, "
            + $"{Sizes.Count(policy.Globals.Count, "global")}, {Sizes.Count(policy.Suppressions.Count, "suppression")}; sha256 "
            + $"{policy.Hash}");
        return ExitCode.Done;
    }
}
