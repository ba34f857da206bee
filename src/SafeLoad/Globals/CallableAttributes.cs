namespace SafeLoad.Globals;

/// <summary>Names of attributes in which honest objects hold a class, a function or an object that can be called, which is theirs to
/// choose: an activation, a score, a type of numbers, a kernel. Under any other name it may stand where a method of the class was, and
/// whoever uses the object calls it.</summary>
/// <remarks>Collected from what PyTorch, torchvision, timm, transformers, scikit-learn, SciPy, pandas, torchmetrics, Lightning,
/// PyTorch Geometric, OmegaConf and joblib set in their constructors; no class of the catalogue has a method of such a name.</remarks>
internal static class CallableAttributes
{
    private const string Names = """
        _asarray _base_loss _cls _curve_scorer _delegate_to _dist _dtype _edge_attr_cls _element_type _f _func _kernel _key_type
        _kmeans_single _loss _machar _norm_layer _object_type _packed_params _packed_weight _psd _ref_type _scale_fn_ref _score_func
        _spline _spline_class _tensor_attr_cls act act_cls act_fn act_layer activation activation_class activation_cls activation_dropout_fn
        activation_fn activation_fun activation_function activation_layer activation_relu affinity anneal_func attn_cls attn_layer
        base_cls base_dist base_kernel block block_cls block_fn cdf class_ cls config_class config_cls conv_cls
        conv_layer cost_class criterion data_cls dataset_class dataset_cls default_act dispatch_class dist_reduce_fx dist_sync_fn
        distance_function distributed_available_fn dtype dtype_exclude dtype_i dtype_include element_type error_type
        features_extractor_class fn ftype fun func gather_function get_compiler_config hook input_dtype intermediate_act_fn
        inverse_func itype k1 k2 kernel kernel_ kernel_fn key_type klass layer_cls layer_norm_cls loss_cls loss_fn loss_fun
        loss_func loss_function metric metric_func mlp_cls mlp_layer model_class model_cls module_cls nonlinearity norm_cls norm_fn
        norm_layer object_type opt_func optim_class optim_cls optim_func optimizer_class optimizer_cls orig_dtype output_dtype owner
        param policy_class pool_cls pool_fn pool_layer pooler_activation pooling_func preprocessor pyfunc reduce_fn reduce_fx
        ref_type remap_class replay_buffer_class rnn_cls rollout_buffer_class scheduler_cls score_func scorer_ scoring subclass
        target_type tokenizer tokenizer_class tokenizer_cls torch_dtype tracer_cls transform_act_fn type_ value_type
        wrapper_class x_dtype
        """;

    private static readonly HashSet<string> s_names = [.. Names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    // torch/utils/data/dataloader.py: a loader of data calls them for each of its items, also while a pickle is loaded that has something
    // go through it.
    private static readonly string[] s_ofLoaders = ["torch.utils.data._utils.collate"];

    // gpytorch/constraints/constraints.py: how numbers are held within bounds. Estimators have methods of these names.
    private static readonly string[] s_transforms = ["torch", "torch._C._nn", "torch.nn.functional", "gpytorch.utils.transforms"];

    /// <summary>Whether honest objects hold a class or a function under a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="module">The module of the class or function.</param>
    public static bool Has(string name, string? module) =>
        s_names.Contains(name) || (name is "collate_fn" or "worker_init_fn" && s_ofLoaders.Contains(module))
            || (name is "_transform" or "_inv_transform" && s_transforms.Contains(module));
}
