using SafeLoad.Diagnostics;
using SafeLoad.Loading;
using SafeLoad.Values;

namespace SafeLoad.Formats.Hdf5;

/// <summary>What of a file nobody here can read. One such dataset among many is no reason to refuse the others: it is left out, and
/// named.</summary>
/// <param name="context">The load, to which a broken dataset is another thing: the end, or one of the problems that a check tells.</param>
internal sealed class Hdf5LeftOut(LoadContext context)
{
    private const int MostNotes = 8;

    private readonly List<UnreadTensor> _unread = [];
    private readonly List<string> _notes = [];

    public IReadOnlyList<UnreadTensor> Unread => _unread;

    /// <summary>What is worth knowing of the file: links that are not followed, and the first that were left out.</summary>
    public IReadOnlyList<string> Notes => _unread.Count <= MostNotes ? _notes
        : _notes.Concat((string[])[FormattableString.Invariant($"{_unread.Count - MostNotes:N0} more are left out")]).ToArray();

    /// <summary>The way to the group that is read, with a dot behind it; empty at the root.</summary>
    public string Group { get; set; } = "";

    /// <summary>Reads something; what is of a kind that is not known is left out.</summary>
    public void Try(string name, Action read) => context.Try(() =>
    {
        try
        {
            read();
        }
        catch (UnsupportedCheckpointException problem)
        {
            Add(name, problem.Problem);
        }
    });

    public void Add(string name, string reason)
    {
        _unread.Add(new UnreadTensor(Group + name, reason));
        if (_unread.Count <= MostNotes) _notes.Add($"'{Printable.Escape(Group + name)}' is left out: {reason}");
    }

    public void Note(string note)
    {
        if (_notes.Count < MostNotes) _notes.Add(note);
        else if (_notes.Count == MostNotes) _notes.Add("there are more such links");
    }
}
