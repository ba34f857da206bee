namespace SafeLoad.Formats.Hdf5;

/// <summary>A field of an element: of a compound, of an array, or the whole of it.</summary>
/// <param name="Name">Its path in the element, with a dot before each name; empty for the whole.</param>
/// <param name="Offset">Where it begins in the element, the first of them where there are several.</param>
/// <param name="Type">What it is.</param>
/// <param name="Repeats">How often it stands there: of each dimension of the arrays around it, the outermost first, how many there are and
/// how many bytes lie between two.</param>
/// <param name="Element">What the elements of a sequence hold; null for anything else.</param>
internal sealed record Hdf5Field(string Name, int Offset, Hdf5Type Type, (int Count, int Stride)[] Repeats, Hdf5Record? Element)
{
    // A pickle that names something takes more.
    private const int FewBytes = 2, FewInRow = 8;

    /// <summary>How many there are in one element.</summary>
    public long Count
    {
        get
        {
            long count = 1;
            foreach (var (times, _) in Repeats) count *= times;
            return count;
        }
    }

    /// <summary>How many bytes of each element of a sequence readers reverse; 0 where they change it in another way.</summary>
    public int Swapped => Element is null ? 1 : Element.IsOne ? Element.Fields[0].Type.Swapped : 0;

    /// <summary>Whether each is a value by itself, as texts are; of others, all that stand in a row are.</summary>
    private bool IsEach => Type.IsInHeap || (Type.Size > 1 && Type.Kind is Hdf5Kind.FixedText or Hdf5Kind.Opaque);

    /// <summary>Adds where its values stand in an element: of bytes in a table, the table and each of its rows.</summary>
    public void AddTo(List<Hdf5Spot> spots)
    {
        if (Type.IsNumber) return;
        int length = Type.Size, levels = Repeats.Length;
        bool isRow = !IsEach && levels > 0 && Repeats[^1].Stride == length;
        if (isRow) length *= Repeats[--levels].Count;
        Add(spots, length, levels);
        int outer = levels;
        while (isRow && outer > 0 && Repeats[outer - 1].Stride == length) length *= Repeats[--outer].Count;
        if (outer < levels) Add(spots, length, outer);
    }

    private void Add(List<Hdf5Spot> spots, int length, int levels)
    {
        if (length < (IsEach ? FewBytes : FewInRow)) return;
        long count = 1;
        foreach (var (times, _) in Repeats.AsSpan(0, levels)) count *= times;
        for (long index = 0; index < count; index++)
        {
            long left = index;
            int at = Offset;
            for (int i = levels - 1; i >= 0; i--)
            {
                (left, long place) = Math.DivRem(left, Repeats[i].Count);
                at += (int)place * Repeats[i].Stride;
            }
            spots.Add(new Hdf5Spot(at, length, this, count == 1 ? Name : FormattableString.Invariant($"{Name}[{index}]")));
        }
    }
}
