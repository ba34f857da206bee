using SafeLoad.Common;
using SafeLoad.Containers;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>Which records of a PyTorch zip are storages that data.pkl validly refers to: tensor data, even if their bytes spell a pickle.</summary>
internal static class StorageRecords
{
    public static HashSet<int> Find(ZipContainer zip, Budget budget)
    {
        var found = new HashSet<int>();
        int pickle = zip.Find("data.pkl");
        if (pickle < 0) return found;
        try
        {
            byte[] bytes = zip.ReadPickle(pickle);
            PickleMachine.Run(new PickleData(bytes, 0, bytes.Length, 0, null, null), new NameRecorder(null, Reference), budget, out _);
        }
        catch (SafeLoadException)
        {
            // Whatever is wrong with data.pkl is reported when it is scanned itself; up to there its references count.
        }
        return found;

        void Reference(PyValue id)
        {
            if (id.Reference is PyTuple { Count: 5 } fields && fields[0].Is(PyKind.Str) && fields[0].AsBytes().SequenceEqual("storage"u8) && fields[2].Is(PyKind.Str)
                && zip.Find("data/" + fields[2].AsString()) is >= 0 and var index)
                found.Add(index);
        }
    }
}
