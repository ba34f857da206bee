using System.Globalization;

namespace SafeLoad.Sharding.DeepSpeed;

/// <summary>A file's name as one of a DeepSpeed checkpoint.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Rank">Which process of those that share the optimizer wrote it; 0 where one did.</param>
/// <param name="ModelRank">Which part of a model that is cut over processes it is.</param>
/// <remarks>deepspeed/runtime/engine.py: <c>_get_ckpt_name</c>, <c>_get_rank_zero_ckpt_name</c>, <c>_get_expert_ckpt_name</c>.</remarks>
internal readonly record struct ZeroFileName(ZeroFileKind Kind, int Rank, int ModelRank)
{
    private const string OfModel = "_model_states.pt", OfOptimizer = "_optim_states.pt", OfLayer = "-model_states.pt";
    private const string OfModelRank = "mp_rank_", OfRank = "zero_pp_rank_";

    private static readonly string[] s_dtypes = ["bf16_", "fp16_"];

    /// <summary>A name taken apart; null for a name of something else.</summary>
    public static ZeroFileName? Parse(string name)
    {
        if (name.EndsWith(OfLayer, StringComparison.Ordinal) && name.StartsWith("layer_", StringComparison.Ordinal))
            return new ZeroFileName(ZeroFileKind.Layer, 0, 0);
        bool isOptimizer = name.EndsWith(OfOptimizer, StringComparison.Ordinal);
        if (!isOptimizer && !name.EndsWith(OfModel, StringComparison.Ordinal)) return null;
        string rest = name[..^OfModel.Length];
        int at = rest.LastIndexOf(OfModelRank, StringComparison.Ordinal);
        if (at < 0 || !TryNumber(rest[(at + OfModelRank.Length)..], out int modelRank)) return null;
        string before = rest[..at].TrimEnd('_');
        if (isOptimizer && Array.Find(s_dtypes, dtype => before.StartsWith(dtype, StringComparison.Ordinal)) is { } said)
            before = before[said.Length..];
        if (before.Length == 0) return isOptimizer ? null : new ZeroFileName(ZeroFileKind.Model, 0, modelRank);
        if (before.StartsWith(OfRank, StringComparison.Ordinal) && TryNumber(before[OfRank.Length..], out int rank))
            return new ZeroFileName(isOptimizer ? ZeroFileKind.Optimizer : ZeroFileKind.ModelOfRank, rank, modelRank);
        return !isOptimizer && before.Contains("expert_", StringComparison.Ordinal)
            ? new ZeroFileName(ZeroFileKind.Expert, 0, modelRank) : null;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
