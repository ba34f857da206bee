using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Loading;
using SafeLoad.Opening;
using SafeLoad.Training;
using SafeLoad.Values;

namespace SafeLoad;

/// <summary>
/// A PyTorch checkpoint, opened without running anything in it. Opening reads and checks everything but the tensors' bytes; those stay
/// where they are until they are asked for.
/// </summary>
/// <remarks>Keep it open while its tensors are read; reading one after <see cref="Dispose"/> throws <see cref="ObjectDisposedException"/>.
/// After opening, all members may be used from several threads.</remarks>
public sealed class Checkpoint : IDisposable
{
    private readonly OwnedByteSource _source;
    private readonly LoadedCheckpoint _loaded;
    private readonly Lazy<CheckpointContents> _contents;
    private readonly Lazy<TrainingCheckpoint> _training;

    private TrainerFolder? _beside;

    private Checkpoint(OwnedByteSource source, LoadedCheckpoint loaded, Func<TrainerFolder?>? beside = null)
    {
        _source = source;
        _loaded = loaded;
        Globals = [.. loaded.Globals.Select(static name => name.Module + "." + name.Name)];
        _contents = new Lazy<CheckpointContents>(() =>
            new CheckpointContents(loaded.Root, loaded.Storages, loaded.Unread, () => loaded.Budget.ForValues(), source.Name));
        _training = new Lazy<TrainingCheckpoint>(() =>
        {
            _beside = beside?.Invoke();
            return TrainingCheckpoint.Of(
                _contents.Value, _beside?.Values ?? [], _beside?.Notes
                    ?? [], loaded.Budget.ForValues(), new CheckpointLocation(source.Name));
        });
    }

    /// <summary>What the file is, told from its content.</summary>
    public CheckpointFormat Format => _loaded.Format;

    /// <summary>What reports call the format: lower-case letters and digits.</summary>
    public string FormatName => FormatTable.Of(Format).Id;

    /// <summary>The value that was saved: mostly a <see cref="PyDict"/>.</summary>
    public PyValue Root => _loaded.Root;

    /// <summary>Every storage that the value refers to.</summary>
    public IReadOnlyList<StorageInfo> Storages => _loaded.Storages;

    /// <summary>Every global that the file's pickles name, once each, in their order,
    /// as the file spells them (<c>__builtin__.set</c>). Chosen by
    /// the file; unless objects are kept as data, all of them are on PyTorch's list of safe globals or in the sets that the caller
    /// chose.</summary>
    public IReadOnlyList<string> Globals { get; }

    /// <summary>The same globals with what is known of each: where objects are kept as data (<see cref="CheckpointOptions.KeepObjects"/>),
    /// dangerous ones stand among them.</summary>
    public IReadOnlyList<NamedGlobal> NamedGlobals => _loaded.Judge();

    /// <summary>What may be worth knowing and is no error, such as missing checksums. Safe to print.</summary>
    public IReadOnlyList<string> Notes => _loaded.Notes;

    /// <summary>Free text that the file carries beside its tensors, by key: safetensors' <c>__metadata__</c>, Keras' <c>keras_version</c>
    /// and <c>backend</c>. Chosen by the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _loaded.Metadata;

    /// <summary>What the file tells about the program that wrote it, in words: <c>PyTorch 2.7 or later (zip, version 3)</c>.
    /// Chosen by the file.</summary>
    public string Writer => _loaded.Writer.Description;

    internal CheckpointWriterInfo WriterInfo => _loaded.Writer;

    /// <summary>The size of the file in bytes; of all files together where there are several.</summary>
    public long Length => _source.Length;

    /// <summary>The paths of the files that tensors are read from, as they were opened; empty where it was opened from memory,
    /// a stream or a source of the caller's own.</summary>
    public IReadOnlyList<string> Files => [.. _source.Files];

    /// <summary>A tensor of <see cref="StateDict()"/> by its dotted name.</summary>
    /// <param name="name">The name: <c>fc.weight</c>.</param>
    /// <exception cref="KeyNotFoundException">There is no tensor of that name.</exception>
    public TensorInfo this[string name] => StateDict()[name];

    /// <summary>Opens a file, the index of a sharded model (<c>*.index.json</c>) with its shards,
    /// or a folder that holds one checkpoint.</summary>
    /// <remarks>In a folder these are looked for, in this order: <c>.metadata</c> (a distributed checkpoint);
    /// an index; <c>model.safetensors</c>,
    /// <c>pytorch_model.bin</c>, the files of DeepSpeed or <c>latest</c> that names their folder, <c>consolidated.*.pth</c>,
    /// <c>diffusion_pytorch_model.*</c>, <c>adapter_model.*</c>; numbered files
    /// (<c>NAME-00001-of-00003.EXT</c>, <c>NAME_part_0.EXT</c>, <c>NAME_0.EXT</c>), whose dicts are merged;
    /// the files of all processes (<c>NAME_rank0.EXT</c>, <c>shard-00001-model-00001-of-00001.safetensors</c>), whose pieces of tensors are
    /// joined;
    /// a single file of weights.</remarks>
    /// <param name="path">The path.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <returns>The checkpoint; the caller disposes it.</returns>
    /// <exception cref="DisallowedGlobalException">The file asks for something that is not on PyTorch's list of safe globals.</exception>
    /// <exception cref="MalformedCheckpointException">The file contradicts its own format.</exception>
    /// <exception cref="LimitExceededException">Reading on would cost more than the limits allow.</exception>
    /// <exception cref="UnsupportedCheckpointException">The file is of a kind that is not read.</exception>
    /// <exception cref="ArgumentException"><see cref="CheckpointOptions.ExpectedSha256"/> is not 64 hexadecimal digits,
    /// or there are several files.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Checkpoint Open(string path, CheckpointOptions? options = null)
    {
        options ??= CheckpointOptions.Default;
        return ShardedLoader.Handles(path)
            ? Of(ShardedLoader.Open(path, options), Directory.Exists(path) ? () => TrainerFolder.Open(path, options) : null)
            : Open(new FileByteSource(path), options, owns: true);
    }

    /// <summary>Opens several files as one checkpoint: their dicts, or what stands under the same key in each (<c>state_dict</c>),
    /// are merged in the order given. Pieces of tensors (DTensor), which the files of several processes have, become the whole ones: copies
    /// are compared as they are read.</summary>
    /// <param name="paths">The files' paths; at least one.</param>
    /// <param name="options">How to open them; null for the defaults. The limits are for all files together.</param>
    /// <exception cref="MalformedCheckpointException">A key is in two files, or the files' pieces contradict each other (SL1308);
    /// the file of a process is missing (SL1307); a file contradicts its own format.</exception>
    /// <exception cref="SafeLoadException">As for <see cref="Open(string, CheckpointOptions?)"/>.</exception>
    /// <exception cref="ArgumentException">There are no paths, or <see cref="CheckpointOptions.ExpectedSha256"/> is set.</exception>
    /// <exception cref="IOException">A file cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static Checkpoint OpenShards(IEnumerable<string> paths, CheckpointOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        string[] files = [.. paths];
        if (files.Length == 0) throw new ArgumentException("There are no files to open.", nameof(paths));
        return Of(ShardedLoader.OpenFiles(files, files[0], options ?? CheckpointOptions.Default));
    }

    /// <summary>Opens a checkpoint in memory.</summary>
    /// <param name="bytes">The file's bytes; not copied, must not change while the checkpoint is open.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <exception cref="SafeLoadException">As for <see cref="Open(string, CheckpointOptions?)"/>.</exception>
    public static Checkpoint Open(ReadOnlyMemory<byte> bytes, CheckpointOptions? options = null) =>
        Open(new MemoryByteSource(bytes, options?.FileName), options ?? CheckpointOptions.Default, owns: true);

    /// <summary>Opens a checkpoint from a stream, from its current position on.
    /// A stream that can seek is read in place and must stay open and unmoved by others; any other is read into memory first.</summary>
    /// <param name="stream">The stream; it stays the caller's.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <exception cref="SafeLoadException">As for <see cref="Open(string, CheckpointOptions?)"/>; a stream that cannot seek may hold
    /// <see cref="CheckpointLimits.MaxBufferedBytes"/>.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static Checkpoint Open(Stream stream, CheckpointOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= CheckpointOptions.Default;
        ByteSource source = stream.CanSeek
            ? new StreamByteSource(stream, options.FileName, leaveOpen: true)
            : new MemoryByteSource(StreamBuffer.ReadToEnd(stream, options), options.FileName);
        return Open(source, options, owns: true);
    }

    /// <summary>Opens a checkpoint from a place of the caller's own.</summary>
    /// <param name="source">The bytes; the source stays the caller's and is not disposed.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <exception cref="SafeLoadException">As for <see cref="Open(string, CheckpointOptions?)"/>.</exception>
    public static Checkpoint Open(ByteSource source, CheckpointOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Open(source, options ?? CheckpointOptions.Default, owns: false);
    }

    /// <summary>The weights: which entry holds them and why it was taken, its tensors, and what other tensors there are.</summary>
    /// <exception cref="LimitExceededException">The names repeat long keys more often than the pickle's size justifies
    /// (SL4012).</exception>
    public Weights Weights => _contents.Value.Weights;

    /// <summary>The same for an entry that is asked for.</summary>
    /// <param name="key">The entry's key: <c>model_state_dict</c>; dots lead further down.</param>
    /// <exception cref="KeyNotFoundException">There is no such entry, or it holds no tensors.</exception>
    /// <exception cref="MalformedCheckpointException">Two tensors have the same dotted name (SL1409).</exception>
    /// <exception cref="LimitExceededException">The names repeat long keys more often than the pickle's size justifies
    /// (SL4012).</exception>
    public Weights WeightsUnder(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Weights found = _contents.Value.Under(key);
        return found.Tensors.Count > 0 ? found : throw new KeyNotFoundException($"The checkpoint's entry '{key}' holds no tensors.");
    }

    /// <summary>The tensors of <see cref="Weights"/>: of the root, or of the part of it that holds them (<c>state_dict</c>,
    /// <c>model</c> …);
    /// <see cref="SafeLoad.StateDict.Path"/> tells which.</summary>
    /// <exception cref="MalformedCheckpointException">Two tensors have the same dotted name (SL1409).</exception>
    /// <exception cref="LimitExceededException">The names repeat long keys more often than the pickle's size justifies
    /// (SL4012).</exception>
    public StateDict StateDict() => Weights.Tensors;

    /// <summary>The tensors of one entry of the root.</summary>
    /// <param name="key">The entry's key: <c>model_state_dict</c>; dots lead further down.</param>
    /// <exception cref="KeyNotFoundException">There is no such entry, or it holds no tensors.</exception>
    /// <exception cref="MalformedCheckpointException">Two tensors have the same dotted name (SL1409).</exception>
    /// <exception cref="LimitExceededException">The names repeat long keys more often than the pickle's size justifies
    /// (SL4012).</exception>
    public StateDict StateDict(string key) => WeightsUnder(key).Tensors;

    /// <summary>What the modules wrote about themselves beside the tensors of <see cref="StateDict()"/>:
    /// the state dict's <c>_metadata</c>, by the
    /// modules' names; null if there is none. Chosen by the file.</summary>
    /// <param name="key">The entry that holds the weights, as for <see cref="StateDict(string)"/>; null to find it.</param>
    /// <exception cref="KeyNotFoundException">There is no such entry.</exception>
    public PyDict? ModuleMetadata(string? key = null) => (key is null ? Weights : _contents.Value.Under(key)).ModuleMetadata;

    /// <summary>The checkpoint as a training program wrote it: model, optimizer, scheduler, epoch and the rest,
    /// found by what they look like.</summary>
    /// <exception cref="MalformedCheckpointException">Two tensors of the weights have the same dotted name (SL1409).</exception>
    /// <exception cref="LimitExceededException">Names repeat long keys, or optimizers and schedulers share their parts, more often than the
    /// pickle's size justifies (SL4012).</exception>
    /// <exception cref="MalformedCheckpointException">A counter or measure is a tensor whose bytes do not match their checksum
    /// (SL1105).</exception>
    public TrainingCheckpoint Training => _training.Value;

    /// <summary>Makes text that a file chose safe to print: names, keys, paths. One line, without control characters, ANSI sequences and
    /// bidirectional marks, which are written as <c>\xNN</c> and <c>\uNNNN</c>.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxLength">The most characters; the rest is cut and marked with an ellipsis.</param>
    public static string Escape(string text, int maxLength = 400)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Printable.Escape(text, maxLength);
    }

    /// <summary>Closes the checkpoint. Its tensors cannot be read any more; what was read out of them stays.</summary>
    public void Dispose()
    {
        _source.Dispose();
        _beside?.Dispose();
    }

    private static Checkpoint Of(OpenedSet set, Func<TrainerFolder?>? beside = null) =>
        new(new OwnedByteSource(set.Source, owns: true), set.Loaded, beside);

    private static Checkpoint Open(ByteSource source, CheckpointOptions options, bool owns)
    {
        var owned = new OwnedByteSource(source, owns);
        try
        {
            if (options.ExpectedSha256 is { } expected) SourceHash.Check(owned, expected);
            return new Checkpoint(owned, CheckpointLoader.Load(owned, options));
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }
}
