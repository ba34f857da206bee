using System.Globalization;
using SafeLoad.Diagnostics;
using SafeLoad.Pickle;

namespace SafeLoad.Cli.Reporting;

/// <summary>Prints pickles as lines of opcodes, with what is thought of each name beside it.</summary>
/// <param name="terminal">Where.</param>
/// <param name="judged">Every name of the file, by record and offset.</param>
/// <param name="marked">The offset of the opcode to mark, which the listing begins shortly before; null for all.</param>
internal sealed class DisasmListing(Terminal terminal, IReadOnlyDictionary<(string?, long?), NamedGlobal> judged, long? marked)
{
    private const int LinesBefore = 8;

    private readonly Queue<(long Offset, string Text)> _before = new();
    private bool _isShown = marked is null;

    /// <summary>Prints a pickle.</summary>
    /// <param name="record">The record that it stands in.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="start">Where they begin in the record.</param>
    public void Write(string? record, ReadOnlyMemory<byte> bytes, long start)
    {
        foreach (PickleLine line in PickleDisassembly.Read(bytes))
        {
            terminal.Cancellation.ThrowIfCancellationRequested();
            long offset = start + line.Offset;
            string text = string.Create(CultureInfo.InvariantCulture, $"{offset,8:X}  {line.Name,-16} {line.Argument}");
            Take(offset, (text + Remark(line, judged.GetValueOrDefault((record, offset)))).TrimEnd());
        }
    }

    /// <summary>Prints what is left: the end, where the place to mark is behind it.</summary>
    public void End()
    {
        if (!_isShown) Show();
    }

    // An opcode holds the place if the next one begins behind it.
    private void Take(long offset, string text)
    {
        if (!_isShown && offset > marked && _before.Count > 0) Show();
        if (_isShown)
        {
            terminal.WriteLine(marked is null ? text : "  " + text);
            return;
        }
        if (_before.Count > LinesBefore) _before.Dequeue();
        _before.Enqueue((offset, text));
    }

    private void Show()
    {
        _isShown = true;
        while (_before.TryDequeue(out var line)) terminal.WriteLine((_before.Count == 0 ? "> " : "  ") + line.Text);
    }

    private static string Remark(PickleLine line, NamedGlobal? global) =>
        global is null ? line.MayLoad || line.IsBroken ? "" : "  # loading refuses this opcode"
            : "  # " + global.Judgement.ToString().ToLowerInvariant() + ": " + Checkpoint.Escape(global.Module + "." + global.Name, 120);
}
