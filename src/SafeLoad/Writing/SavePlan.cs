using SafeLoad.IO.Output;

namespace SafeLoad.Writing;

/// <summary>
/// What will be written: every file with its length, what is in it, what is left out. Nothing has been written yet, and no tensor has been
/// read; what a dry run shows, a progress counts and a refusal names is this plan, and <see cref="Write"/> writes it.
/// </summary>
/// <remarks>The tensors' checkpoint must be open until it is written.</remarks>
public sealed class SavePlan
{
    private readonly List<PlannedFile> _files;
    private readonly Dictionary<string, CastSource> _casts;
    private readonly bool _overwrite;

    private SavePlan(TensorFileFormat format, string path, IEnumerable<KeyValuePair<string, TensorInfo>> tensors, SaveOptions options)
    {
        var planner = new SavePlanner(format, options);
        _files = planner.Plan(path, tensors);
        _casts = planner.Casts;
        _overwrite = options.Overwrite;
        Format = format;
        Files = [.. _files.Select(static file => file.File)];
        Tensors = planner.Held;
        Dropped = planner.Dropped;
        Skipped = planner.Skipped;
    }

    /// <summary>Plans to write tensors by name, of any checkpoint, in one file or spread over several: nothing is written, and no tensor is
    /// read.</summary>
    /// <param name="tensors">The tensors by name; their checkpoint must be open until the plan is written. Names are unique.</param>
    /// <param name="path">The file's path; of shards the name that their names are made of.</param>
    /// <param name="format">What is written; null for what the path's name asks for.</param>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <exception cref="NotSupportedException">A tensor is one that the format cannot hold and may not be left out: sparse, nested,
    /// quantized, without data, of a dtype that it lacks; or tensors share bytes where that is an error, or repeat them by the
    /// terabyte.</exception>
    /// <exception cref="ArgumentException">Two tensors have one name, the path says no format, or the options contradict one
    /// another.</exception>
    public static SavePlan Of(IEnumerable<KeyValuePair<string, TensorInfo>> tensors, string path, TensorFileFormat? format = null,
        SaveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new SavePlan(format ?? TensorFileFormat.For(path), path, tensors, options ?? SaveOptions.Default);
    }

    /// <summary>What is written.</summary>
    public TensorFileFormat Format { get; }

    /// <summary>The files, an index last, which has no tensors in it.</summary>
    public IReadOnlyList<(string Path, long Length, int TensorCount)> Files { get; }

    /// <summary>The bytes of all files together.</summary>
    public long Length => Files.Sum(static file => file.Length);

    /// <summary>The tensors as they are written, cast ones too; readable while their checkpoint is open.</summary>
    public IReadOnlyList<KeyValuePair<string, TensorInfo>> Tensors { get; }

    /// <summary>Names that are not written, because another tensor is the same bytes, with that one's name.</summary>
    public IReadOnlyDictionary<string, string> Dropped { get; }

    /// <summary>Names that are left out, because the format cannot hold the tensor, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Skipped { get; }

    /// <summary>The same in a sentence, the first ones by name: <c>safetensors cannot hold s (torch.sparse_csr)</c>; null where nothing is
    /// left out. Names are the file's choice.</summary>
    public string? WhySkipped => Skipped.Count == 0 ? null : Format.CannotHold(Skipped);

    /// <summary>Names of tensors that change their dtype.</summary>
    public IReadOnlyCollection<string> Cast => _casts.Keys;

    /// <summary>Writes the files: all of them, or none.</summary>
    /// <param name="progress">Told how many bytes have been written so far, on the thread that writes; null for nobody.</param>
    /// <param name="cancellation">Ends it; nothing is left behind.</param>
    /// <returns>How many finite numbers became infinite because their tensor was cast, by the tensor's name.</returns>
    /// <exception cref="IOException">A file exists and may not be replaced, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    /// <exception cref="SafeLoadException">A tensor's bytes cannot be read.</exception>
    public IReadOnlyDictionary<string, long> Write(IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        using var set = new AtomicFileSet();
        long written = 0;
        foreach (var (file, content) in _files)
        {
            AtomicFile target = set.Create(file.Path, _overwrite);
            content.Write(progress is null ? target.Stream : new ProgressStream(target.Stream, progress, written), cancellation);
            written += file.Length;
            // Closed as well: there can be more shards than a process may have files open.
            target.Complete();
        }
        set.Commit();
        return _casts.Where(static cast => cast.Value.Overflowed > 0)
            .ToDictionary(static cast => cast.Key, static cast => cast.Value.Overflowed, StringComparer.Ordinal);
    }
}
