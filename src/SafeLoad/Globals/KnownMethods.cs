namespace SafeLoad.Globals;

/// <summary>
/// Methods of classes of the catalogue that their own objects hold as attributes or hooks, so that honest pickles name them: by a dotted
/// name, or by <c>getattr</c> of the class, or of an object whose state comes later. Each was read: it works on numbers, tensors and the
/// object's own parts.
/// </summary>
/// <remarks>torch/nn/modules/lazy.py: a lazy layer hooks two of its own methods to itself until it has seen an input. torch/optim:
/// schedules hold the function of their shape. scipy/interpolate/_interpolate.py, <c>interp1d.__init__</c>. gpytorch/module.py,
/// <c>Module.__init__</c>.</remarks>
internal static class KnownMethods
{
    /// <summary>Why such a name is harmless.</summary>
    public const string Reason = "a method that objects of its class hold as an attribute";

    // Texts out of texts: estimators take words apart with them.
    private static readonly string[] s_ofTexts = ["capitalize", "casefold", "lower", "lstrip", "rstrip", "split", "splitlines", "strip",
        "swapcase", "title", "upper"];

    private static readonly Dictionary<string, string[]> s_methods = new(StringComparer.Ordinal)
    {
        ["builtins.str"] = s_ofTexts, ["__builtin__.unicode"] = s_ofTexts,
        ["torch.optim.lr_scheduler.CyclicLR"] = ["_triangular_scale_fn", "_triangular2_scale_fn"],
        ["torch.optim.lr_scheduler.OneCycleLR"] = ["_annealing_cos", "_annealing_linear"],
        ["torch.optim.swa_utils.SWALR"] = ["_cosine_anneal", "_linear_anneal"],
        ["scipy.interpolate._interpolate.interp1d"] = ["_call_linear_np", "_call_linear", "_call_nearest", "_call_previousnext",
            "_call_spline", "_call_nan_spline"],
        ["scipy.interpolate.interpolate.interp1d"] = ["_call_linear_np", "_call_linear", "_call_nearest", "_call_previousnext",
            "_call_spline", "_call_nan_spline"],
        ["scipy.stats._kde.gaussian_kde"] = ["scotts_factor", "silverman_factor"],
        ["scipy.stats.kde.gaussian_kde"] = ["scotts_factor", "silverman_factor"],
    };

    /// <summary>Whether a class, which is in the catalogue, has such a method.</summary>
    public static bool Has(string module, string type, string method)
    {
        if (HarmlessGlobals.Find(module, type) is null) return false;
        // torch.relu is a method of the class of PyTorch's functions.
        if (module == "torch._C") return HarmlessGlobals.Find("torch", method) is { Use: GlobalUse.Name };
        if (s_methods.TryGetValue(module + "." + type, out string[]? names)) return names.Contains(method);
        if (method is "_infer_parameters" or "_lazy_load_hook")
            return module.StartsWith("torch.nn.modules.", StringComparison.Ordinal) && type.StartsWith("Lazy", StringComparison.Ordinal);
        return method is "_load_state_hook_ignore_shapes" && module.StartsWith("gpytorch.", StringComparison.Ordinal);
    }
}
