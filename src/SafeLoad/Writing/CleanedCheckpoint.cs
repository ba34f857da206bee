using SafeLoad.IO.Output;
using SafeLoad.Training;
using SafeLoad.Values;

namespace SafeLoad.Writing;

/// <summary>
/// A checkpoint without what <c>torch.load(weights_only=True)</c> would refuse, and with all else: the same weights under the same keys.
/// Whole modules are their state dicts, objects and dict subclasses with tensors in them dicts, NumPy numbers numbers and NumPy arrays
/// tensors; attributes of tensors stay; other objects are gone, and are listed.
/// </summary>
public sealed class CleanedCheckpoint
{
    private readonly IReadOnlySet<string> _dropped;
    private (string Name, IFileContent File)? _plan;

    private CleanedCheckpoint(PyValue root, IReadOnlySet<string> dropped, bool compact)
    {
        _dropped = dropped;
        var cleaner = new CheckpointCleaner(dropped);
        Root = cleaner.Run(root) ?? PyValue.None;
        Changes = cleaner.Changes;
        NotFound = cleaner.NotFound;
        HasTensors = cleaner.HasTensors;
        IsCompact = compact;
    }

    /// <summary>Cleans a value.</summary>
    /// <param name="root">The value: a checkpoint's root, opened with <see cref="CheckpointOptions.KeepObjects"/> to keep what can be
    /// kept.</param>
    /// <param name="dropped">Paths that are left out: <c>optimizer</c>, <c>trainer.state</c>. Null for none.</param>
    /// <param name="compact">Whether bytes that no tensor views are left out when it is written. Default true.</param>
    /// <exception cref="LimitExceededException">Values are nested deeper than the default limits allow.</exception>
    public static CleanedCheckpoint Of(PyValue root, IReadOnlySet<string>? dropped = null, bool compact = true) =>
        new(root, dropped ?? new HashSet<string>(), compact);

    /// <summary>What is left.</summary>
    public PyValue Root { get; }

    /// <summary>What is not as it was, in the checkpoint's order: where it stood (keys and indexes from the root, with dots; long keys and
    /// deep paths are cut), what it was (a type, a class's name), both chosen by the file; and what stands there now: <c>nothing</c>,
    /// <c>None</c>, <c>a state dict</c> …</summary>
    public IReadOnlyList<(string Path, string Was, string Became)> Changes { get; }

    /// <summary>Whether a tensor is in what is left.</summary>
    public bool HasTensors { get; }

    /// <summary>Paths that were to be left out, and are not there.</summary>
    public IReadOnlyList<string> NotFound { get; }

    /// <summary>Whether bytes that no tensor views are left out when it is written.</summary>
    public bool IsCompact { get; }

    /// <summary>The tensors of the checkpoint that are not in what is left, and why: those that were to be left out,
    /// those whose place goes, those that have no place in a state dict, and storages that no tensor views.</summary>
    /// <param name="found">What the checkpoint holds.</param>
    /// <exception cref="LimitExceededException">As for <see cref="Weights.Others"/>.</exception>
    public IReadOnlyList<OtherTensor> LeftOut(Weights found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return found.LeftOut(Root, _dropped);
    }

    /// <summary>The size that the file will have; no tensor is read for it.</summary>
    /// <param name="path">The path that it will have.</param>
    public long LengthOf(string path) => Plan(path).Length;

    /// <summary>Writes the file: as a whole, or not at all. The checkpoint that it was made of must be open.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="overwrite">Whether an existing file is replaced. Default false.</param>
    /// <param name="progress">Told how many bytes have been written so far. Default: nobody.</param>
    /// <param name="cancellation">Ends it; nothing is left behind.</param>
    /// <exception cref="IOException">The file exists and may not be replaced, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    /// <exception cref="SafeLoadException">A tensor's bytes cannot be read.</exception>
    public void Save(string path, bool overwrite = false, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        using AtomicFile file = AtomicFile.Create(path, overwrite);
        Plan(path).Write(progress is null ? file.Stream : new ProgressStream(file.Stream, progress), cancellation);
        file.Commit();
    }

    // Planned once: what LengthOf counts is what Save writes.
    private IFileContent Plan(string path)
    {
        string name = ArchiveName.Of(path);
        if (_plan is not { } plan || plan.Name != name)
            _plan = plan = (name, CheckpointFile.Plan(Root, name, isLegacy: false, IsCompact));
        return plan.File;
    }
}
