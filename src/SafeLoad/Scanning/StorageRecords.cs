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
            var content = zip.Open(pickle);
            budget.CheckPickleSize(content.Length, zip.Location(pickle));
            byte[] bytes = new byte[content.Length];
            content.ReadExactly(0, bytes);
            PickleMachine.Run(new PickleData(bytes, 0, bytes.Length, 0, null, null), new KeyHost(zip, found), budget, out _);
        }
        catch (SafeLoadException)
        {
            // Whatever is wrong with data.pkl is reported when it is scanned itself; up to there its references count.
        }
        return found;
    }

    private sealed class KeyHost(ZipContainer zip, HashSet<int> found) : IPickleHost
    {
        public bool AllowsAnyKey => true;

        public void Unusual(PickleOpcode opcode, CheckpointLocation at) { }

        public void BadFrame(string problem, CheckpointLocation at) { }

        public PyValue Global(string module, string name, CheckpointLocation at) => Inert;

        public PyValue ComputedGlobal(PyValue module, PyValue name, CheckpointLocation at) => Inert;

        public PyValue Extension(long code, CheckpointLocation at) => Inert;

        public PyValue Persistent(PyValue id, CheckpointLocation at)
        {
            if (id.Reference is PyTuple { Count: 5 } fields && fields[0].Is(PyKind.Str) && fields[0].AsBytes().SequenceEqual("storage"u8) && fields[2].Is(PyKind.Str)
                && zip.Find("data/" + fields[2].AsString()) is >= 0 and var index)
                found.Add(index);
            return Inert;
        }

        public PyValue Reduce(PyValue callable, PyTuple arguments, CheckpointLocation at) => Inert;

        public PyValue NewObject(PyValue type, PyTuple arguments, PyValue keywords, CheckpointLocation at) => Inert;

        public void Build(PyValue target, PyValue state, CheckpointLocation at) { }

        private static PyValue Inert => new(new PyObject(PyValue.None, PyValue.None));
    }
}
