using SafeLoad.Common;
using SafeLoad.Containers;
using SafeLoad.IO;
using SafeLoad.Pickle;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary>NumPy's .npy, and .npz: a zip of them. Arrays of objects are pickles and are refused as what they are.</summary>
internal static class NpyLoader
{
    private const string Extension = ".npy";

    public static LoadedCheckpoint Load(ByteSource source, LoadContext context)
    {
        var storages = new List<StorageInfo>();
        PyArray array = Read(source, "", record: null, context, storages);
        return new LoadedCheckpoint(CheckpointFormat.Npy, new PyValue(array), storages, [], [], new CheckpointWriterInfo("NumPy (.npy)")) { Budget = context.Budget };
    }

    /// <summary>An .npz: a dict of arrays by the names of their records, without <c>.npy</c>.</summary>
    public static LoadedCheckpoint LoadZip(ZipContainer zip, LoadContext context)
    {
        var root = new PyDict();
        var storages = new List<StorageInfo>();
        for (int i = 0; i < zip.Directory.Records.Length; i++)
        {
            string record = zip.Directory.NameOf(i), name = record[..^Extension.Length];
            root.Add(PyValue.FromText(name), new PyValue(Read(zip.Open(i), name, record, context, storages)));
        }
        return new LoadedCheckpoint(CheckpointFormat.Npz, new PyValue(root), storages, [], [], new CheckpointWriterInfo("NumPy (.npz)")) { Budget = context.Budget };
    }

    private static PyArray Read(ByteSource source, string key, string? record, LoadContext context, List<StorageInfo> storages)
    {
        CheckpointLocation at = new(source.Name, record, 0);
        Span<byte> magic = stackalloc byte[6];
        if (source.Read(0, magic) < magic.Length || magic[0] != 0x93 || !magic[1..].SequenceEqual("NUMPY"u8)) throw Throw.Npy("the record is no .npy array", at);
        NpyHeader header = NpyHeader.Read(source, record);
        NumpyDType dtype = NumpyDescription.Read(header.Description) ?? throw Throw.Npy("the header's descr is no dtype that NumPy writes", at);
        if (dtype.HasObjects) throw RefuseObjects(source, header, record, context);
        context.Budget.CheckDimensions(header.Shape.Length, at);
        long count = TensorBounds.ElementCount(header.Shape, at), available = source.Length - header.DataOffset;
        if (dtype.ItemSize > 0 && count > available / dtype.ItemSize) throw Throw.Npy(FormattableString.Invariant($"{count:N0} elements of {dtype.ItemSize} bytes do not fit the {available:N0} bytes after the header: the file was cut short"), at);
        long bytes = count * dtype.ItemSize;
        if (bytes != available) throw Throw.Npy(FormattableString.Invariant($"{available - bytes:N0} bytes follow the array"), at with { Offset = header.DataOffset + bytes });
        var storage = new StorageInfo(key, DType.UInt8, "cpu", bytes, new SliceByteSource(source, header.DataOffset, bytes));
        storages.Add(storage);
        return new PyArray(dtype, header.Shape, header.FortranOrder, storage);
    }

    // The pickle is read far enough to say what it asks for.
    private static SafeLoadException RefuseObjects(ByteSource source, NpyHeader header, string? record, LoadContext context)
    {
        CheckpointLocation at = new(source.Name, record, header.DataOffset);
        var host = new LoadHost(context, ids: null);
        try
        {
            PickleRun.Run(PickleEnd.Read(source, header.DataOffset, record, context.Budget), host, context, out _);
        }
        catch (SafeLoadException problem) when (problem is not LimitExceededException) { }
        return (SafeLoadException?)host.Refusal ?? Throw.ObjectArray(at);
    }
}
