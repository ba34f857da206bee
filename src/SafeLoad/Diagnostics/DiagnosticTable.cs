namespace SafeLoad.Diagnostics;

/// <summary>One row for each <see cref="DiagnosticId"/>, by number. What loading throws and what scanning finds take their kind,
/// severity and verdict from here; reports, <c>safeload rules</c>,
/// docs/diagnostics.md and the documentation of <see cref="DiagnosticId"/> are made from it.</summary>
internal static partial class DiagnosticTable
{
    // Methods, not fields: the order in which the fields of several files are set is nobody's promise.
    private static readonly DiagnosticRow[] s_all =
        [.. Pickle(), .. Containers(), .. Tensors(), .. Globals(), .. Archives(), .. Limits(), .. Coverage()];

    private static readonly Dictionary<int, int> s_indexes = Indexes();

    /// <summary>The rows, in the order of their numbers.</summary>
    public static IReadOnlyList<DiagnosticRow> All => s_all;

    /// <summary>The row of a number.</summary>
    /// <param name="id">The number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public static DiagnosticRow Of(DiagnosticId id) => s_all[IndexOf(id)];

    /// <summary>Where in <see cref="All"/> a row stands.</summary>
    /// <param name="id">The number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public static int IndexOf(DiagnosticId id) =>
        s_indexes.TryGetValue((int)id, out int index) ? index : throw new ArgumentOutOfRangeException(nameof(id));

    /// <summary>The row that a person means: by number (<c>SL2001</c>, <c>2001</c>) or name, in any case.</summary>
    /// <param name="text">What the person wrote.</param>
    /// <returns>The row; null if there is none.</returns>
    public static DiagnosticRow? Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Array.Find(s_all, row => text.Equals(row.Number, StringComparison.OrdinalIgnoreCase)
            || text.Equals(row.Number[2..], StringComparison.Ordinal)
            || text.Equals(row.Name, StringComparison.OrdinalIgnoreCase));
    }

    private static Dictionary<int, int> Indexes()
    {
        var indexes = new Dictionary<int, int>();
        for (int i = 0; i < s_all.Length; i++) indexes.Add((int)s_all[i].Id, i);
        return indexes;
    }
}
