using SafeLoad.Diagnostics;
using SafeLoad.Formats.Safetensors;
using SafeLoad.IO;
using SafeLoad.Loading;
using SafeLoad.Sharding;
using SafeLoad.Sharding.Dcp;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Opening;

/// <summary>
/// The files of a distributed checkpoint, and the values in them. A slice is a whole file of <c>torch.save</c>; where tensors were saved as
/// safetensors, one such file for all of them begins at the slices' offset.
/// </summary>
/// <remarks>torch/distributed/checkpoint/filesystem.py, <c>_write_item</c> and <c>read_data</c>.</remarks>
internal sealed class DcpFiles
{
    private readonly Dictionary<string, OwnedByteSource> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<(string File, long Offset), LoadedCheckpoint?> _safetensors = [];
    private readonly Budget _budget;
    private readonly CheckpointOptions _options;
    private readonly CheckpointLocation _at;

    private DcpFiles(Budget budget, CheckpointOptions options, CheckpointLocation at)
    {
        _budget = budget;
        _options = options;
        _at = at;
    }

    /// <summary>Every global that the slices name.</summary>
    public HashSet<(string Module, string Name)> Globals { get; } = [];

    /// <summary>The number of files.</summary>
    public int Count => _sources.Count;

    /// <summary>Opens the files that slices lie in, and proves that each slice lies inside of its file and that no two overlap.</summary>
    public static DcpFiles Open(
        string folder, IEnumerable<DcpSlice> slices, SourceGroup group, Budget budget, CheckpointOptions options, CheckpointLocation at)
    {
        var files = new DcpFiles(budget, options, at);
        DcpSlice[] sorted = [.. slices.OrderBy(static slice => slice.File, StringComparer.Ordinal).ThenBy(static slice => slice.Offset)
            .ThenBy(static slice => slice.Length)];
        string[] names = [.. sorted.Select(static slice => slice.File).Distinct(StringComparer.Ordinal)];
        string[] missing = [.. names.Where(name => !File.Exists(Path.Combine(folder, name)))];
        if (missing.Length > 0) throw Problems.ShardsMissing(missing, "the metadata names files that are not there", at);
        foreach (string name in names) files._sources.Add(name, group.Open(Path.Combine(folder, name)));
        files.CheckPlaces(sorted);
        return files;
    }

    /// <summary>Whether a slice is a part of a safetensors file that stands at its offset.</summary>
    public bool IsSafetensors(DcpSlice slice) => _safetensors.ContainsKey((slice.File, slice.Offset));

    /// <summary>The value of a slice of its own.</summary>
    public LoadedCheckpoint Load(DcpSlice slice, string name)
    {
        LoadedCheckpoint loaded = CheckpointLoader.Load(new SliceByteSource(_sources[slice.File], slice.Offset, slice.Length),
            new LoadContext(_budget, _options));
        if (loaded.Format is not (CheckpointFormat.Zip or CheckpointFormat.Legacy or CheckpointFormat.Pickle))
            throw Problems.Dcp(name, $"is {FormatTable.Of(loaded.Format).Words}, which PyTorch does not write there", At(slice));
        Globals.UnionWith(loaded.Globals);
        return loaded;
    }

    /// <summary>The block of a tensor.</summary>
    public TensorInfo LoadTensor(DcpSlice slice, string name)
    {
        if (!IsSafetensors(slice))
            return Load(slice, name).Root.RawReference
                is PyTensor { Info: { Storage: not null, Layout: TensorLayout.Strided, DType.ValuesPerByte: 1 } info } ? info
                : throw Problems.Dcp(name, "is no strided tensor in its slice", At(slice));
        LoadedCheckpoint all =
            _safetensors[(slice.File, slice.Offset)] ??= CheckpointLoader.Load(Behind(slice), new LoadContext(_budget, _options));
        return all.Root.RawReference is PyDict tensors && tensors.TryGetValue(name, out PyValue value)
            && value.RawReference is PyTensor tensor && tensor.Info.ByteLength == slice.Length
            ? tensor.Info
            : throw Problems.Dcp(name, "is not in the safetensors file that its slice lies in, or has another length there", At(slice));
    }

    /// <summary>Where a slice begins.</summary>
    public CheckpointLocation At(DcpSlice slice) => new(_sources[slice.File].Name, null, slice.Offset);

    private void CheckPlaces(DcpSlice[] sorted)
    {
        string? file = null;
        long end = 0;
        foreach (DcpSlice slice in sorted)
        {
            long length = _sources[slice.File].Length;
            if (slice.Offset > length || slice.Length > length - slice.Offset)
                throw Problems.Dcp(
                    FormattableString.Invariant($"a slice of {slice.Length:N0} bytes at {slice.Offset:N0} lies outside of its ")
                    + FormattableString.Invariant($"file, which has {length:N0} bytes"),
                    new CheckpointLocation(_sources[slice.File].Name, null, slice.Offset));
            if (slice.File != file) (file, end) = (slice.File, 0);
            if (_safetensors.ContainsKey((slice.File, slice.Offset))) continue;
            if (slice.Offset < end)
                throw Problems.Dcp(FormattableString.Invariant($"the slice at {slice.Offset:N0} begins inside of the one before it, which ")
                    + FormattableString.Invariant($"ends at {end:N0}"),
                    new CheckpointLocation(_sources[slice.File].Name, null, slice.Offset));
            bool isSafetensors = slice.Offset < length && SafetensorsHeader.IsAt(Behind(slice));
            if (isSafetensors) _safetensors.Add((slice.File, slice.Offset), null);
            end = isSafetensors ? length : slice.Offset + slice.Length;
        }
    }

    private SliceByteSource Behind(DcpSlice slice) => new(_sources[slice.File], slice.Offset, _sources[slice.File].Length - slice.Offset);
}
