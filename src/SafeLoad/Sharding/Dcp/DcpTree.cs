using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Sharding.Dcp;

/// <summary>The dict that was saved, built up again from the paths of its values: names lead into dicts, numbers into lists.</summary>
/// <remarks>torch/distributed/checkpoint/_traverse.py, <c>set_element</c>: a list's items that have no value are None.</remarks>
internal sealed class DcpTree(Budget budget, CheckpointLocation at)
{
    private readonly Branch _root = new(isList: false);
    private readonly List<Branch> _lists = [];

    /// <summary>Adds a value.</summary>
    public void Add(DcpEntry entry, PyValue value)
    {
        if (entry.Path is not { } path)
        {
            if (!_root.TryAdd(entry.Name, PyValue.FromText(entry.Name), value)) throw Clash(entry);
            return;
        }
        Branch branch = _root;
        for (int i = 0; i < path.Count; i++)
        {
            PyValue step = path[i];
            bool isLast = i == path.Count - 1;
            Branch? next = isLast ? null : new Branch(isList: path[i + 1].Is(PyKind.Int));
            if (branch.IsList != step.Is(PyKind.Int)) throw Clash(entry);
            string name = branch.IsList ? "" : NameOf(step);
            if (branch.TryAdd(name, step, next?.Value ?? value, next))
            {
                if (isLast) return;
                if (next!.IsList) _lists.Add(next);
                branch = next;
            }
            else branch = (isLast ? null : branch.Find(name, step)) ?? throw Clash(entry);
        }
    }

    /// <summary>The dict, when all values are added.</summary>
    public PyValue Finish()
    {
        foreach (Branch list in _lists)
        {
            // A list of a billion items with one value takes a few bytes to write.
            budget.ChargeCopy(list.Length * 16, at);
            list.Fill();
        }
        return _root.Value;
    }

    private string NameOf(PyValue step)
    {
        budget.ChargeCopy(step.Length * 2L, at);
        return step.AsString();
    }

    private MalformedCheckpointException Clash(DcpEntry entry) =>
        Problems.Dcp(entry.Name, "has a path in planner_data that contradicts another one's", at);

    private sealed class Branch(bool isList)
    {
        private const long MostItems = int.MaxValue;

        private readonly PyDict _dict = new();
        private readonly PyList _list = new();
        private readonly Dictionary<string, Branch?> _names = new(StringComparer.Ordinal);
        // Not hashed: a file chooses the numbers, and could choose those that fall on one place.
        private readonly SortedDictionary<long, (PyValue Value, Branch? Branch)> _items = [];

        public bool IsList => isList;

        public PyValue Value => new(isList ? _list : (PyReference)_dict);

        /// <summary>A list's length, with the items that have no value.</summary>
        public long Length { get; private set; }

        /// <summary>The branch that stands at a place; null if a value does.</summary>
        public Branch? Find(string name, PyValue step)
        {
            if (!isList) return _names.GetValueOrDefault(name);
            return _items.TryGetValue(step.AsInt64(), out var item) ? item.Branch : null;
        }

        public bool TryAdd(string name, PyValue step, PyValue value, Branch? branch = null)
        {
            if (!isList)
            {
                if (!_names.TryAdd(name, branch)) return false;
                _dict.Add(step, value);
                return true;
            }
            if (step.AsInt64() >= MostItems || !_items.TryAdd(step.AsInt64(), (value, branch))) return false;
            Length = Math.Max(Length, step.AsInt64() + 1);
            return true;
        }

        public void Fill()
        {
            foreach (var (index, item) in _items)
            {
                while (_list.Count < index) _list.Add(PyValue.None);
                _list.Add(item.Value);
            }
        }
    }
}
