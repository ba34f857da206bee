using SafeLoad.Loading;

namespace SafeLoad.Formats.Hdf5;

/// <summary>The attributes or links of one object, and what is wrong with others of them: one that cannot be read hides no other from who
/// looks at all. Who asks for one by its name is told of the first fault.</summary>
internal sealed class Hdf5Items<T>
{
    // So many tell what the object is; each costs more than the bytes that it stands in.
    private const int MostFaults = 100;

    private readonly List<T> _readable = [];
    private readonly List<SafeLoadException> _faults = [];

    /// <summary>Those that could be read, in their order in the file.</summary>
    public IReadOnlyList<T> Readable => _readable;

    public IReadOnlyList<SafeLoadException> Faults => _faults;

    /// <summary>All of them.</summary>
    /// <exception cref="SafeLoadException">One of them cannot be read.</exception>
    public IReadOnlyList<T> All => _faults.Count == 0 ? _readable : throw _faults[0];

    public void Add(T item) => _readable.Add(item);

    public void AddFault(SafeLoadException fault) => _faults.Add(fault);

    /// <summary>Whether reading goes on beside a fault of one item, which is kept then: not where the file costs too much, nor where there
    /// are too many.</summary>
    public bool Takes(SafeLoadException fault) => _faults.Count < MostFaults && TakesLast(fault);

    /// <summary>Whether what was read until now is all there is, behind a fault that ends the reading.</summary>
    public bool TakesLast(SafeLoadException fault)
    {
        if (!LoadContext.CanGoOn(fault)) return false;
        _faults.Add(fault);
        return true;
    }
}
