using SafeLoad.Diagnostics;
using SafeLoad.Formats.Legacy;
using SafeLoad.Formats.Numpy;
using SafeLoad.Formats.Tar;
using SafeLoad.IO;
using SafeLoad.Loading;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Opening;

/// <summary>The pickles of a file where the reader of its container finds them, run by a host that allows nothing and refuses
/// nothing.</summary>
internal sealed class FoundPickles(Budget budget)
{
    private readonly NameRecorder _host = new(named: null);
    private readonly List<PickleData> _found = [];

    /// <summary>The five pickles of a legacy stream, as many as are there.</summary>
    public IReadOnlyList<PickleData> OfLegacy(ByteSource source)
    {
        new LegacyReader(source).ReadPickles(Runner(source, record: null));
        return _found;
    }

    /// <summary>The pickles in a tar of PyTorch before 0.1.10, member by member.</summary>
    /// <exception cref="UnsupportedCheckpointException">PyTorch did not write the tar.</exception>
    public IReadOnlyList<PickleData> OfTar(ByteSource source)
    {
        TarDirectory tar = TarDirectory.Read(source);
        if (!tar.IsOfTorch)
            throw Problems.UnsupportedFormat("this is a tar archive that PyTorch did not write; unpack it first", source.Name);
        foreach (TarMember member in tar.Members)
        {
            ByteSource content = new SliceByteSource(source, member.Offset, member.Size);
            RunPickle run = Runner(content, member.Name);
            try
            {
                var table = new TarTableReader(content, member.Name, member.Name, budget, run);
                if (member.Name == "storages") ReadAll(table.ReadStorages(), table.ReadViews());
                else if (member.Name == "tensors") ReadAll(table.ReadTensors(), []);
                else if (member.Size > 0) run(0, out _, out _);
            }
            catch (MalformedCheckpointException)
            {
                // The pickles up to here are there to be looked at.
            }
        }
        return _found;
    }

    /// <summary>The pickle behind the header of an .npy array of objects.</summary>
    /// <exception cref="MalformedCheckpointException">The header is none.</exception>
    /// <exception cref="UnsupportedCheckpointException">The elements are numbers.</exception>
    public IReadOnlyList<PickleData> OfArray(ByteSource source)
    {
        NpyReader array = NpyReader.Open(source, record: null);
        if (!array.MayBePickle)
            throw Problems.UnsupportedFormat("this is a NumPy array of numbers, not of objects: there is no pickle in it", source.Name);
        _found.Add(array.ReadPickle(budget));
        return _found;
    }

    /// <summary>The pickles from a file's first byte on, as long as another one begins where one ends.</summary>
    public IEnumerable<PickleData> InARow(ByteSource source)
    {
        for (long position = 0; position == 0 || HasProtocol(source, position);)
        {
            PickleData pickle = PickleEnd.Read(source, position, record: null, budget);
            yield return pickle;
            if (pickle.End == 0) yield break;
            position += pickle.End;
        }
    }

    private static bool HasProtocol(ByteSource source, long position)
    {
        Span<byte> head = stackalloc byte[2];
        return source.Read(position, head) == head.Length && PickleReader.HasProtocol(head);
    }

    private static void ReadAll(IEnumerable<object> entries, IEnumerable<object> behind)
    {
        foreach (object _ in entries.Concat(behind)) { }
    }

    private RunPickle Runner(ByteSource source, string? record) => (long position, out PyValue value, out long end) =>
    {
        (value, end) = (default, position);
        if (position >= source.Length) return false;
        PickleData data = PickleEnd.Read(source, position, record, budget);
        _found.Add(data);
        try
        {
            value = PickleMachine.Run(data, _host, budget, out int length);
            end = position + length;
            return true;
        }
        catch (MalformedCheckpointException)
        {
            return false;
        }
    };
}
