using System.CommandLine;
using System.Globalization;
using SafeLoad.Cli.Reporting;
using SafeLoad.Pickle;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Commands;

/// <summary><c>safeload disasm FILE</c>: a pickle's opcodes, and what is thought of them.</summary>
internal static class DisasmCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "A checkpoint or pickle" };
        var record = new Option<string?>("--record") { Description = "The record of a zip to disassemble (default: data.pkl)", HelpName = "NAME" };
        var command = new Command("disasm", """
            The opcodes of a pickle with their offsets, and the verdict beside each name. Nothing is run.

            Examples:
              safeload disasm model.pt
              safeload disasm model.pt --record archive/extra.pkl
            """)
        { file, record };
        command.SetAction(parsed => Run(terminal, parsed.GetValue(file)!, parsed.GetValue(record)));
        return command;
    }

    private static int Run(Terminal terminal, string path, string? record)
    {
        try
        {
            var (name, bytes) = PickleRecords.Read(path, record);
            Dictionary<long, ScannedGlobal> judged = [];
            foreach (ScannedGlobal global in Scanner.Scan(path).Globals)
            {
                if (global.Location.Record == name && global.Location.Offset is { } offset) judged.TryAdd(offset, global);
            }
            if (name is not null) terminal.WriteLine(SafeText.Escape(name));
            foreach (PickleLine line in PickleDisassembly.Read(bytes))
            {
                terminal.Cancellation.ThrowIfCancellationRequested();
                string verdict = judged.TryGetValue(line.Offset, out ScannedGlobal? global) ? "  # " + global.Judgement.ToString().ToLowerInvariant() + ": " + SafeText.Escape(global.Module + "." + global.Name, 120)
                    : line.MayLoad ? "" : "  # loading refuses this opcode";
                terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line.Offset,8:X}  {line.Name,-16} {line.Argument}{verdict}").TrimEnd());
            }
            return ExitCode.Done;
        }
        catch (Exception exception) when (InspectError.From(exception) is { } error)
        {
            terminal.Error.WriteLine("safeload: " + error.Message);
            return error.ExitCode;
        }
    }
}
