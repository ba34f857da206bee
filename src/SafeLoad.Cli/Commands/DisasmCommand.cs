using System.CommandLine;
using System.Globalization;
using SafeLoad.Cli.Reporting;
using SafeLoad.IO;
using SafeLoad.Pickle;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Commands;

/// <summary><c>safeload disasm FILE</c>: a pickle's opcodes, and what is thought of them.</summary>
internal static class DisasmCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "A checkpoint or pickle" };
        const string description = "The record of a zip to disassemble (default: data.pkl)";
        var record = new Option<string?>("--record") { Description = description, HelpName = "NAME" };
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
            // One handle for both: the file that is judged is the one that is shown.
            using var source = new FileByteSource(path);
            IEnumerable<PickleRecord> pickles = PickleRecords.Read(source, record);
            Dictionary<(string?, long?), NamedGlobal> judged = [];
            foreach (NamedGlobal global in Scanner.Scan(source).Globals)
                judged.TryAdd((global.Location.Record, global.Location.Offset), global);
            string? shown = null;
            foreach (PickleRecord pickle in pickles)
            {
                if (pickle.Record != shown) terminal.WriteLine(Checkpoint.Escape(pickle.Record!));
                shown = pickle.Record;
                Show(terminal, pickle, judged);
            }
            return ExitCode.Done;
        }
        catch (Exception exception) when (InspectError.From(exception) is { } error)
        {
            terminal.Error.WriteLine("safeload: " + error.Message);
            return error.ExitCode;
        }
    }

    private static void Show(Terminal terminal, PickleRecord pickle, Dictionary<(string?, long?), NamedGlobal> judged)
    {
        foreach (PickleLine line in PickleDisassembly.Read(pickle.Bytes))
        {
            terminal.Cancellation.ThrowIfCancellationRequested();
            long offset = pickle.Offset + line.Offset;
            string text = string.Create(CultureInfo.InvariantCulture, $"{offset,8:X}  {line.Name,-16} {line.Argument}");
            terminal.WriteLine((text + Remark(line, judged.GetValueOrDefault((pickle.Record, offset)))).TrimEnd());
        }
    }

    private static string Remark(PickleLine line, NamedGlobal? global) =>
        global is null ? line.MayLoad ? "" : "  # loading refuses this opcode"
            : "  # " + global.Judgement.ToString().ToLowerInvariant() + ": " + Checkpoint.Escape(global.Module + "." + global.Name, 120);
}
