using SafeLoad.Diagnostics;
using SafeLoad.Loading;
using SafeLoad.Text;

namespace SafeLoad.Formats.Hdf5;

/// <summary>Walks an HDF5 file from its root: every object that a hard link leads to, once, with its attributes and elements. What is
/// wrong with one is no end: it is told, and the walk goes on beside it.</summary>
internal sealed class Hdf5Walk
{
    // Each is a lie of its own; after so many, what the file is has been said.
    private const int MostProblems = 10_000;

    private readonly HashSet<long> _entered = new(SeededComparer.Instance);
    private readonly Stack<(long Address, string Path)> _open = new();
    private readonly List<SafeLoadException> _problems = [];
    private readonly Hdf5File _file;
    private readonly Hdf5HeapSearch _heaps;
    private readonly Hdf5Values _values;

    public Hdf5Walk(Hdf5File file)
    {
        _file = file;
        _heaps = new Hdf5HeapSearch(file);
        _values = new Hdf5Values(file, _heaps);
    }

    public IReadOnlyList<SafeLoadException> Problems => _problems;

    /// <summary>Where elements of datasets stand.</summary>
    public List<Hdf5Run> Elements { get; } = [];

    /// <summary>What can be a pickle, or another file.</summary>
    public IReadOnlyList<PartValue> Values => _values.All;

    /// <summary>Everything else that was met: headers, trees, heaps.</summary>
    public IReadOnlyList<Hdf5Run> Structures => [.. _file.Structures, .. _heaps.Collections];

    public void Run()
    {
        // Whatever that may cost: what has a name is looked at as well.
        try
        {
            _heaps.Find();
        }
        catch (SafeLoadException problem)
        {
            _problems.Add(problem);
        }
        try
        {
            Enter(_file.OpenRoot().Address, "/");
            while (_open.TryPop(out var next)) Look(next.Address, next.Path);
        }
        // The root, or what the file may cost: nothing more is known.
        catch (SafeLoadException problem)
        {
            _problems.Add(problem);
        }
        _values.AddHeaps();
    }

    private void Look(long address, string path)
    {
        Hdf5Object? found = null;
        Try(() => found = _file.OpenObject(address));
        if (found is null) return;
        Try(() => LookAtAttributes(found, path));
        if (found.IsDataset) Try(() => LookAtElements(found, path));
        if (found.IsGroup) Try(() => LookAtLinks(found, path));
    }

    private void LookAtAttributes(Hdf5Object owner, string path)
    {
        foreach (SafeLoadException fault in owner.ReadAttributes().Faults) Add(fault);
        foreach (var (name, attribute) in owner.ReadAttributes().Readable)
        {
            _file.Budget.ChargeCopy(path.Length + name.Length, owner.At);
            Try(() =>
            {
                _values.AddAttribute(path + "@" + name, attribute);
                _values.AddFields(path + "@" + name, attribute);
            });
        }
    }

    private void LookAtElements(Hdf5Object dataset, string path)
    {
        Hdf5Type type = Hdf5Dataset.ReadType(_file, dataset);
        Hdf5Dataset found;
        try
        {
            found = Hdf5Dataset.Read(_file, dataset, path[1..], _file.At(path));
        }
        // How numbers are found that nobody runs is not known to matter; what is elsewhere or compressed is not known at all.
        catch (UnsupportedCheckpointException problem)
            when (type.IsNumber && problem.Id is DiagnosticId.UnsupportedFormat or DiagnosticId.UnsupportedTensor)
        {
            return;
        }
        Elements.AddRange(found.Stored);
        // Whoever reads them is stopped by one chunk that does not come out as it went in.
        Try(() => (found.Content as Hdf5ChunkSource)?.Check());
        if (type.IsNumber) return;
        bool isUnpickled = IsUnpickled(dataset);
        _values.AddElements(path, found, isUnpickled);
        _values.AddFields(path, found, Hdf5Dataset.ReadRecord(_file, dataset), isUnpickled);
    }

    // PyTables unpickles each row of such an array.
    private static bool IsUnpickled(Hdf5Object dataset) =>
        dataset.ReadAttributes().Readable.Any(static pair => pair.Name == "PSEUDOATOM"
            && (pair.Attribute.Data.Span.IndexOf("object"u8) >= 0 || pair.Attribute.ReadTexts() is ["object"]));

    private void LookAtLinks(Hdf5Object group, string path)
    {
        string prefix = path.Length == 1 ? path : path + "/";
        // The last is looked at first: put there, it is.
        foreach (SafeLoadException fault in group.ReadLinks().Faults) Add(fault);
        IReadOnlyList<Hdf5Link> links = group.ReadLinks().Readable;
        for (int i = links.Count - 1; i >= 0; i--)
        {
            Hdf5Link link = links[i];
            _file.Budget.ChargeCopy(prefix.Length + link.Name.Length, group.At);
            string target = prefix + link.Name;
            if (link.Elsewhere is not null) Add(Diagnostics.Problems.OtherFile(link.WhyNot(target[1..]), _file.At(target)));
            else if (link.IsHard) Enter(link.Target, target);
        }
    }

    private void Enter(long address, string path)
    {
        if (_entered.Add(address)) _open.Push((address, path));
    }

    private void Try(Action look)
    {
        try
        {
            look();
        }
        catch (SafeLoadException problem) when (LoadContext.CanGoOn(problem))
        {
            Add(problem);
        }
    }

    private void Add(SafeLoadException problem)
    {
        if (_problems.Count < MostProblems) _problems.Add(problem);
    }
}
