using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using SafeLoad.Benchmarks.Compare;

// compare ...: SafeLoad beside torch.load. Anything else goes to BenchmarkDotNet: --filter '*', --list flat, --job short.
switch (args)
{
    case ["child", var mode, var path]:
        return ChildCommand.Run(mode, path);
    case ["compare", .. var rest]:
        return CompareCommand.Run(CompareOptions.Parse(rest));
    default:
        // In this process: no project is generated and built, so that the repository's own build settings cannot get in its way.
        IConfig config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkSwitcher.FromAssembly(typeof(ChildCommand).Assembly).Run(args.Length > 0 ? args : ["--filter", "*"], config);
        return 0;
}
