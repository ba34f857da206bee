using System.CommandLine;
using SafeLoad.Cli.SelfTest;

namespace SafeLoad.Cli.Commands;

/// <summary><c>safeload self-test</c>: does the installed scanner still catch what it should?</summary>
internal static class SelfTestCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<string> format = CommonOptions.Format("text", "json");
        var command = new Command("self-test", """
            Scans the built-in attack set from memory and says how many answers are right. Nothing is run, and nothing is written to disk.

            Exit codes: 0 all right, 1 some are wrong.

            Examples:
              safeload self-test
              safeload self-test -f json > self-test.json
            """)
        { format };
        command.SetAction(parsed => Run(terminal, AttackSet.Read(), parsed.GetValue(format)!));
        return command;
    }

    /// <summary>Scans a set and reports.</summary>
    public static int Run(Terminal terminal, IEnumerable<Attack> attacks, string format)
    {
        var score = new SelfTestScore([.. attacks.Select(attack => SelfTestRow.Scan(attack, terminal.Cancellation))]);
        if (format == "json") SelfTestJson.Write(terminal, score);
        else SelfTestText.Write(terminal, score);
        return score.Code;
    }
}
