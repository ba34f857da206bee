using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>What the functions of one load share.</summary>
internal sealed class LoadContext(Budget budget, CheckpointOptions options)
{
    private readonly Dictionary<PyReference, RebuildFunction> _unfinished = new(ReferenceEqualityComparer.Instance);
    private readonly List<Action> _deferred = [];

    public Budget Budget { get; } = budget;

    /// <summary>Whether objects that are on no list are kept as data.</summary>
    public bool KeepsObjects { get; } = options.KeepObjects;

    /// <summary>The sets of globals that the caller has opted into; all of them where objects are kept as data.
    /// A caller cannot choose the others.</summary>
    public AllowedSets Sets { get; init; } = SetsOf(options);

    /// <summary>Whether records are compared with their checksums.</summary>
    public bool VerifiesChecksums { get; } = options.VerifyChecksums;

    /// <summary>The classes of a TorchScript file; null for other files.</summary>
    public IScriptClasses? ScriptClasses { get; set; }

    /// <summary>Told of each problem where a file is checked and not opened; null where the first one ends the load.</summary>
    public Action<SafeLoadException>? Report { get; init; }

    /// <summary>Whether the file is checked and not opened: no problem is an end.</summary>
    public bool IsCheck => Report is not null;

    /// <summary>Opens a legacy stream that is a value of the file, within the same budget; null where no value can be one.</summary>
    public Func<ByteSource, LoadedCheckpoint>? OpenStream { get; set; }

    /// <summary>Opens a file of any kind that stands in the file, within the same budget; null where none can stand.</summary>
    public Func<ByteSource, LoadedCheckpoint>? OpenFile { get; set; }

    /// <summary>How many files are open around this one.</summary>
    public int Nesting { get; private set; }

    /// <summary>Opens a file that stands in this one.</summary>
    public LoadedCheckpoint OpenInside(Func<ByteSource, LoadedCheckpoint> open, ByteSource file)
    {
        Nesting++;
        try
        {
            return open(file);
        }
        finally
        {
            Nesting--;
        }
    }

    /// <summary>The sets that options choose.</summary>
    public static AllowedSets SetsOf(CheckpointOptions options) => AllowedSets.Distributed | (options.KeepObjects
        ? AllowedSets.Selectable | AllowedSets.Inert : (AllowedSets)options.GlobalSets & AllowedSets.Selectable);

    /// <summary>Remembers that BUILD may set the state of a value, and whose it is.</summary>
    public PyValue AwaitState(PyReference value, RebuildFunction function)
    {
        _unfinished[value] = function;
        return new PyValue(value);
    }

    /// <summary>Whose value it is that BUILD sets the state of; null if it may not have any. Once only.</summary>
    public RebuildFunction? TakeUnfinished(PyReference? value) =>
        value is not null && _unfinished.Remove(value, out RebuildFunction? function) ? function : null;

    /// <summary>Whether BUILD may set the state of a value.</summary>
    public bool IsUnfinished(PyReference? value) => value is not null && _unfinished.ContainsKey(value);

    /// <summary>Nobody may set the state of a value any more: something was proven by what it is now.</summary>
    public void Settle(PyReference value) => _unfinished.Remove(value);

    /// <summary>A check that needs storages' bytes. In the legacy stream those follow the pickle, so it runs when all is bound.</summary>
    public void CheckLater(Action check) => _deferred.Add(check);

    public void RunChecks()
    {
        foreach (Action check in _deferred) Try(check);
        _deferred.Clear();
    }

    /// <summary>Something is wrong with the file: the end of a load, and one of its problems to a check.</summary>
    public void Refuse(SafeLoadException problem)
    {
        if (Report is null) throw problem;
        Report(problem);
    }

    /// <summary>Does a part of the work whose problems are none of what follows it.</summary>
    public void Try(Action part)
    {
        try
        {
            part();
        }
        catch (SafeLoadException problem) when (IsCheck && CanGoOn(problem))
        {
            Refuse(problem);
        }
    }

    /// <summary>Whether a check goes on behind a problem. What the whole file may cost is an end; a tensor of too many dimensions is none
    /// to the next one.</summary>
    public static bool CanGoOn(SafeLoadException problem) =>
        problem is not LimitExceededException || problem.Id == DiagnosticId.TooManyDimensions;
}
