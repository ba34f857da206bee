using SafeLoad.Diagnostics;
using SafeLoad.Text;
using SafeLoad.Values;

namespace SafeLoad.Formats.Hdf5;

/// <summary>All datasets below a group by their paths, in the order of names, group after group.</summary>
/// <remarks>h5py's <c>visititems</c>: a group that is linked more than once is entered once, so that links in a circle end.
/// A dataset is listed under each of its names.</remarks>
internal sealed class Hdf5Tree(Hdf5File file, Hdf5Tensors tensors, Hdf5LeftOut left)
{
    private readonly HashSet<long> _entered = new(SeededComparer.Instance);

    /// <summary>Adds every dataset below a group to a dict, by its path from there.</summary>
    public void AddAll(Hdf5Object group, PyDict datasets)
    {
        var open = new Stack<Level>();
        Enter(open, group, "");
        while (open.TryPeek(out Level? level))
        {
            if (level.Next == level.Group.Links.Length)
            {
                open.Pop();
                continue;
            }
            Hdf5Link link = level.Group.Links[level.Next++];
            string path = level.Prefix + link.Name;
            // Long names over many levels make paths that are longer than the file.
            file.Budget.ChargeCopy(path.Length, level.Group.At);
            if (link.Elsewhere is not null) left.Add(path, link.WhyNot(path));
            else if (!link.IsHard) left.Note($"'{Printable.Escape(path)}' is a soft link, which is not followed");
            else left.Try(path, () => Add(open, link, path, datasets));
        }
    }

    private void Add(Stack<Level> open, Hdf5Link link, string path, PyDict datasets)
    {
        Hdf5Object target = file.OpenObject(link.Target);
        if (target.IsDataset) datasets.Add(PyValue.FromText(path), tensors.Read(target, path));
        else if (target.IsGroup && !Enter(open, target, path + "/"))
            left.Note($"'{Printable.Escape(path)}' is a group that has another name too, under which it is read");
    }

    /// <summary>The object at a path below a group; null if there is none.</summary>
    public Hdf5Object? Find(Hdf5Object group, string path)
    {
        file.Budget.ChargeCopy(path.Length, group.At);
        Hdf5Object? found = group;
        foreach (string part in path.Split('/'))
        {
            // As the library reads paths: nothing between two slashes, or a dot, is where one is.
            if (part.Length == 0 || part == ".") continue;
            found = found.IsGroup && found.FindLink(part) is { IsHard: true } link ? file.OpenObject(link.Target) : null;
            if (found is null) break;
        }
        return found;
    }

    private bool Enter(Stack<Level> open, Hdf5Object group, string prefix)
    {
        if (!_entered.Add(group.Address)) return false;
        file.Budget.CheckNesting(open.Count + 1, group.At);
        // Links that cannot be read are those of this group alone.
        _ = group.Links;
        open.Push(new Level(group, prefix));
        return true;
    }

    private sealed record Level(Hdf5Object Group, string Prefix)
    {
        public int Next { get; set; }
    }
}
