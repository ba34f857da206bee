using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Writing;

/// <summary>Reads written files again and compares them with what was to be written: by name, dtype, shape and bytes, those of sparse and
/// quantized tensors part by part.</summary>
internal static class Verification
{
    private const long AlwaysRead = 2L << 30;
    private const int MostTimes = 16;
    private const int Piece = 1 << 20;

    /// <summary>A small file can repeat its bytes by the terabyte. It is written as it is,
    /// but every repetition would be read again.</summary>
    /// <exception cref="NotSupportedException">It does.</exception>
    public static void CheckCost(SavePlan plan)
    {
        double read = plan.Tensors.SelectMany(static pair => pair.Value.Parts).Sum(static part => (double)part.ByteLength);
        if (read > AlwaysRead && read > (double)plan.Length * MostTimes)
            throw new NotSupportedException(FormattableString.Invariant(
                $"The tensors repeat their bytes so often that verifying would read {read:N0} bytes; leave it out"));
    }

    /// <exception cref="IOException">A tensor is not in the files as it was to be written, or one is there besides.</exception>
    public static void Check(SavePlan plan, CancellationToken cancellation)
    {
        using Checkpoint written = Open(plan);
        var found = new Dictionary<string, TensorInfo>(StringComparer.Ordinal);
        // What was written is a dict of tensors: nothing is to be searched in it.
        foreach (var (name, value) in written.Root.RawReference as PyDict ?? [])
        {
            if (value.RawReference is PyTensor tensor) found[name.AsString()] = tensor.Info;
        }
        foreach (var (name, tensor) in plan.Tensors)
        {
            if (!found.Remove(name, out TensorInfo? copy) || !AreEqual(tensor, copy, cancellation)) throw Differs(plan, name);
        }
        foreach (string name in found.Keys) throw Differs(plan, name);
    }

    private static Checkpoint Open(SavePlan plan)
    {
        string[] shards = [.. plan.Files.Where(static file => file.TensorCount > 0).Select(static file => file.Path)];
        // Parts have no index, which would be the last file.
        return shards.Length > 1 && shards.Length == plan.Files.Count ? Checkpoint.OpenShards(shards)
            : Checkpoint.Open(plan.Files[^1].Path);
    }

    private static bool AreEqual(TensorInfo tensor, TensorInfo copy, CancellationToken cancellation)
    {
        if (copy.DType != tensor.DType || !copy.Shape.SequenceEqual(tensor.Shape) || copy.Layout != tensor.Layout) return false;
        TensorInfo[] parts = [.. tensor.Parts], copies = [.. copy.Parts];
        if (parts.Length != copies.Length) return false;
        for (int i = 0; i < parts.Length; i++)
        {
            if (copies[i].DType != parts[i].DType || !copies[i].Shape.SequenceEqual(parts[i].Shape)) return false;
            if (!HaveEqualBytes(parts[i], copies[i], cancellation)) return false;
        }
        return true;
    }

    private static bool HaveEqualBytes(TensorInfo tensor, TensorInfo copy, CancellationToken cancellation)
    {
        var left = new TensorReader(tensor);
        var right = new TensorReader(copy);
        if (left.RemainingBytes != right.RemainingBytes) return false;
        int size = tensor.DType.ItemSize;
        byte[] first = new byte[(int)Math.Min(Piece / size * size, left.RemainingBytes)], second = new byte[first.Length];
        while (left.RemainingBytes > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = (int)Math.Min(first.Length, left.RemainingBytes);
            left.Read(first.AsSpan(0, count));
            right.Read(second.AsSpan(0, count));
            if (!first.AsSpan(0, count).SequenceEqual(second.AsSpan(0, count))) return false;
        }
        return true;
    }

    private static IOException Differs(SavePlan plan, string name) =>
        new($"{name} is not in {plan.Files[^1].Path} as it was to be written; do not use it");
}
