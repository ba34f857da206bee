using System.CommandLine;
using SafeLoad.Cli.Input;
using SafeLoad.Cli.Reporting;
using SafeLoad.IO;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Commands;

/// <summary><c>safeload disasm FILE</c>: a pickle's opcodes, and what is thought of them.</summary>
internal static class DisasmCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "A checkpoint or pickle, or a place in one as findings print it: FILE!RECORD@0xOFFSET",
        };
        const string description = "The record to disassemble (default: data.pkl of a zip); in archives in archives OUTER!INNER";
        var record = new Option<string?>("--record") { Description = description, HelpName = "NAME" };
        var command = new Command("disasm", """
            The opcodes of a pickle with their offsets, and the verdict beside each name. Nothing is run.

            Examples:
              safeload disasm model.pt
              safeload disasm model.pt --record archive/extra.pkl
              safeload disasm 'models.zip!model.pt!archive/data.pkl@0x1A3'
            """)
        { file, record };
        command.SetAction(parsed =>
        {
            PickleAddress address = PickleAddress.Parse(parsed.GetValue(file)!);
            return Run(terminal, parsed.GetValue(record) is { } name ? address with { Record = name } : address);
        });
        return command;
    }

    private static int Run(Terminal terminal, PickleAddress address)
    {
        try
        {
            // One handle for both: the file that is judged is the one that is shown.
            using var source = new FileByteSource(address.File);
            var sought = address.Record is { } name ? new SoughtRecord(name) : null;
            ScanReport report = Scanner.Scan(source, sought, cancellation: terminal.Cancellation);
            IEnumerable<PickleRecord> pickles = sought?.Source is { } inner ? PickleRecords.ReadInside(inner, sought.Name!)
                : PickleRecords.Read(source, address.Record);
            if (address.Offset is { } offset) pickles = PickleRecords.Reaching(pickles, offset, sought?.Source ?? source, sought?.Name);
            Dictionary<(string?, long?), NamedGlobal> judged = [];
            foreach (NamedGlobal global in report.Globals) judged.TryAdd((global.Location.Record, global.Location.Offset), global);
            Show(terminal, pickles, new DisasmListing(terminal, judged, address.Offset));
            return ExitCode.Done;
        }
        catch (Exception exception) when (InspectError.From(exception) is { } error)
        {
            terminal.Error.WriteLine("safeload: " + error.Message);
            return error.ExitCode;
        }
    }

    private static void Show(Terminal terminal, IEnumerable<PickleRecord> pickles, DisasmListing listing)
    {
        string? shown = null;
        foreach (PickleRecord pickle in pickles)
        {
            if (pickle.Record != shown) terminal.WriteLine(Checkpoint.Escape(pickle.Record!));
            shown = pickle.Record;
            listing.Write(pickle.Record, pickle.Bytes, pickle.Offset);
        }
        listing.End();
    }
}
