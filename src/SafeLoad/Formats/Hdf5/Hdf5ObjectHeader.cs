using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Hdf5;

/// <summary>Object headers: the messages of one group or dataset, in a first block and any number of others.</summary>
/// <remarks>HDF5 File Format Specification, "Data Object Headers"; versions 1 and 2.</remarks>
internal static class Hdf5ObjectHeader
{
    private const int OldPrefix = 16, ChecksumLength = 4;

    public static List<Hdf5Message> Read(Hdf5Bytes file, long address)
    {
        Span<byte> buffer = stackalloc byte[40];
        ReadOnlySpan<byte> prefix = file.Peek(address, buffer);
        var messages = new List<Hdf5Message>();
        var blocks = new Queue<(long Address, long Length)>();
        bool isNew = prefix.StartsWith("OHDR"u8);
        int flags = 0;
        if (isNew)
        {
            (int start, long length) = ReadNewPrefix(file.Cursor(prefix, address), out flags);
            if (length > file.Content.Length) file.CheckInside(address, length);
            byte[] block = file.ReadChecked(address, start + length + ChecksumLength);
            ReadNewMessages(file, block.AsMemory(start..^ChecksumLength), address + start, flags, messages, blocks);
        }
        else
        {
            long length = ReadOldPrefix(file.Cursor(prefix, address));
            byte[] block = file.ReadStructure(address, OldPrefix + length);
            ReadOldMessages(file, block.AsMemory(OldPrefix), address + OldPrefix, messages, blocks);
        }
        // Each block is read once, so that a block that goes on in itself ends here.
        while (blocks.TryDequeue(out var next))
        {
            if (isNew) ReadNewMessages(file, OpenContinuation(file, next.Address, next.Length), next.Address + 4, flags, messages, blocks);
            else ReadOldMessages(file, file.ReadStructure(next.Address, next.Length), next.Address, messages, blocks);
        }
        return messages;
    }

    // Version, reserved, the number of messages (which old libraries got wrong and all ignore), references to the object,
    // bytes of messages.
    private static long ReadOldPrefix(Hdf5Cursor cursor)
    {
        cursor.ReadVersion(1, 1, "an object header");
        cursor.Skip(7);
        long length = cursor.ReadUInt32();
        cursor.Skip(4);
        return length;
    }

    private static (int Start, long Length) ReadNewPrefix(Hdf5Cursor cursor, out int flags)
    {
        cursor.ReadSignature("OHDR"u8, "object header");
        cursor.ReadVersion(2, 2, "an object header");
        flags = cursor.ReadByte();
        // Four times, then from how many attributes on they are kept elsewhere.
        if ((flags & 0x20) != 0) cursor.Skip(16);
        if ((flags & 0x10) != 0) cursor.Skip(4);
        long length = cursor.ReadNumber(1 << (flags & 3));
        return (cursor.Position, length);
    }

    private static ReadOnlyMemory<byte> OpenContinuation(Hdf5Bytes file, long address, long length)
    {
        if (length < 4 + ChecksumLength) throw Problems.Hdf5("a block of an object header is too short", file.At(address));
        byte[] block = file.ReadChecked(address, length);
        file.Cursor(block, address).ReadSignature("OCHK"u8, "block of an object header");
        return block.AsMemory(4..^ChecksumLength);
    }

    private static void ReadOldMessages(Hdf5Bytes file, ReadOnlyMemory<byte> block, long address, List<Hdf5Message> messages,
        Queue<(long, long)> blocks)
    {
        Hdf5Cursor cursor = file.Cursor(block.Span, address);
        while (cursor.Remaining > 0)
        {
            int type = cursor.ReadUInt16(), length = cursor.ReadUInt16(), flags = cursor.ReadByte();
            cursor.Skip(3);
            int at = cursor.Position;
            cursor.Skip(length);
            Add(file, new Hdf5Message((Hdf5MessageType)type, flags, block.Slice(at, length), address + at), messages, blocks);
        }
    }

    private static void ReadNewMessages(Hdf5Bytes file, ReadOnlyMemory<byte> block, long address, int flags, List<Hdf5Message> messages,
        Queue<(long, long)> blocks)
    {
        Hdf5Cursor cursor = file.Cursor(block.Span, address);
        int order = (flags & 4) != 0 ? 2 : 0;
        // What is too short for one more message is a gap.
        while (cursor.Remaining >= 4 + order)
        {
            int type = cursor.ReadByte(), length = cursor.ReadUInt16(), messageFlags = cursor.ReadByte();
            cursor.Skip(order);
            int at = cursor.Position;
            cursor.Skip(length);
            Add(file, new Hdf5Message((Hdf5MessageType)type, messageFlags, block.Slice(at, length), address + at), messages, blocks);
        }
    }

    private static void Add(Hdf5Bytes file, Hdf5Message message, List<Hdf5Message> messages, Queue<(long, long)> blocks)
    {
        switch (message.Type)
        {
            case Hdf5MessageType.Nil:
                break;
            case Hdf5MessageType.Continuation:
                Hdf5Cursor cursor = file.Cursor(message);
                long address = cursor.ReadAddress();
                blocks.Enqueue((address, cursor.ReadLength()));
                break;
            case > Hdf5MessageType.LastKnown when message.MustBeKnown:
                throw Problems.UnsupportedHdf5(
                    FormattableString.Invariant($"an object has a message of type {(int)message.Type}, which says ")
                    + "that it must be known to read the object", file.At(message.Address));
            default:
                messages.Add(message);
                break;
        }
    }
}
