using SafeLoad.Diagnostics;
using SafeLoad.Formats.Zip;
using SafeLoad.Loading;
using SafeLoad.Values;

namespace SafeLoad.Formats.Numpy;

/// <summary>NumPy's .npy, and .npz: a zip of them. Arrays of objects are pickles and are refused as what they are.</summary>
internal static class NpyLoader
{
    private const string Extension = ".npy";

    public static LoadedCheckpoint Load(ByteSource source, LoadContext context)
    {
        var storages = new List<StorageInfo>();
        PyArray array = Read(source, "", record: null, context, storages);
        var writer = new CheckpointWriterInfo("NumPy (.npy)");
        return new LoadedCheckpoint(CheckpointFormat.Npy, new PyValue(array), storages, [], [], writer) { Budget = context.Budget };
    }

    /// <summary>An .npz: a dict of arrays by the names of their records, without <c>.npy</c>.</summary>
    public static LoadedCheckpoint LoadZip(ZipContainer zip, LoadContext context)
    {
        var root = new PyDict();
        var storages = new List<StorageInfo>();
        for (int i = 0; i < zip.Directory.Records.Length; i++)
        {
            string record = zip.Directory.NameOf(i), name = record[..^Extension.Length];
            int index = i;
            context.Try(() => root.Add(PyValue.FromText(name), new PyValue(Read(zip.Open(index), name, record, context, storages))));
        }
        var writer = new CheckpointWriterInfo("NumPy (.npz)");
        return new LoadedCheckpoint(CheckpointFormat.Npz, new PyValue(root), storages, [], [], writer) { Budget = context.Budget };
    }

    private static PyArray Read(ByteSource source, string key, string? record, LoadContext context, List<StorageInfo> storages)
    {
        CheckpointLocation at = new(source.Name, record, 0);
        NpyReader array = NpyReader.Open(source, record);
        NumpyDType dtype = array.DType ?? throw Problems.Npy("the header's descr is no dtype that NumPy writes", at);
        if (dtype.HasObjects) throw RefuseObjects(array, context, at);
        Part elements = array.ReadElements(context.Budget);
        if (elements.End < source.Length)
        {
            string problem = FormattableString.Invariant($"{source.Length - elements.End:N0} bytes follow the array");
            throw Problems.Npy(problem, at with { Offset = elements.End });
        }
        var storage = new StorageInfo(key, DType.UInt8, "cpu", elements.Length, elements.Open(source));
        storages.Add(storage);
        return new PyArray(dtype, array.Header.Shape, array.Header.FortranOrder, storage);
    }

    // The pickle is read far enough to say what it asks for.
    private static SafeLoadException RefuseObjects(NpyReader array, LoadContext context, CheckpointLocation at)
    {
        at = at with { Offset = array.Header.DataOffset };
        RebuildHost host = context.IsCheck ? new CheckingHost(context, ids: null) : new LoadHost(context, ids: null);
        try
        {
            PickleRun.Run(array.ReadPickle(context.Budget), host, context, out _);
        }
        catch (SafeLoadException problem) when (problem is not LimitExceededException && !context.IsCheck) { }
        return (SafeLoadException?)host.Refusal ?? Problems.ObjectArray(at);
    }
}
