namespace SafeLoad.Globals;

/// <summary>Which classes have objects that can be called: <c>__call__</c> is defined by them, or by what they are derived from.</summary>
/// <remarks>What is not said to have none is taken to have one. A test holds the rows against the special methods of each class.</remarks>
internal static class CallableObjects
{
    // The longest that fits decides: a package whose objects cannot be called, and behind an exclamation mark what in it can.
    private const string Rows = """
        PIL _io accelerate addict apex argparse catboost collections contextlib datetime dateutil decimal deepspeed detectron2
        diffusers easydict fairseq fvcore gensim gym gymnasium hmmlearn huggingface_hub imblearn io joblib lightgbm lightning
        lightning_fabric ml_dtypes mmengine munch networkx nltk numpy.random omegaconf optparse pandas pathlib
        peft.tuners.lora.config peft.utils pytorch_lightning scipy.optimize !scipy.optimize._lbfgsb_py !scipy.optimize.lbfgsb
        scipy.signal !scipy.signal._czt scipy.sparse !scipy.sparse.linalg scipy.spatial !scipy.spatial.transform._rotation_spline
        scipy.stats !scipy.stats._kde !scipy.stats._multivariate !scipy.stats.kde sklearn !sklearn._loss sklearn._loss.link
        !sklearn.ensemble._gb_losses !sklearn.ensemble.gradient_boosting !sklearn.gaussian_process.kernels !sklearn.metrics._scorer
        !sklearn.metrics.scorer sortedcontainers sympy tables tokenizers torch.amp torch.cuda torch.distributed
        !torch.distributed.algorithms !torch.distributed.fsdp.fully_sharded_data_parallel torch.distributions
        !torch.distributions.constraints !torch.distributions.transforms torch.fx.immutable_collections torch.nn.attention
        torch.nn.backends torch.nn.parameter torch.nn.utils.rnn torch.optim !torch.optim.swa_utils torch.return_types torch.utils
        torch_geometric.data torchvision.tv_tensors transformers.cache_utils transformers.deepspeed
        transformers.feature_extraction_utils transformers.file_utils transformers.generation transformers.image_processing_base
        transformers.integrations transformers.modeling_outputs transformers.tokenization_utils_base transformers.trainer_callback
        transformers.trainer_pt_utils transformers.trainer_utils transformers.training_args transformers.training_args_seq2seq
        transformers.utils trl uuid xarray xgboost yacs
        """;

    private static readonly Dictionary<string, bool> s_rows = ReadRows();

    /// <summary>Whether an object of a class can be called.</summary>
    /// <param name="module">The module of the class.</param>
    public static bool Has(string module)
    {
        foreach (string package in PackageNames.Of(module))
        {
            if (s_rows.TryGetValue(package, out bool has)) return has;
        }
        return !module[(module.LastIndexOf('.') + 1)..].StartsWith("configuration_", StringComparison.Ordinal);
    }

    private static Dictionary<string, bool> ReadRows()
    {
        var rows = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (string row in Rows.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            rows.Add(row.TrimStart('!'), row[0] == '!');
        return rows;
    }
}
