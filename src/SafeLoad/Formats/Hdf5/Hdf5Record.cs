using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Hdf5;

/// <summary>An element of a dataset, an attribute or a sequence, laid out by its type.</summary>
internal sealed class Hdf5Record
{
    // Each is looked at in each element.
    private const int MostSpots = 1 << 20;

    private readonly List<Hdf5Field> _fields = [];

    /// <summary>Bytes of one.</summary>
    public int Size { get; set; }

    /// <summary>What it holds that is neither a compound nor an array.</summary>
    public IReadOnlyList<Hdf5Field> Fields => _fields;

    /// <summary>Whether it is one field.</summary>
    public bool IsOne => _fields is [{ Offset: 0, Repeats: [], Name: "" }];

    /// <summary>Whether its bytes as a whole are one value, of which nothing is known but that.</summary>
    public bool IsPlain => IsOne && _fields[0].Type is { IsInHeap: false, Kind: not (Hdf5Kind.FixedText or Hdf5Kind.Opaque) };

    /// <summary>Whether it refers to the heap.</summary>
    public bool HasReferences => _fields.Exists(static one => one.Type.IsInHeap);

    /// <summary>Whether what it refers to is to be taken apart.</summary>
    public bool HasRecordsInHeap => _fields.Exists(static one => one.Element is { IsPlain: false });

    /// <summary>A row of a dataset, where its elements are single bytes and its rows are several: each can be a value. Null for
    /// others.</summary>
    public static Hdf5Record? OfRow(Hdf5Type type, ReadOnlySpan<long> shape)
    {
        if (type.Size > 1 || type.IsNumber || type.IsInHeap || shape.Length < 2 || shape[^1] > Array.MaxLength) return null;
        int length = (int)shape[^1];
        var row = new Hdf5Record { Size = length };
        row.Add(new Hdf5Field("", 0, type with { Kind = Hdf5Kind.Other }, [(length, 1)], null));
        return row;
    }

    public void Add(Hdf5Field field) => _fields.Add(field);

    /// <summary>Where in an element something stands that can be a program, in order.</summary>
    /// <param name="isInHeap">Whether references to the heap are asked for, or what stands in the element itself.</param>
    /// <param name="at">The place to name.</param>
    /// <exception cref="UnsupportedCheckpointException">There are too many.</exception>
    public Hdf5Spot[] Spots(bool isInHeap, CheckpointLocation at)
    {
        long count = 0;
        foreach (Hdf5Field field in _fields) count += field.Type.IsInHeap == isInHeap ? field.Count : 0;
        if (count > MostSpots)
            throw Problems.UnsupportedHdf5(
                FormattableString.Invariant($"an element holds {count:N0} values; up to {MostSpots:N0} are looked at"), at);
        var spots = new List<Hdf5Spot>();
        foreach (Hdf5Field field in _fields)
        {
            if (field.Type.IsInHeap == isInHeap) field.AddTo(spots);
        }
        spots.Sort(static (left, right) => left.At != right.At ? left.At.CompareTo(right.At) : right.Length.CompareTo(left.Length));
        // A table of bytes begins where its first row does.
        int kept = 0;
        for (int i = 0; i < spots.Count; i++)
        {
            if (kept == 0 || spots[i].At != spots[kept - 1].At) spots[kept++] = spots[i];
        }
        return [.. spots[..kept]];
    }
}
