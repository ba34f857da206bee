using SafeLoad.Globals;

namespace SafeLoad.Tests.Globals;

public sealed class GlobalCatalogTests
{
    [TestCase("torch._utils", "_rebuild_tensor_v2", GlobalJudgement.Allowed)]
    [TestCase("__builtin__", "set", GlobalJudgement.Allowed)]
    [TestCase("builtins", "list", GlobalJudgement.Harmless)]
    [TestCase("__builtin__", "unicode", GlobalJudgement.Harmless)]
    [TestCase("collections", "defaultdict", GlobalJudgement.Harmless)]
    [TestCase("numpy.core.multiarray", "_reconstruct", GlobalJudgement.Harmless)]
    [TestCase("numpy._core.multiarray", "scalar", GlobalJudgement.Harmless)]
    [TestCase("pathlib", "PosixPath", GlobalJudgement.Harmless)]
    [TestCase("mylib.models", "Net", GlobalJudgement.Unknown)]
    [TestCase("torch.nn.modules.linear", "Linear", GlobalJudgement.Unknown)]
    [TestCase("", "", GlobalJudgement.Unknown)]
    // Whole families with their submodules, whatever the name.
    [TestCase("os", "system", GlobalJudgement.Dangerous)]
    [TestCase("os", "anything_new", GlobalJudgement.Dangerous)]
    [TestCase("os.path", "join", GlobalJudgement.Dangerous)]
    [TestCase("posix", "system", GlobalJudgement.Dangerous)]
    [TestCase("subprocess", "Popen", GlobalJudgement.Dangerous)]
    [TestCase("multiprocessing.util", "spawnv_passfds", GlobalJudgement.Dangerous)]
    [TestCase("urllib.request", "urlopen", GlobalJudgement.Dangerous)]
    // Python 2's names.
    [TestCase("commands", "getoutput", GlobalJudgement.Dangerous)]
    [TestCase("__builtin__", "eval", GlobalJudgement.Dangerous)]
    [TestCase("__builtin__", "execfile", GlobalJudgement.Dangerous)]
    [TestCase("cPickle", "loads", GlobalJudgement.Dangerous)]
    // Single names of modules that are harmless otherwise.
    [TestCase("builtins", "exec", GlobalJudgement.Dangerous)]
    [TestCase("builtins", "getattr", GlobalJudgement.Dangerous)]
    [TestCase("builtins", "__import__", GlobalJudgement.Dangerous)]
    [TestCase("torch", "load", GlobalJudgement.Dangerous)]
    [TestCase("torch.hub", "load", GlobalJudgement.Dangerous)]
    [TestCase("numpy", "load", GlobalJudgement.Dangerous)]
    // Dotted names: attributes of something, reached through it.
    [TestCase("pathlib", "os.system", GlobalJudgement.Dangerous)]
    [TestCase("logging", "os.popen", GlobalJudgement.Dangerous)]
    [TestCase("torch.serialization", "os.system", GlobalJudgement.Dangerous)]
    [TestCase("collections", "OrderedDict.__class__.__subclasses__", GlobalJudgement.Dangerous)]
    [TestCase("torch._utils", "_rebuild_tensor_v2.__globals__", GlobalJudgement.Dangerous)]
    [TestCase("torch.serialization.os", "system", GlobalJudgement.Dangerous)]
    [TestCase("builtins", "eval.x", GlobalJudgement.Dangerous)]
    // Not an allowed and not a harmless name any more once it is dotted.
    [TestCase("collections", "OrderedDict.fromkeys", GlobalJudgement.Unknown)]
    [TestCase("builtins", "list.append", GlobalJudgement.Unknown)]
    // Only whole parts count: a module whose name begins like a dangerous one is another module.
    [TestCase("osmnx", "graph", GlobalJudgement.Unknown)]
    [TestCase("mylib", "systematic", GlobalJudgement.Unknown)]
    public void GivenGlobal_IsJudged(string module, string name, GlobalJudgement expected)
    {
        JudgedGlobal judged = GlobalCatalog.Judge(module, name);
        Assert.That(judged.Judgement, Is.EqualTo(expected), judged.Reason);
        Assert.That(judged.Reason, Is.Not.Empty);
    }

    [Test]
    public void GivenEveryAllowedGlobal_IsJudgedAllowed()
    {
        foreach (var (module, name) in AllowedGlobals.All) Assert.That(GlobalCatalog.Judge(module, name).Judgement, Is.EqualTo(GlobalJudgement.Allowed), module + "." + name);
    }
}
