using System.Text;

namespace SafeLoad.Cli.Reporting;

/// <summary>A table for people: aligned plain text in a pipe, and drawn in a frame on a terminal.</summary>
internal sealed class TextTable(params (string Title, bool IsNumber)[] columns)
{
    // A frame that is longer than anyone scrolls helps nobody; plain text can be searched and cut.
    private const int MostDrawnRows = 1000;

    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Write(Terminal terminal)
    {
        if (Terminal.IsInteractive && _rows.Count <= MostDrawnRows) terminal.WriteText(Draw(Math.Max(40, Console.WindowWidth)));
        else WritePlain(terminal);
    }

    /// <summary>The table in a frame that fits into a window: the widest columns of text give way,
    /// and their cells go on in the next line.</summary>
    /// <param name="window">The window's columns.</param>
    internal string Draw(int window)
    {
        int[] widths = Widths(TextWidth.Of);
        while (widths.Sum() + 3 * widths.Length + 1 > window && Widest(widths) is var widest && widths[widest] > 2) widths[widest]--;
        var frame = new StringBuilder();
        AddRule('╭', '┬', '╮');
        AddRow([.. columns.Select(static column => column.Title)]);
        if (_rows.Count > 0) AddRule('├', '┼', '┤');
        foreach (string[] row in _rows) AddRow(row);
        AddRule('╰', '┴', '╯');
        return frame.ToString();

        void AddRule(char left, char between, char right) =>
            frame.Append(left).AppendJoin(between, widths.Select(static width => new string('─', width + 2))).Append(right).Append('\n');

        void AddRow(string[] cells)
        {
            List<string>[] lines = [.. cells.Select((cell, i) => TextWidth.Wrap(cell, columns[i].IsNumber ? int.MaxValue : widths[i]))];
            for (int line = 0; line < lines.Max(static cell => cell.Count); line++)
            {
                frame.Append('│').AppendJoin('│', lines.Select((cell, i) => $" {Pad(line < cell.Count ? cell[line] : "", i)} "))
                    .Append("│\n");
            }
        }

        string Pad(string text, int column)
        {
            string padding = new(' ', Math.Max(0, widths[column] - TextWidth.Of(text)));
            return columns[column].IsNumber ? padding + text : text + padding;
        }
    }

    // Numbers stay whole: of them nobody can do without a digit. Of columns as wide as each other the last one gives way.
    private int Widest(int[] widths)
    {
        int widest = 0;
        for (int i = 1; i < widths.Length; i++)
        {
            if (!columns[i].IsNumber && (columns[widest].IsNumber || widths[i] >= widths[widest])) widest = i;
        }
        return widest;
    }

    private int[] Widths(Func<string, int> widthOf) =>
        [.. columns.Select((column, i) => _rows.Select(row => widthOf(row[i])).Append(widthOf(column.Title)).Max())];

    private void WritePlain(Terminal terminal)
    {
        int[] widths = Widths(static cell => cell.Length);
        WriteRow([.. columns.Select(static column => column.Title)]);
        foreach (string[] row in _rows) WriteRow(row);

        void WriteRow(string[] cells)
        {
            var padded = cells.Select((cell, i) => columns[i].IsNumber ? cell.PadLeft(widths[i]) : i == cells.Length - 1 ? cell
                : cell.PadRight(widths[i]));
            terminal.WriteLine(string.Join("  ", padded).TrimEnd());
        }
    }
}
