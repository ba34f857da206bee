using Spectre.Console;

namespace SafeLoad.Cli.Reporting;

/// <summary>A table for people: aligned plain text in a pipe, and drawn by Spectre.Console on a terminal.</summary>
internal sealed class TextTable(params (string Title, bool IsNumber)[] columns)
{
    // Spectre measures and draws every cell; past this many rows plain text is what anyone can use.
    private const int MostDrawnRows = 1000;

    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Write(Terminal terminal, bool color)
    {
        if (Terminal.IsInteractive && _rows.Count <= MostDrawnRows) Draw(terminal, color);
        else WritePlain(terminal);
    }

    private void WritePlain(Terminal terminal)
    {
        int[] widths = [.. columns.Select((column, i) => Math.Max(column.Title.Length, _rows.Count == 0 ? 0 : _rows.Max(row => row[i].Length)))];
        WriteRow([.. columns.Select(static column => column.Title)]);
        foreach (string[] row in _rows) WriteRow(row);

        void WriteRow(string[] cells)
        {
            var padded = cells.Select((cell, i) => columns[i].IsNumber ? cell.PadLeft(widths[i]) : i == cells.Length - 1 ? cell : cell.PadRight(widths[i]));
            terminal.WriteLine(string.Join("  ", padded).TrimEnd());
        }
    }

    private void Draw(Terminal terminal, bool color)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var (title, isNumber) in columns) table.AddColumn(new TableColumn(Markup.Escape(title)) { Alignment = isNumber ? Justify.Right : Justify.Left, NoWrap = isNumber });
        foreach (string[] row in _rows) table.AddRow(row.Select(static cell => new Text(cell)));
        // Drawn to text first: the lines around the table are buffered, and must not come after it.
        var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = color ? AnsiSupport.Yes : AnsiSupport.No, ColorSystem = color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = Math.Max(40, Console.WindowWidth);
        console.Write(table);
        terminal.WriteText(text.ToString());
    }
}
