using SafeLoad.Pickle;

namespace SafeLoad.Tests.Support;

/// <summary>A container of a pickle and storages, each written as that container's time wrote them.</summary>
/// <param name="name">What tests call it.</param>
/// <param name="storage">Writes the persistent id of a storage: class, key, number of elements.</param>
/// <param name="file">Puts the pickle and the storages "0", "1" … together.</param>
internal sealed class StorageContainer(
    string name, Action<PickleBuilder, string, string, long> storage, Func<byte[], StoredElements[], byte[]> file)
{
    /// <summary>The zip of PyTorch 1.6, the stream of 0.1.10 to 1.5, the tar before it.</summary>
    public static StorageContainer[] All { get; } = [new("zip", ZipId, Zip), new("legacy", LegacyId, Legacy), new("tar", TarId, Tar)];

    /// <summary>A storage's persistent id.</summary>
    public PickleBuilder Storage(PickleBuilder pickle, string type, string key, long count)
    {
        storage(pickle, type, key, count);
        return pickle;
    }

    /// <summary>A tensor by _rebuild_tensor_v2.</summary>
    public PickleBuilder Tensor(
        PickleBuilder pickle, string type, string key, long count, long[] shape, long[] strides, long offset = 0, bool requiresGrad = false)
    {
        pickle.Global("torch._utils", "_rebuild_tensor_v2").Mark();
        Storage(pickle, type, key, count).Int(offset).Ints(shape).Ints(strides);
        pickle.Op(requiresGrad ? PickleOpcode.NewTrue : PickleOpcode.NewFalse);
        return pickle.Global("collections", "OrderedDict").EmptyTuple().Reduce().Tuple().Reduce();
    }

    /// <summary>The whole file.</summary>
    public byte[] File(byte[] pickle, params StoredElements[] storages) => file(pickle, storages);

    public override string ToString() => name;

    private static void ZipId(PickleBuilder pickle, string type, string key, long count) => pickle.Storage(type, key, count);

    private static void LegacyId(PickleBuilder pickle, string type, string key, long count) =>
        LegacyBuilder.Storage(pickle, type, key, count);

    private static void TarId(PickleBuilder pickle, string type, string key, long count) => pickle.Text(key).Op(PickleOpcode.BinPersId);

    private static byte[] Zip(byte[] pickle, StoredElements[] storages) =>
        ZipBuilder.Torch(pickle, [.. storages.Select(static storage => storage.Bytes)]).ToArray();

    private static byte[] Legacy(byte[] pickle, StoredElements[] storages)
    {
        byte[] keys = LegacyBuilder.KeyList([.. storages.Select(static (_, index) => $"{index}")]);
        var stream = new LegacyBuilder { Root = pickle, Keys = keys };
        foreach (StoredElements storage in storages) stream.Add(storage.Count, storage.Bytes);
        return stream.ToArray();
    }

    // Each storage: (key, location, class), the number of elements, the elements. Then a list of views, here of none.
    private static byte[] Tar(byte[] pickle, StoredElements[] storages)
    {
        var member = new List<byte>(PickleBuilder.Protocol(2).Int(storages.Length).Stop());
        for (int i = 0; i < storages.Length; i++)
        {
            PickleBuilder description = PickleBuilder.Protocol(2).Mark().Int(i).Text("cpu").Global("torch", storages[i].Type).Tuple();
            member.AddRange(description.Stop());
            member.AddRange(BitConverter.GetBytes(storages[i].Count));
            member.AddRange(storages[i].Bytes);
        }
        member.AddRange(PickleBuilder.Protocol(2).Op(PickleOpcode.EmptyList).Stop());
        return Samples.Tar(("storages", [.. member]), ("tensors", PickleBuilder.Protocol(2).Int(0).Stop()), ("pickle", pickle));
    }
}
