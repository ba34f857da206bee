namespace SafeLoad.Training;

/// <summary>The keys under which training programs keep things, and which of them a misspelled one is near to.</summary>
/// <remarks>PyTorch's tutorials, Lightning, torchvision's references, maskrcnn-benchmark, Detectron2, timm, Hugging Face's Trainer,
/// ultralytics, nanoGPT, fairseq, DeepSpeed.</remarks>
internal static class TrainingKeys
{
    /// <summary>A key longer than this is no misspelled short one, and comparing it would cost.</summary>
    public const int LongestKey = 64;

    // Of a role the likeliest first: where several networks stand side by side, the one whose key stands first is the model.
    private static readonly (TrainingRole Role, string[] Keys)[] s_keys =
    [
        (TrainingRole.Epoch,
            ["epoch", "current_epoch", "start_epoch", "last_epoch", "epochs", "epoch_num", "n_epoch", "num_epochs", "epochs_run"]),
        (TrainingRole.Step,
        [
            "global_step", "iteration", "iter_num", "step", "iter", "iters", "steps", "global_steps", "num_updates", "n_iter", "it",
            "total_steps",
            "current_iter", "updates", "batch_idx",
        ]),
        (TrainingRole.Metric,
        [
            "loss", "train_loss", "val_loss", "valid_loss", "best_loss", "best_val_loss", "best_acc", "best_acc1", "best_prec1",
            "best_accuracy",
            "best_fitness", "best_metric", "best_score", "best_bleu", "metric", "acc", "accuracy", "val_acc", "history",
            "metrics", "losses",
        ]),
        (TrainingRole.LearningRate, ["learning_rate", "lr", "base_lr", "current_lr", "last_lr"]),
        (TrainingRole.Optimizer,
        [
            "optimizer", "optimizer_state_dict", "optimizer_state", "optim", "optimizer_states", "optimizers", "opt_state_dict",
            "optim_state_dict",
            "last_optimizer_state",
        ]),
        (TrainingRole.Scheduler,
        [
            "scheduler", "lr_scheduler", "scheduler_state_dict", "lr_schedulers", "lr_scheduler_state_dict", "sched", "scheduler_state",
            "schedulers",
        ]),
        (TrainingRole.Scaler,
            ["scaler", "scaler_state_dict", "amp_scaler", "grad_scaler", "amp", "native_amp_scaling_state", "loss_scaler"]),
        (TrainingRole.RandomState,
        [
            "rng_state", "torch_rng_state", "cuda_rng_state", "numpy_rng_state", "random_rng_state", "python_rng_state", "rng_states",
            "random_state",
            "cpu_rng_state", "rng", "cuda_rng_states", "cuda_rng_state_all", "torch_rng",
        ]),
        (TrainingRole.Arguments,
        [
            "args", "arguments", "config", "cfg", "opt", "opts", "options", "hparams", "hyper_parameters", "hyperparameters", "model_args",
            "train_args",
            "ds_config", "params_config", "hparams_file", "arch", "configs",
        ]),
        (TrainingRole.Ema,
        [
            "ema", "ema_state_dict", "state_dict_ema", "model_ema", "params_ema", "ema_model", "ema_model_state_dict", "g_ema", "swa_model",
            "swa_state_dict", "averaged_model",
        ]),
        (TrainingRole.Model,
        [
            "state_dict", "model_state_dict", "model", "weights", "net", "network", "module", "params", "model_weights", "model_state",
            "net_state_dict",
        ]),
    ];

    // Of a key by words: train_loss_history, val_metrics.
    private static readonly string[] s_measures = ["history", "metrics", "losses"];

    private static readonly Dictionary<string, TrainingRole> s_roles = RolesByKey();

    private static Dictionary<string, TrainingRole> RolesByKey()
    {
        var roles = new Dictionary<string, TrainingRole>(StringComparer.Ordinal);
        foreach (var (role, keys) in s_keys)
        {
            foreach (string key in keys) roles.Add(key, role);
        }
        return roles;
    }

    /// <summary>Whether a name speaks of averaged weights.</summary>
    public static bool IsEma(string key) => RoleOf(key, out _) == TrainingRole.Ema || Parts(key).Any(static part => part is "ema" or "swa");

    /// <summary>Where a key stands among those of the model's weights, or of averaged weights, the likeliest first;
    /// null if it is none of them.</summary>
    public static int? RankOf(string key)
    {
        foreach (var (role, keys) in s_keys)
        {
            if (role is TrainingRole.Model or TrainingRole.Ema
                && Array.IndexOf(keys, key.Length <= LongestKey ? key.ToLowerInvariant() : key) is >= 0 and var rank) return rank;
        }
        return null;
    }

    /// <summary>What a key says if a program uses it, in capitals or not; null for every other key.</summary>
    public static TrainingRole? NamedRole(string key)
    {
        if (key.Length > LongestKey) return null;
        if (s_roles.TryGetValue(key, out TrainingRole role) || s_roles.TryGetValue(key.ToLowerInvariant(), out role)) return role;
        return !key.Contains('.', StringComparison.Ordinal)
            && Array.Exists(s_measures, measure => key.Contains(measure, StringComparison.OrdinalIgnoreCase))
            && Parts(key).Any(static part => s_measures.Contains(part)) ? TrainingRole.Metric : null;
    }

    /// <summary>What a key says of a value that a training program kept for itself: a measure, a counter, a learning rate, a random state.
    /// Null for every other key, and where nothing is said.</summary>
    public static TrainingRole? NamedMeasure(string key) => NamedRole(key) is { } role
        and (TrainingRole.Metric or TrainingRole.LearningRate or TrainingRole.RandomState or TrainingRole.Epoch or TrainingRole.Step)
        ? role : null;

    /// <summary>Whether a key says that something else stands there than weights: an optimizer, a random state, a measure …</summary>
    public static bool IsOther(string key) => key.Length <= LongestKey
        && (NamedRole(key) is { } role ? role is not (TrainingRole.Model or TrainingRole.Ema)
            : Parts(key).Any(static part => part is "optimizer" or "optim" or "scheduler" or "rng" or "optimizers"));

    /// <summary>What a key says, if a program uses it, or one is near to it.</summary>
    /// <param name="key">The key, without those above it.</param>
    /// <param name="near">The key that was probably meant; null if this is one.</param>
    public static TrainingRole? RoleOf(string key, out string? near)
    {
        near = null;
        if (NamedRole(key) is { } role) return role;
        near = Nearest(key);
        return near is null ? null : s_roles[near];
    }

    /// <summary>The usual key of a role that a key is near to; null if it is one, or near to none.</summary>
    public static string? Nearest(string key)
    {
        if (key.Length is < 4 or > LongestKey || s_roles.ContainsKey(key)) return null;
        string? best = null;
        int least = key.Length < 8 ? 2 : 3;
        foreach (string known in s_roles.Keys)
        {
            if (known.Length < 4 || Math.Abs(known.Length - key.Length) >= least) continue;
            int distance = Distance(key, known, least);
            if (distance < least) (best, least) = (known, distance);
        }
        return best;
    }

    private static string[] Parts(string key) => key.ToLowerInvariant().Split('_', '.', '-');

    // Edits from one word to the other: letters put in, left out, changed, or two of them swapped.
    private static int Distance(string a, string b, int enough)
    {
        int[] before = new int[b.Length + 1], last = new int[b.Length + 1], row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++) last[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
                least = Math.Min(least, row[j]);
            }
            if (least >= enough) return enough;
            (before, last, row) = (last, row, before);
        }
        return last[b.Length];
    }
}
