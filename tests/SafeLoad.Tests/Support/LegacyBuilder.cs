using System.Buffers.Binary;
using SafeLoad.Pickle;

namespace SafeLoad.Tests.Support;

/// <summary>Builds the legacy stream: five pickles, then the storages. Each part can be replaced by a wrong one.</summary>
internal sealed class LegacyBuilder
{
    private static readonly byte[] s_magic = [0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E];

    private readonly List<(long Count, byte[] Bytes)> _storages = [];

    public byte[] Magic { get; init; } = s_magic;

    public byte[] Protocol { get; init; } = PickleBuilder.Protocol(2).Int(1001).Stop();

    public byte[] System { get; init; } = PickleBuilder.Protocol(2).EmptyDict().Stop();

    public required byte[] Root { get; init; }

    public byte[] Keys { get; init; } = KeyList("0");

    /// <summary>Where the pickle of the object begins.</summary>
    public int RootOffset => Magic.Length + Protocol.Length + System.Length;

    /// <summary>Where the pickle of the storage keys begins.</summary>
    public int KeysOffset => RootOffset + Root.Length;

    /// <summary>Where the first storage begins, with its number of elements.</summary>
    public int StoragesOffset => KeysOffset + Keys.Length;

    /// <summary>The pickle of a list of storage keys.</summary>
    public static byte[] KeyList(params string[] keys)
    {
        PickleBuilder pickle = PickleBuilder.Protocol(2).Op(PickleOpcode.EmptyList).Mark();
        foreach (string key in keys) pickle.Text(key);
        return pickle.Op(PickleOpcode.Appends).Stop();
    }

    /// <summary>BINPERSID of a storage as the legacy stream has it: with view metadata, or None.</summary>
    public static PickleBuilder Storage(PickleBuilder pickle, string type, string key, long count,
        (string Key, long Offset, long Count)? view = null)
    {
        pickle.Mark().Text("storage").Global("torch", type).Text(key).Text("cpu").Int(count);
        if (view is { } part) pickle.Mark().Text(part.Key).Int(part.Offset).Int(part.Count).Tuple();
        else pickle.Op(PickleOpcode.None);
        return pickle.Tuple().Op(PickleOpcode.BinPersId);
    }

    public LegacyBuilder Add(long count, params byte[] bytes)
    {
        _storages.Add((count, bytes));
        return this;
    }

    public byte[] ToArray()
    {
        var file = new MemoryStream();
        foreach (byte[] pickle in (byte[][])[Magic, Protocol, System, Root, Keys]) file.Write(pickle);
        byte[] prefix = new byte[8];
        foreach (var (count, bytes) in _storages)
        {
            BinaryPrimitives.WriteInt64LittleEndian(prefix, count);
            file.Write(prefix);
            file.Write(bytes);
        }
        return file.ToArray();
    }
}
