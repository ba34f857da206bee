using SafeLoad.Diagnostics;
using SafeLoad.Loading;
using SafeLoad.Sharding;
using SafeLoad.Sharding.Dcp;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Opening;

/// <summary>A distributed checkpoint: a folder with <c>.metadata</c> and the files that many processes wrote.</summary>
/// <remarks>torch/distributed/checkpoint: what <c>dcp_to_torch_save</c> makes of the folder is what is read here.</remarks>
internal sealed class DcpLoader
{
    private readonly DcpFiles _files;
    private readonly List<StorageInfo> _storages = [];

    private DcpLoader(DcpFiles files) => _files = files;

    public static LoadedCheckpoint Load(string folder, SourceGroup group, Budget budget, CheckpointOptions options)
    {
        string path = Path.Combine(folder, ".metadata");
        var at = new CheckpointLocation(path);
        DcpMetadata metadata = DcpMetadataReader.Read(group.Open(path), budget, out LoadedCheckpoint pickle);
        // Whether the blocks fill their tensors is known before a file is opened.
        var trees = new Dictionary<DcpEntry, ChunkTree>(ReferenceEqualityComparer.Instance);
        foreach (DcpEntry entry in metadata.Entries)
        {
            if (entry.DType is not null && TensorBounds.ElementCount(entry.Size, at) > 0)
                trees.Add(entry, ChunkTree.Build(entry.Name, entry.Size, entry.Chunks, at));
        }
        IEnumerable<DcpSlice> slices = metadata.Entries.SelectMany(static entry => entry.Pickled is { } pickled ? (DcpSlice[])[pickled]
            : entry.Chunks.Select(static chunk => chunk.Slice!));
        DcpFiles files = DcpFiles.Open(folder, slices, group, budget, options, at);
        var loader = new DcpLoader(files);
        var tree = new DcpTree(budget, at);
        foreach (DcpEntry entry in metadata.Entries)
            tree.Add(entry, entry.DType is null ? loader.Pickled(entry)
                : new PyValue(new PyTensor(loader.Tensor(entry, trees.GetValueOrDefault(entry)))));

        string version = metadata.Version is { } said ? " " + Printable.Escape(said, 20) : "";
        var writer = new CheckpointWriterInfo(FormattableString.Invariant(
            $"torch.distributed.checkpoint{version}, {files.Count:N0} {(files.Count == 1 ? "file" : "files")}"));
        var notes = new List<string>(pickle.Notes);
        if (metadata.UnusedSlices > 0)
            notes.Add(FormattableString.Invariant(
                $"slices in the metadata that belong to no value, and were not read: {metadata.UnusedSlices:N0}"));
        return new LoadedCheckpoint(CheckpointFormat.Dcp, tree.Finish(), loader._storages, [.. pickle.Globals.Union(files.Globals)], notes,
            writer) { Budget = budget };
    }

    private PyValue Pickled(DcpEntry entry)
    {
        LoadedCheckpoint loaded = _files.Load(entry.Pickled!, entry.Name);
        _storages.AddRange(loaded.Storages);
        return loaded.Root;
    }

    private TensorInfo Tensor(DcpEntry entry, ChunkTree? tree)
    {
        TensorInfo[] blocks = tree is null ? [] : [.. entry.Chunks.Select(chunk => Block(entry, chunk))];
        CheckpointLocation at = tree is null ? default : _files.At(entry.Chunks[0].Slice!);
        TensorInfo tensor = JoinedTensor.Of(entry.Name, (entry.DType!, entry.Size), entry.Chunks, blocks, tree, at);
        _storages.Add(tensor.Storage!);
        return tensor;
    }

    private TensorInfo Block(DcpEntry entry, DcpChunk chunk)
    {
        TensorInfo block = _files.LoadTensor(chunk.Slice!, entry.Name);
        if (block.DType != entry.DType || !block.Shape.SequenceEqual(chunk.Sizes))
            throw Problems.Dcp(entry.Name,
                $"has a chunk of {block}; the metadata says {entry.DType!.Name}[{string.Join(", ", chunk.Sizes)}]",
                _files.At(chunk.Slice!));
        return block;
    }
}
