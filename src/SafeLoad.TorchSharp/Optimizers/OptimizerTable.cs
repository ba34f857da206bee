using TorchSharp.Modules;
using TorchOptimizer = TorchSharp.torch.optim.Optimizer;

namespace SafeLoad.TorchSharp.Optimizers;

/// <summary>The optimizers that PyTorch and TorchSharp both have. A further one is one entry here.</summary>
internal static class OptimizerTable
{
    public static IReadOnlyList<OptimizerKind> All { get; } =
    [
        new OptimizerKind<SGD, SGD.Options, SGD.State>("SGD")
            .Number("momentum", o => o.momentum, (o, v) => o.momentum = v).Number("dampening", o => o.dampening, (o, v) => o.dampening = v)
            .Number("weight_decay", o => o.weight_decay, (o, v) => o.weight_decay = v)
            .Flag("nesterov", o => o.nesterov, (o, v) => o.nesterov = v).Flag("maximize", o => o.maximize, (o, v) => o.maximize = v)
            // The first step with momentum makes the buffer, in both. To maximize,
            // TorchSharp adds what PyTorch since 1.13 negates and subtracts.
            .Tensor("momentum_buffer", s => s.momentum_buffer, (s, t) => s.momentum_buffer =
        t, needed: static _ => false, fresh: static _ => null, negated: o => o.maximize == true),

        new OptimizerKind<Adam, Adam.Options, Adam.State>("Adam")
            .Pair("betas", o => (o.beta1, o.beta2), (o, a, b) => (o.beta1, o.beta2) = (a, b)).Number("eps", o => o.eps, (o, v) => o.eps = v)
            .Number("weight_decay", o => o.weight_decay, (o, v) => o.weight_decay = v)
            .Flag("amsgrad", o => o.amsgrad, (o, v) => o.amsgrad = v).Flag("maximize", o => o.maximize, (o, v) => o.maximize = v)
            .Always("decoupled_weight_decay", false)
            .Step(s => s.step, (s, v) => s.step = v).Tensor("exp_avg", s => s.exp_avg, (s, t) => s.exp_avg = t)
            .Tensor("exp_avg_sq", s => s.exp_avg_sq, (s, t) => s.exp_avg_sq = t)
            .Tensor("max_exp_avg_sq", s => s.max_exp_avg_sq, (s, t) => s.max_exp_avg_sq =
        t, needed: o => o.amsgrad == true, fresh: o => o.amsgrad == true ? 0 : null),

        new OptimizerKind<AdamW, AdamW.Options, AdamW.State>("AdamW")
            .Pair("betas", o => (o.beta1, o.beta2), (o, a, b) => (o.beta1, o.beta2) = (a, b)).Number("eps", o => o.eps, (o, v) => o.eps = v)
            .Number("weight_decay", o => o.weight_decay, (o, v) => o.weight_decay = v)
            .Flag("amsgrad", o => o.amsgrad, (o, v) => o.amsgrad = v).Flag("maximize", o => o.maximize, (o, v) => o.maximize = v)
            .Always("decoupled_weight_decay", true)
            .Step(s => s.step, (s, v) => s.step = v).Tensor("exp_avg", s => s.exp_avg, (s, t) => s.exp_avg = t)
            .Tensor("exp_avg_sq", s => s.exp_avg_sq, (s, t) => s.exp_avg_sq = t)
            .Tensor("max_exp_avg_sq", s => s.max_exp_avg_sq, (s, t) => s.max_exp_avg_sq =
        t, needed: o => o.amsgrad == true, fresh: o => o.amsgrad == true ? 0 : null),

        new OptimizerKind<RMSProp, RMSProp.Options, RMSProp.State>("RMSprop")
            .Number("momentum", o => o.momentum, (o, v) => o.momentum = v, absent: 0).Number("alpha", o => o.alpha, (o, v) => o.alpha = v)
            .Number("eps", o => o.eps, (o, v) => o.eps = v).Number("weight_decay", o => o.weight_decay, (o, v) => o.weight_decay = v)
            .Flag("centered", o => o.centered, (o, v) => o.centered = v).Flag("maximize", o => o.maximize, (o, v) => o.maximize = v)
            .Step(s => s.step, (s, v) => s.step = v).Tensor("square_avg", s => s.square_avg, (s, t) => s.square_avg = t)
            .Tensor("momentum_buffer", s => s.momentum_buffer, (s, t) => s.momentum_buffer = t, needed: o => o.momentum > 0)
            .Tensor("grad_avg", s => s.grad_avg, (s, t) => s.grad_avg = t, needed: o => o.centered == true),

        new OptimizerKind<Adagrad, Adagrad.Options, Adagrad.State>("Adagrad")
            .Number("lr_decay", o => o.lr_decay, (o, v) => o.lr_decay = v).Number("eps", o => o.eps, (o, v) => o.eps = v)
            .Number("weight_decay", o => o.weight_decay, (o, v) => o.weight_decay = v)
            .Number("initial_accumulator_value", o => o.initial_accumulator_value, (o, v) => o.initial_accumulator_value = v, absent: 0)
            .Always("maximize", false)
            .Step(s => s.step, (s, v) => s.step = v).Tensor("sum", s => s.sum, (s, t) => s.sum = t, fresh: o => o.initial_accumulator_value)
            .StateAtOnce(),

        // TorchSharp never counts its steps, so that they do not tell whether there is a state.
        new OptimizerKind<Adadelta, Adadelta.Options, Adadelta.State>("Adadelta")
            .Number("rho", o => o.rho, (o, v) => o.rho = v).Number("eps", o => o.eps, (o, v) => o.eps = v)
            .Number("weight_decay", o => o.weight_decay, (o, v) => o.weight_decay = v)
            .Flag("maximize", o => o.maximize, (o, v) => o.maximize = v)
            .Step(s => s.step, (s, v) => s.step = v).Tensor("square_avg", s => s.square_avg, (s, t) => s.square_avg = t)
            .Tensor("acc_delta", s => s.acc_delta, (s, t) => s.acc_delta = t).StateAtOnce(),

        new OptimizerKind<Adamax, Adamax.Options, Adamax.State>("Adamax")
            .Pair("betas", o => (o.beta1, o.beta2), (o, a, b) => (o.beta1, o.beta2) = (a, b)).Number("eps", o => o.eps, (o, v) => o.eps = v)
            .Number("weight_decay", o => o.weight_decay, (o, v) => o.weight_decay = v).Always("maximize", false)
            .Step(s => s.step, (s, v) => s.step = v).Tensor("exp_avg", s => s.exp_avg, (s, t) => s.exp_avg = t)
            .Tensor("exp_inf", s => s.exp_inf, (s, t) => s.exp_inf = t),

        new OptimizerKind<NAdam, NAdam.Options, NAdam.State>("NAdam")
            .Pair("betas", o => (o.beta1, o.beta2), (o, a, b) => (o.beta1, o.beta2) = (a, b)).Number("eps", o => o.eps, (o, v) => o.eps = v)
            .Number("weight_decay", o => o.weight_decay, (o, v) => o.weight_decay = v)
            .Number("momentum_decay", o => o.momentum_decay, (o, v) => o.momentum_decay = v).Always("decoupled_weight_decay", false)
            .Always("maximize", false)
            .Step(s => s.step, (s, v) => s.step = v).Scalar("mu_product", s => s.mu_product, (s, v) => s.mu_product = v, static _ => 1)
            .Tensor("exp_avg", s => s.exp_avg, (s, t) => s.exp_avg = t).Tensor("exp_avg_sq", s => s.exp_avg_sq, (s, t) => s.exp_avg_sq = t),

        new OptimizerKind<RAdam, RAdam.Options, RAdam.State>("RAdam")
            .Pair("betas", o => (o.beta1, o.beta2), (o, a, b) => (o.beta1, o.beta2) = (a, b)).Number("eps", o => o.eps, (o, v) => o.eps = v)
            .Number("weight_decay", o => o.weight_decay, (o, v) => o.weight_decay = v)
            .Always("decoupled_weight_decay", false).Always("maximize", false)
            .Step(s => s.step, (s, v) => s.step = v).Tensor("exp_avg", s => s.exp_avg, (s, t) => s.exp_avg = t)
            .Tensor("exp_avg_sq", s => s.exp_avg_sq, (s, t) => s.exp_avg_sq = t),

        new OptimizerKind<ASGD, ASGD.Options, ASGD.State>("ASGD")
            .Number("lambd", o => o.lambd, (o, v) => o.lambd = v).Number("alpha", o => o.alpha, (o, v) => o.alpha = v)
            .Number("t0", o => o.t0, (o, v) => o.t0 = v).Number("weight_decay", o => o.weight_decay, (o, v) => o.weight_decay = v)
            .Flag("maximize", o => o.maximize, (o, v) => o.maximize = v)
            .Step(s => s.step, (s, v) => s.step = v).Scalar("eta", s => s.eta, (s, v) => s.eta = v, o => o.LearningRate ?? 0)
            .Scalar("mu", s => s.mu, (s, v) => s.mu = v, static _ => 1).Tensor("ax", s => s.ax, (s, t) => s.ax = t),

        new OptimizerKind<Rprop, Rprop.Options, Rprop.State>("Rprop")
            .Pair("etas", o => (o.etaminus, o.etaplus), (o, a, b) => (o.etaminus, o.etaplus) = (a, b))
            .Pair("step_sizes", o => (o.min_step, o.max_step), (o, a, b) => (o.min_step, o.max_step) = (a, b))
            .Flag("maximize", o => o.maximize, (o, v) => o.maximize = v)
            .Step(s => s.step, (s, v) => s.step = v).Tensor("prev", s => s.prev, (s, t) => s.prev = t)
            .Tensor("step_size", s => s.step_size, (s, t) => s.step_size = t, fresh: o => o.LearningRate),
    ];

    /// <summary>The kind of an optimizer.</summary>
    /// <exception cref="NotSupportedException">It keeps its state where nobody reaches it, or is a class of the caller's own.</exception>
    public static OptimizerKind Of(TorchOptimizer optimizer)
    {
        if (optimizer is LBFGS) throw LbfgsState.Refusal();
        return All.FirstOrDefault(kind => kind.Is(optimizer))
            ?? throw new NotSupportedException($"{optimizer.GetType().Name} is no optimizer of TorchSharp's own whose state PyTorch knows "
                + $"({string.Join(", ", All.Select(static kind => kind.Name))}).");
    }
}
