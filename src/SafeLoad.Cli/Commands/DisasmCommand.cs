using System.CommandLine;
using SafeLoad.Cli.Input;
using SafeLoad.Cli.Reporting;
using SafeLoad.IO;
using SafeLoad.Scanning;
using SafeLoad.Scanning.Findings;

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
            Of a text, such as a configuration, the lines around the place.

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
            Dictionary<(string?, long?), NamedGlobal> judged = [];
            foreach (NamedGlobal global in report.Globals) judged.TryAdd((global.Location.Record, global.Location.Offset), global);
            ByteSource? text = sought is null ? source : sought.Source;
            if (text is not null && TextListing.IsEncoded(text))
            {
                new TextListing(terminal).TryWrite(text, sought?.Name, address.Offset);
                return ExitCode.Done;
            }
            Show(terminal, () => Read(source, address, sought), new DisasmListing(terminal, judged, address.Offset),
                () => text is not null && new TextListing(terminal).TryWrite(text, sought?.Name, address.Offset));
            return ExitCode.Done;
        }
        catch (Exception exception) when (InspectError.From(exception) is { } error)
        {
            terminal.Error.WriteLine("safeload: " + error.Message);
            return error.ExitCode;
        }
    }

    private static IEnumerable<PickleRecord> Read(ByteSource source, PickleAddress address, SoughtRecord? sought)
    {
        IEnumerable<PickleRecord> pickles = sought?.Source is { } inner ? PickleRecords.ReadInside(inner, sought.Name!)
            : PickleRecords.Read(source, address.Record);
        return address.Offset is { } offset ? PickleRecords.Reaching(pickles, offset, sought?.Source ?? source, sought?.Name) : pickles;
    }

    // What is no pickle can be a configuration or a template: its lines say what was found in them.
    private static void Show(Terminal terminal, Func<IEnumerable<PickleRecord>> read, DisasmListing listing, Func<bool> showText)
    {
        string? shown = null;
        bool isAny = false;
        try
        {
            foreach (PickleRecord pickle in read())
            {
                if (pickle.Record != shown) terminal.WriteLine(Checkpoint.Escape(pickle.Record!));
                (shown, isAny) = (pickle.Record, true);
                listing.Write(pickle.Record, pickle.Bytes, pickle.Offset);
            }
            listing.End();
        }
        catch (SafeLoadException) when (!isAny && showText()) { }
    }
}
