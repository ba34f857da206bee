using NUnit.Framework.Interfaces;
using TorchSharp;

namespace SafeLoad.TorchSharp.Tests.Support;

/// <summary>What these tests make goes to the CPU, whatever the default device.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OnCpuAttribute : Attribute, ITestAction
{
    private torch.Device? _default;

    public ActionTargets Targets => ActionTargets.Suite;

    public void BeforeTest(ITest test)
    {
        _default = torch.get_default_device();
        torch.set_default_device(torch.CPU);
    }

    public void AfterTest(ITest test) => torch.set_default_device(_default!);
}
