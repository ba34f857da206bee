using System.Security.Cryptography;
using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;

namespace SafeLoad.TorchSharp.Benchmarks.Kinds;

/// <summary>A module with a parameter for each tensor of a file, and the numbers that it must have afterwards.</summary>
internal sealed class KindModule : torch.nn.Module
{
    private readonly Dictionary<string, double[]> _expected = new(StringComparer.Ordinal);

    public KindModule(FileKind kind, string fixtures) : base(nameof(KindModule))
    {
        using var noGrad = torch.no_grad();
        using Checkpoint checkpoint = Checkpoint.Open(Path.Combine(fixtures, kind.Path), new CheckpointOptions
        {
            KeepObjects = true, VerifyChecksums = !kind.MustRefuse,
        });
        HashSet<string> known = HashesOf(kind, fixtures);
        StateDict weights = checkpoint.StateDict();
        foreach (var (name, tensor) in weights)
        {
            DType dtype = tensor.SparseValues?.DType ?? tensor.DType;
            string own = name[kind.Prefix.Length..];
            torch.Tensor filled = torch.full(tensor.Shape.ToArray(), 77, dtype: kind.ModuleType ?? TorchDTypes.Find(dtype)!.Value);
            if (dtype.IsFloatingPoint || dtype.IsComplex) register_parameter(own, new Parameter(filled));
            else register_buffer(own, filled);
            if (!kind.MustRefuse) _expected.Add(own, Expected(tensor, known));
        }
        if (kind.MustRefuse && weights.Count == 0) register_parameter("t", new Parameter(torch.full(2, 77f)));
    }

    /// <summary>The names of the parameters that are not as they were made.</summary>
    public IReadOnlyList<string> Touched =>
        [.. state_dict().Where(static tensor => !Of(tensor.Value).All(static number => number is 77 or 0 or 1))
            .Select(static tensor => tensor.Key).Order(StringComparer.Ordinal)];

    /// <summary>Whether all parameters have the file's numbers.</summary>
    public bool IsRight => state_dict().All(tensor =>
    {
        double[] numbers = Of(tensor.Value), expected = _expected[tensor.Key];
        return numbers.AsSpan().SequenceEqual(expected);
    });

    // What PyTorch read out of the file.
    private static HashSet<string> HashesOf(FileKind kind, string fixtures)
    {
        string set = kind.Path.Split('/')[0], manifest = Path.Combine(fixtures, set, "manifest.json");
        if (!File.Exists(manifest)) return [];
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(manifest));
        foreach (JsonElement row in document.RootElement.GetProperty("fixtures").EnumerateArray())
        {
            if (row.GetProperty("file").GetString() != kind.Path[(set.Length + 1)..]
                || !row.TryGetProperty("tree", out JsonElement tree)) continue;
            return [.. tree.GetProperty("leaves").EnumerateArray()
                .Select(static leaf => leaf.TryGetProperty("sha256", out JsonElement hash) ? hash.GetString() ?? "" : "")];
        }
        return [];
    }

    private static double[] Expected(TensorInfo tensor, HashSet<string> known)
    {
        if (tensor.SparseValues is { } values) return Dense(tensor, values);
        byte[] bytes = new byte[tensor.ByteLength];
        tensor.CopyTo(bytes);
        if (known.Count > 0 && tensor.Quantization is null && !known.Contains(Convert.ToHexStringLower(SHA256.HashData(bytes))))
            throw new InvalidDataException($"{tensor}: PyTorch has read other numbers");
        if (tensor.Quantization is { } quantization) return Dequantized(tensor, bytes, quantization);
        TensorInfo plain = TensorInfo.Create(tensor.DType, tensor.Shape, bytes);
        if (tensor.DType == DType.UInt32) return [.. plain.ToArray<uint>().Select(static number => (double)number)];
        if (tensor.DType == DType.Int64) return [.. plain.ToArray<long>().Select(static number => (double)number)];
        if (tensor.DType == DType.Bool) return [.. bytes.Select(static flag => flag == 0 ? 0.0 : 1)];
        if (tensor.DType == DType.Complex64)
            return [.. TensorInfo.Create(DType.Float32, [bytes.Length / sizeof(float)], bytes).ToArray<float>()
                .Select(static number => (double)number)];
        return [.. plain.ToSingles().Select(static number => (double)number)];
    }

    private static double[] Dense(TensorInfo tensor, TensorInfo values)
    {
        long[] indices = tensor.SparseIndices!.ToArray<long>();
        float[] numbers = values.ToSingles();
        double[] dense = new double[tensor.ElementCount];
        for (int i = 0; i < numbers.Length; i++)
        {
            long at = 0;
            for (int dimension = 0; dimension < tensor.Shape.Length; dimension++)
                at = at * tensor.Shape[dimension] + indices[dimension * numbers.Length + i];
            dense[at] += numbers[i];
        }
        return dense;
    }

    private static double[] Dequantized(TensorInfo tensor, byte[] integers, QuantizationInfo quantization)
    {
        double[] scales = quantization.Scales?.ToArray<double>() ?? [quantization.Scale];
        long[] zeroPoints = quantization.ZeroPoints?.ToArray<long>() ?? [quantization.ZeroPoint];
        long inner = 1;
        for (int i = quantization.Axis + 1; i < tensor.Shape.Length; i++) inner *= tensor.Shape[i];
        return [.. integers.Select((value, i) =>
        {
            int channel = (int)(i / inner % scales.Length);
            return (double)(float)(((sbyte)value - zeroPoints[channel]) * scales[channel]);
        })];
    }

    private static double[] Of(torch.Tensor tensor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        torch.Tensor plain = tensor.detach();
        if (torch.is_complex(plain)) plain = torch.view_as_real(plain.resolve_conj());
        return torch.empty(plain.shape, dtype: torch.float64).copy_(plain).data<double>().ToArray();
    }
}
