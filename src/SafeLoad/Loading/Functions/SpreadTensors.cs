using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Loading.Functions;

/// <summary>A tensor of several processes, out of its shape and what its attributes say: the piece of one (<c>_local_tensor</c>) and how it
/// was spread (<c>_spec</c>).</summary>
/// <remarks>torch/distributed/tensor/_api.py, _dtensor_spec.py, placement_types.py; torch/distributed/device_mesh.py.</remarks>
internal static class SpreadTensors
{
    // A mesh of more dimensions is in no file, and each costs a look.
    private const int MostDimensions = 16;

    /// <summary>The tensor. Where the piece is the whole (it was replicated, or there was one process) its data are the piece's.</summary>
    /// <param name="whole">Its shape, without data.</param>
    /// <param name="attributes">Its attributes; null for none.</param>
    public static PyTensor Make(TensorInfo whole, PyDict? attributes)
    {
        TensorInfo? local = attributes is not null && Field(attributes, "_local_tensor").RawReference is PyTensor { Info: var piece }
            ? piece : null;
        PyDict? spec = attributes is null ? null : Fields(attributes, "_spec");
        PyRecord[]? placements = spec is null ? null : Placements(spec);
        PyDict? mesh = spec is null ? null : Fields(spec, "mesh");
        long[]? sizes = mesh is null ? null : Sizes(mesh);
        var spread = new SpreadInfo(sizes, [.. (placements ?? []).Select(Describe)],
            local is null || placements is null || sizes?.Length != placements.Length || Coordinate(mesh!, sizes) is not { } coordinate
                ? null : Offset(whole, local, placements, coordinate, sizes));
        // A partial tensor has its whole shape in each process, and is their sum. Where the file does not say, it is no whole either: a
        // piece that is taken for the whole would be wrong numbers.
        bool isWhole = local is { Storage: not null } && local.DType == whole.DType && local.Shape.SequenceEqual(whole.Shape)
            && placements is { Length: > 0 } && !placements.Any(IsSum);
        if (!isWhole) return new PyTensor(whole with { Spread = spread, Piece = local }, attributes);
        var others = new PyDict();
        foreach (var (name, value) in attributes!)
        {
            if (name.AsString() != "_local_tensor") others.Add(name, value);
        }
        return new PyTensor(local! with { RequiresGrad = whole.RequiresGrad, IsParameter = whole.IsParameter, Spread = spread }, others);
    }

    private static PyRecord[]? Placements(PyDict spec)
    {
        if (Field(spec, "placements").RawReference is not PyTuple { Count: <= MostDimensions } tuple) return null;
        var placements = new PyRecord[tuple.Count];
        for (int i = 0; i < placements.Length; i++)
        {
            if (tuple[i].RawReference is not PyRecord placement) return null;
            placements[i] = placement;
        }
        return placements;
    }

    // PyTorch 2.11 has a layout of sizes, each an int or a tuple of ints to multiply; before, the mesh is the tensor of its ranks.
    private static long[]? Sizes(PyDict mesh)
    {
        if (Field(mesh, "mesh").RawReference is PyTensor { Info: var ranks }) return ranks.Shape.ToArray();
        if (Fields(mesh, "_layout") is not { } layout) return null;
        PyValue shape = Field(layout, "shape");
        if (shape.Is(PyKind.Int)) return [shape.AsInt64()];
        return shape.RawReference is PyTuple { Count: <= MostDimensions } sizes && sizes.Items.All(static size => size.Is(PyKind.Int))
            ? Array.ConvertAll(sizes.Items, static size => size.AsInt64()) : null;
    }

    private static long[]? Offset(TensorInfo whole, TensorInfo local, PyRecord[] placements, long[] coordinate, long[] sizes)
    {
        long[] start = new long[whole.Shape.Length], length = whole.Shape.ToArray();
        for (int i = 0; i < placements.Length; i++)
        {
            if (NameOf(placements[i]) == "Replicate") continue;
            PyValue dim = placements[i].Attributes is { } fields ? Field(fields, "dim") : default;
            if (NameOf(placements[i]) != "Shard" || !dim.Is(PyKind.Int)) return null;
            long cut = dim.AsInt64();
            if (cut < 0 || cut >= start.Length) return null;
            SpreadInfo.Cut(ref start[cut], ref length[cut], coordinate[i], sizes[i]);
        }
        // Dimensions that were cut in another order, or a piece that is none: where it lies is not known then.
        return local.Shape.SequenceEqual(length) ? start : null;
    }

    private static long[]? Coordinate(PyDict mesh, long[] sizes)
    {
        PyValue[]? items = Field(mesh, "_coordinate_on_dim").RawReference switch
        {
            PyTuple tuple when tuple.Count == sizes.Length => tuple.Items,
            PyList list when list.Count == sizes.Length => list.Items.ToArray(),
            _ => null,
        };
        if (items is null || !items.All(static item => item.Is(PyKind.Int))) return null;
        long[] coordinate = Array.ConvertAll(items, static item => item.AsInt64());
        for (int i = 0; i < sizes.Length; i++)
        {
            if (coordinate[i] < 0 || coordinate[i] >= sizes[i]) return null;
        }
        return coordinate;
    }

    // Shard(0), _StridedShard(0, 2), Replicate(), Partial('sum')
    private static string Describe(PyRecord placement)
    {
        string[] fields = [.. ((string[])["dim", "split_factor", "reduce_op"])
            .Select(name => placement.Attributes is { } fields ? Field(fields, name) : default)
            .Where(static value => value.Kind is PyKind.Int or PyKind.Str).Select(static value => PythonRepr.Of(value, 60))];
        return $"{NameOf(placement)}({string.Join(", ", fields)})";
    }

    private static string NameOf(PyRecord record) => record.TypeName[(record.TypeName.LastIndexOf('.') + 1)..];

    private static bool IsSum(PyRecord placement) => NameOf(placement) is "Partial" or "_Partial";

    private static PyDict? Fields(PyDict owner, string name) => (Field(owner, name).RawReference as PyRecord)?.Attributes;

    private static PyValue Field(PyDict owner, string name) =>
        owner.TryGetValue(PyValue.FromText(name), out PyValue value) ? value : default;
}
