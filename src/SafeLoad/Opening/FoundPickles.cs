using SafeLoad.Diagnostics;
using SafeLoad.Formats;
using SafeLoad.Loading;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Opening;

/// <summary>The pickles of a file where the reader of its container finds them, run by a host that allows nothing and refuses
/// nothing.</summary>
internal sealed class FoundPickles(Budget budget)
{
    private readonly NameRecorder _host = new(named: null);
    private readonly List<PickleData> _found = [];

    /// <summary>The pickles of a file that is no zip.</summary>
    /// <exception cref="SafeLoadException">There is none, or what the file is can hold none.</exception>
    public IEnumerable<PickleData> Of(DetectedFormat file) => file.Row.Layout switch
    {
        FormatLayout.Parts layout => OfParts(file, layout),
        FormatLayout.PickleLayout => InARow(file.Source),
        FormatLayout.OpaqueLayout when file.Row == FormatTable.Unknown => InARow(file.Source),
        _ => throw None(file),
    };

    // Part by part; a part that has parts of its own comes in its turn.
    private List<PickleData> OfParts(DetectedFormat file, FormatLayout.Parts layout)
    {
        SafeLoadException? problem = null;
        var open = new Queue<(ByteSource Source, string? Record, PartReader? Read)>();
        open.Enqueue((file.Source, null, layout.Read));
        while (open.TryDequeue(out var next))
        {
            RunPickle run = Runner(next.Source, next.Record);
            if (next.Read is null)
            {
                run(0, out _, out _);
                continue;
            }
            int before = _found.Count;
            PartList parts = next.Read(new PartSource(next.Source, next.Record, budget, _ => run));
            bool wereRun = _found.Count > before;
            foreach (Part part in parts.InOrder)
            {
                problem ??= part.Note?.Problem;
                if (part.Kind == PartKind.Pickle && !wereRun) _found.Add(PickleEnd.Read(next.Source, part.Offset, next.Record, budget));
                else if (part is { Kind: PartKind.File, Note: { } note } && (note.IsUnpickled || note.Reader is not null))
                    open.Enqueue((part.Open(next.Source), part.Name, note.Reader));
            }
        }
        // What is wrong with one of several files says nothing of the others.
        return _found.Count > 0 ? _found : throw (layout.HoldsFiles ? null : problem) ?? None(file);
    }

    // One after the other, as long as another begins where one ends.
    private IEnumerable<PickleData> InARow(ByteSource source)
    {
        for (long position = 0; position == 0 || HasProtocol(source, position);)
        {
            PickleData pickle = PickleEnd.Read(source, position, record: null, budget);
            yield return pickle;
            if (pickle.End == 0) yield break;
            position += pickle.End;
        }
    }

    private static UnsupportedCheckpointException None(DetectedFormat file) =>
        Problems.UnsupportedFormat("no pickle stands in this file: it is " + file.Describe(), file.Source.Name);

    private static bool HasProtocol(ByteSource source, long position)
    {
        Span<byte> head = stackalloc byte[2];
        return source.Read(position, head) == head.Length && PickleReader.HasProtocol(head);
    }

    private RunPickle Runner(ByteSource source, string? record) => (long position, out PyValue value, out long end) =>
    {
        (value, end) = (default, position);
        if (position >= source.Length) return false;
        PickleData data = PickleEnd.Read(source, position, record, budget);
        _found.Add(data);
        try
        {
            value = PickleMachine.Run(data, _host, budget, out int length);
            end = position + length;
            return true;
        }
        catch (MalformedCheckpointException)
        {
            return false;
        }
    };
}
