using TorchSharp;
using TorchSharp.Modules;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>A module of any parameters and buffers.</summary>
internal sealed class Parts : torch.nn.Module
{
    public Parts() : base(nameof(Parts)) { }

    public Parts Parameter(string name, torch.Tensor tensor, bool requiresGrad = true)
    {
        register_parameter(name, new Parameter(tensor, requiresGrad));
        return this;
    }

    public Parts Buffer(string name, torch.Tensor tensor, bool persistent = true)
    {
        register_buffer(name, tensor, persistent);
        return this;
    }

    public Parts Module(string name, torch.nn.Module module)
    {
        register_module(name, module);
        return this;
    }
}
