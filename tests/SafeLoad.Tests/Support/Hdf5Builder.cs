using System.Buffers.Binary;
using System.Text;

namespace SafeLoad.Tests.Support;

/// <summary>
/// Builds HDF5 files of the oldest format, structure by structure. Each has an address when it is added,
/// so what is pointed at is added first; what points at itself asks for <see cref="Next"/> before.
/// </summary>
internal sealed class Hdf5Builder
{
    /// <summary>The address of what is not there.</summary>
    public const long Undefined = -1;

    private const int SuperblockLength = 96;

    private readonly MemoryStream _bytes = new();

    public Hdf5Builder() => _bytes.Write(new byte[SuperblockLength]);

    /// <summary>The address of what is added next.</summary>
    public long Next => (_bytes.Length + 7) & ~7L;

    /// <summary>float32.</summary>
    public static byte[] Float32 => Message(3, [0x11, 0x20, 31, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0]);

    /// <summary>uint8.</summary>
    public static byte[] UInt8 => Message(3, [0x10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0]);

    /// <summary>The message that makes a group of an object; its links are messages too.</summary>
    public static byte[] Group => Message(10, [0, 0]);

    /// <summary>Adds a structure; returns its address.</summary>
    public long Add(params byte[][] parts)
    {
        long address = Next;
        _bytes.SetLength(address);
        _bytes.Position = address;
        foreach (byte[] part in parts) _bytes.Write(part);
        return address;
    }

    /// <summary>Adds an object: a header of version 1 with its messages.</summary>
    public long Object(params byte[][] messages) => Add([Header(messages)]);

    /// <summary>Adds a group of links that are messages.</summary>
    public long Links(params (string Name, long Target)[] links) =>
        Object([Group, .. links.Select(static link => Link(link.Name, link.Target))]);

    /// <summary>The file, with this object as its root.</summary>
    public byte[] ToArray(long root)
    {
        byte[] file = _bytes.ToArray();
        // Signature; versions of superblock, free space, root, reserved, shared messages; bytes of an address, of a length; reserved.
        ((byte[])[0x89, .. "HDF\r\n\x1a\n"u8, 0, 0, 0, 0, 0, 8, 8, 0]).CopyTo(file, 0);
        // Entries of a leaf and of a node, flags; base, free space, end, driver information.
        ((byte[])[4, 0, 16, 0, 0, 0, 0, 0, .. Number(0), .. Number(Undefined), .. Number(file.Length), .. Number(Undefined)])
            .CopyTo(file, 16);
        // The root: its name, its header, nothing in the scratch space.
        ((byte[])[.. Number(0), .. Number(root)]).CopyTo(file, 56);
        return file;
    }

    public static byte[] Number(long value, int size = 8)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes[..size];
    }

    /// <summary>Version, reserved, number of messages, references, their bytes, reserved.</summary>
    public static byte[] Header(params byte[][] messages) =>
        [1, 0, .. Number(messages.Length, 2), .. Number(1, 4), .. Number(messages.Sum(static message => (long)message.Length), 4), 0, 0, 0,
            0, .. messages.SelectMany(static message => message)];

    /// <summary>Type, length, flags, reserved, content up to a multiple of 8.</summary>
    public static byte[] Message(int type, byte[] content, int flags = 0)
    {
        int length = (content.Length + 7) & ~7;
        return [.. Number(type, 2), .. Number(length, 2), (byte)flags, 0, 0, 0, .. content, .. new byte[length - content.Length]];
    }

    /// <summary>Version, flags (the name's length takes 2 bytes), the name, the address.</summary>
    public static byte[] Link(string name, long target) =>
        Message(6, [1, 1, .. Number(Encoding.UTF8.GetByteCount(name), 2), .. Encoding.UTF8.GetBytes(name), .. Number(target)]);

    /// <summary>Version, rank, flags, reserved, sizes.</summary>
    public static byte[] Space(params long[] shape) =>
        Message(1, [1, (byte)shape.Length, 0, 0, 0, 0, 0, 0, .. shape.SelectMany(static size => Number(size))]);

    /// <summary>Version, class, address, length.</summary>
    public static byte[] Contiguous(long address, long length) => Message(8, [3, 1, .. Number(address), .. Number(length)]);

    /// <summary>Version, class, rank and one, the tree, the sizes of a chunk and of an element.</summary>
    public static byte[] Chunked(long tree, params long[] sizes) =>
        Message(8, [3, 2, (byte)sizes.Length, .. Number(tree), .. sizes.SelectMany(static size => Number(size, 4))]);

    /// <summary>Version, count, then for each an id, flags and no values.</summary>
    public static byte[] Filters(params int[] ids) =>
        Message(11, [2, (byte)ids.Length, .. ids.SelectMany(static id => (byte[])[.. Number(id, 2), 0, 0, 0, 0])]);

    /// <summary>Signature, type, level, count, siblings; then the content.</summary>
    public static byte[] Tree(int type, int level, int count, params byte[][] content) =>
        [.. "TREE"u8, (byte)type, (byte)level, .. Number(count, 2), .. Number(Undefined), .. Number(Undefined),
            .. content.SelectMany(static part => part)];

    /// <summary>A chunk in a tree: stored bytes, filters left out, where it begins, the address.</summary>
    public static byte[] Chunk(long length, long address, params long[] start) =>
        [.. Number(length, 4), .. Number(0, 4), .. start.SelectMany(static place => Number(place)), .. Number(0), .. Number(address)];

    /// <summary>An attribute: version, reserved, lengths of name, type and space, each filled to a multiple of 8; its elements.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The datatype, as <see cref="Type"/> gives it.</param>
    /// <param name="shape">The size of each dimension; none for a scalar.</param>
    /// <param name="data">The elements.</param>
    public static byte[] Attribute(string name, byte[] type, long[] shape, byte[] data)
    {
        byte[] text = [.. Encoding.ASCII.GetBytes(name), 0],
            space = [1, (byte)shape.Length, 0, 0, 0, 0, 0, 0, .. shape.SelectMany(static size => Number(size))];
        return Message(12,
            [1, 0, .. Number(text.Length, 2), .. Number(type.Length, 2), .. Number(space.Length, 2), .. Filled(text), .. Filled(type),
                .. space, .. data]);
    }

    /// <summary>A datatype: class and version 1, flags, bytes of an element, properties.</summary>
    public static byte[] Type(int kind, int size, int flags = 0, params byte[] properties) =>
        [(byte)(0x10 | kind), (byte)flags, 0, 0, .. Number(size, 4), .. properties];

    /// <summary>A collection of the global heap: signature, version, bytes; of each object its index, references, bytes.</summary>
    public long Heap(params byte[][] objects)
    {
        byte[][] stored = [.. objects.Select(static (content, i) =>
            (byte[])[.. Number(i + 1, 2), 1, 0, 0, 0, 0, 0, .. Number(content.Length), .. Filled(content)])];
        long length = 16 + stored.Sum(static one => (long)one.Length);
        return Add(["GCOL"u8.ToArray(), [1, 0, 0, 0], Number(length), .. stored]);
    }

    /// <summary>A reference to an object of the global heap: length, collection, index.</summary>
    public static byte[] Reference(long collection, int index, int length) =>
        [.. Number(length, 4), .. Number(collection), .. Number(index, 4)];

    private static byte[] Filled(byte[] bytes) => [.. bytes, .. new byte[(8 - bytes.Length % 8) % 8]];

    /// <summary>A text attribute: a list of references to the global heap.</summary>
    public static byte[] TextReferences(string name, int count, long collection, int index, int length)
    {
        // Version, reserved, lengths of name, type and space, each filled up to a multiple of 8.
        byte[] text = [.. Encoding.ASCII.GetBytes(name), 0], padded = [.. text, .. new byte[(8 - text.Length % 8) % 8]];
        // Variable length (1: text), 16 bytes, of bytes.
        byte[] type = [0x19, 1, 0, 0, 16, 0, 0, 0, 0x10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0],
            space = [1, 1, 0, 0, 0, 0, 0, 0, .. Number(count)];
        byte[] reference = [.. Number(length, 4), .. Number(collection), .. Number(index, 4)];
        return Message(12,
            [1, 0, .. Number(text.Length, 2), .. Number(type.Length, 2), .. Number(space.Length, 2), .. padded, .. type, 0, 0, 0, 0,
                .. space, .. Enumerable.Repeat(reference, count).SelectMany(static part => part)]);
    }
}
