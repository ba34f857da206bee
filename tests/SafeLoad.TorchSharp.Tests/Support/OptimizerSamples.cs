using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SafeLoad.TorchSharp.Tests.Support;

/// <summary>TorchSharp's optimizers, made with its defaults: what a file has must be loaded from it.</summary>
internal static class OptimizerSamples
{
    public static optim.Optimizer Create(string kind, IEnumerable<Parameter> parameters) => kind switch
    {
        "sgd" => optim.SGD(parameters, 1),
        "adam" => optim.Adam(parameters),
        "adamw" => optim.AdamW(parameters),
        "rmsprop" => optim.RMSProp(parameters),
        "adagrad" => optim.Adagrad(parameters),
        "adadelta" => optim.Adadelta(parameters),
        "adamax" => optim.Adamax(parameters),
        "nadam" => optim.NAdam(parameters),
        "radam" => optim.RAdam(parameters),
        "asgd" => optim.ASGD(parameters),
        "rprop" => optim.Rprop(parameters),
        "lbfgs" => optim.LBFGS(parameters),
        _ => throw new ArgumentException(kind),
    };
}
