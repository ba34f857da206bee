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
        SpreadInfo spread = Spread(attributes is null ? null : Fields(attributes, "_spec"));
        spread = spread with { Offset = local is null ? null : Offset(spread, whole, local) };
        // A partial tensor has its whole shape in each process, and is their sum. Where the file does not say, it is no whole either: a
        // piece that is taken for the whole would be wrong numbers.
        bool isWhole = local is { Storage: not null } && local.DType == whole.DType && local.Shape.SequenceEqual(whole.Shape)
            && spread.Placements.Length > 0 && !spread.IsPartial;
        if (!isWhole) return new PyTensor(whole with { Spread = spread, Piece = local }, attributes);
        var others = new PyDict();
        foreach (var (name, value) in attributes!)
        {
            if (name.AsString() != "_local_tensor") others.Add(name, value);
        }
        return new PyTensor(local! with { RequiresGrad = whole.RequiresGrad, IsParameter = whole.IsParameter, Spread = spread }, others);
    }

    private static SpreadInfo Spread(PyDict? spec)
    {
        PyDict? mesh = spec is null ? null : Fields(spec, "mesh");
        long[]? sizes = mesh is null ? null : Sizes(mesh);
        SpreadPlacement[] placements = spec is null ? [] : Placements(spec) ?? [];
        return new SpreadInfo(sizes, placements)
        {
            Coordinate = sizes is null ? null : Coordinate(mesh!, sizes),
            Order = spec is null ? null : Order(spec, placements),
        };
    }

    private static SpreadPlacement[]? Placements(PyDict spec)
    {
        if (Field(spec, "placements").RawReference is not PyTuple { Count: <= MostDimensions } tuple) return null;
        var placements = new SpreadPlacement[tuple.Count];
        for (int i = 0; i < placements.Length; i++)
        {
            if (tuple[i].RawReference is not PyRecord placement) return null;
            placements[i] = Placement(placement);
        }
        return placements;
    }

    private static SpreadPlacement Placement(PyRecord record)
    {
        SpreadKind kind = NameOf(record) switch
        {
            "Replicate" => SpreadKind.Replicate,
            "Shard" => SpreadKind.Shard,
            "_StridedShard" => SpreadKind.StridedShard,
            "Partial" or "_Partial" => SpreadKind.Partial,
            _ => SpreadKind.Unknown,
        };
        PyValue dim = Of(record, "dim"), split = Of(record, "split_factor");
        bool isCut = kind is SpreadKind.Shard or SpreadKind.StridedShard, isStrided = kind == SpreadKind.StridedShard;
        if (isCut && (!dim.Is(PyKind.Int) || (isStrided && !split.Is(PyKind.Int)))) kind = SpreadKind.Unknown;
        return new SpreadPlacement(kind, Describe(record), isCut && dim.Is(PyKind.Int) ? dim.AsInt64() : -1,
            isStrided && split.Is(PyKind.Int) ? split.AsInt64() : 1);
    }

    // shard_order: (ShardOrderEntry(tensor_dim, mesh_dims), …). What contradicts the placements is no order of them.
    private static int[]? Order(PyDict spec, SpreadPlacement[] placements)
    {
        if (Field(spec, "shard_order").RawReference is not PyTuple entries) return null;
        var order = new List<int>();
        foreach (PyValue entry in entries.Items.Take(MostDimensions + 1))
        {
            if (entry.RawReference is not PyRecord { Attributes: { } fields }
                || Field(fields, "mesh_dims").RawReference is not PyTuple dims)
                return [-1];
            foreach (PyValue dim in dims.Items.Take(MostDimensions + 1))
            {
                long number = dim.Is(PyKind.Int) ? dim.AsInt64() : -1;
                if (number < 0 || number >= placements.Length || Field(fields, "tensor_dim") is not { Kind: PyKind.Int } cut
                    || cut.AsInt64() != placements[number].Dimension)
                    return [-1];
                order.Add((int)number);
            }
        }
        return [.. order];
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

    private static long[]? Offset(SpreadInfo spread, TensorInfo whole, TensorInfo local)
    {
        if (spread.Coordinate is not { } coordinate) return null;
        long[]? offset = null;
        foreach (int[]? order in SpreadLayout.Readings(spread))
        {
            // Dimensions that were cut in another order, or a piece that is none: where it lies is not known then.
            if (SpreadLayout.Of(spread, whole.Shape, coordinate, order) is not { } runs || !SpreadLayout.Fits(runs, local)) continue;
            if (Array.Exists(runs, static dimension => dimension.Length > 1)) return null;
            long[] found = [.. runs.Select((run, i) => run.Length == 0 ? whole.Shape[i] : run[0].Start)];
            if (offset is not null && !found.SequenceEqual(offset)) return null;
            offset = found;
        }
        return offset;
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
        string[] fields = [.. ((string[])["dim", "split_factor", "reduce_op"]).Select(name => Of(placement, name))
            .Where(static value => value.Kind is PyKind.Int or PyKind.Str).Select(static value => PythonRepr.Of(value, 60))];
        return $"{NameOf(placement)}({string.Join(", ", fields)})";
    }

    private static string NameOf(PyRecord record) => record.TypeName[(record.TypeName.LastIndexOf('.') + 1)..];

    private static PyValue Of(PyRecord record, string name) => record.Attributes is { } fields ? Field(fields, name) : default;

    private static PyDict? Fields(PyDict owner, string name) => (Field(owner, name).RawReference as PyRecord)?.Attributes;

    private static PyValue Field(PyDict owner, string name) =>
        owner.TryGetValue(PyValue.FromText(name), out PyValue value) ? value : default;
}
