using SafeLoad.Globals;
using SafeLoad.Loading;
using SafeLoad.Scanning;

namespace SafeLoad.Tests.Loading;

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
    // A module's name is the same however it is cut in two.
    [TestCase("torch", "hub.load", GlobalJudgement.Dangerous)]
    [TestCase("torch", "hub", GlobalJudgement.Dangerous)]
    [TestCase("torch", "jit.load", GlobalJudgement.Dangerous)]
    [TestCase("PIL", "Image.open", GlobalJudgement.Dangerous)]
    [TestCase("torch", "Tensor.trace", GlobalJudgement.Unknown)]
    // Functions that honest modules import under their own names.
    [TestCase("collections", "_itemgetter", GlobalJudgement.Dangerous)]
    [TestCase("mylib.tools", "check_output", GlobalJudgement.Dangerous)]
    [TestCase("mylib.tools", "methodcaller.x", GlobalJudgement.Dangerous)]
    // What makes classes, keeps a function to be called later, or looks codecs up by name.
    [TestCase("abc", "ABCMeta", GlobalJudgement.Dangerous)]
    [TestCase("enum", "EnumMeta", GlobalJudgement.Dangerous)]
    [TestCase("weakref", "ref", GlobalJudgement.Dangerous)]
    [TestCase("contextvars", "Context.run", GlobalJudgement.Dangerous)]
    [TestCase("codecs", "charmap_build", GlobalJudgement.Dangerous)]
    [TestCase("mylib.codecs", "Vector", GlobalJudgement.Unknown)]
    // Not an allowed and not a harmless name any more once it is dotted.
    [TestCase("collections", "OrderedDict.fromkeys", GlobalJudgement.Unknown)]
    [TestCase("builtins", "list.append", GlobalJudgement.Unknown)]
    // Known classes of well-known libraries, by the paths under which pickle writes them.
    [TestCase("torch.nn.modules.linear", "Linear", GlobalJudgement.Harmless)]
    [TestCase("torch.optim.adamw", "AdamW", GlobalJudgement.Harmless)]
    [TestCase("torch.nn.quantized.modules.linear", "Linear", GlobalJudgement.Harmless)]
    [TestCase("torchvision.models.resnet", "Bottleneck", GlobalJudgement.Harmless)]
    [TestCase("transformers.training_args", "TrainingArguments", GlobalJudgement.Harmless)]
    [TestCase("sklearn.ensemble.forest", "RandomForestClassifier", GlobalJudgement.Harmless)]
    [TestCase("sklearn.ensemble._forest", "RandomForestClassifier", GlobalJudgement.Harmless)]
    [TestCase("sklearn.tree._tree", "Tree", GlobalJudgement.Harmless)]
    [TestCase("scipy.sparse._csr", "csr_matrix", GlobalJudgement.Harmless)]
    [TestCase("pandas.core.frame", "DataFrame", GlobalJudgement.Harmless)]
    [TestCase("omegaconf.dictconfig", "DictConfig", GlobalJudgement.Harmless)]
    [TestCase("xgboost.core", "Booster", GlobalJudgement.Harmless)]
    [TestCase("ultralytics.nn.tasks", "DetectionModel", GlobalJudgement.Harmless)]
    // Exact pairs inside of dangerous families.
    [TestCase("_io", "BytesIO", GlobalJudgement.Harmless)]
    [TestCase("_io", "FileIO", GlobalJudgement.Dangerous)]
    [TestCase("types", "SimpleNamespace", GlobalJudgement.Harmless)]
    [TestCase("types", "CodeType", GlobalJudgement.Dangerous)]
    [TestCase("joblib.numpy_pickle", "NumpyArrayWrapper", GlobalJudgement.Harmless)]
    [TestCase("joblib.numpy_pickle", "load", GlobalJudgement.Dangerous)]
    [TestCase("uuid", "UUID", GlobalJudgement.Harmless)]
    [TestCase("argparse", "FileType", GlobalJudgement.Dangerous)]
    [TestCase("logging", "getLogger", GlobalJudgement.Harmless)]
    [TestCase("pathlib", "Path.write_text", GlobalJudgement.Dangerous)]
    // Classes whose state is a program, though they look like data.
    [TestCase("scipy.stats._continuous_distns", "norm_gen", GlobalJudgement.Dangerous)]
    [TestCase("statsmodels.base.data", "PandasData", GlobalJudgement.Dangerous)]
    [TestCase("torch.fx.graph_module", "reduce_graph_module", GlobalJudgement.Dangerous)]
    [TestCase("numpy.core", "_ufunc_reconstruct", GlobalJudgement.Dangerous)]
    [TestCase("torch._tensor", "_rebuild_from_type", GlobalJudgement.Dangerous)]
    [TestCase("joblib.numpy_pickle_compat", "NDArrayWrapper", GlobalJudgement.Dangerous)]
    // TorchScript's own helpers are code of the file, not danger by name.
    [TestCase("torch.jit._pickle", "build_intlist", GlobalJudgement.Unknown)]
    [TestCase("__torch__.models.net", "Net", GlobalJudgement.Unknown)]
    [TestCase("torch.jit._script", "RecursiveScriptModule", GlobalJudgement.Dangerous)]
    // A name that Python 2 spelled differently is another name; a module that it called differently is the same.
    [TestCase("__builtin__", "xrange", GlobalJudgement.Harmless)]
    [TestCase("__builtin__", "unichr", GlobalJudgement.Unknown)]
    [TestCase("__builtin__", "basestring", GlobalJudgement.Unknown)]
    [TestCase("__builtin__", "long", GlobalJudgement.Harmless)]
    [TestCase("__builtin__", "list", GlobalJudgement.Harmless)]
    [TestCase("builtins", "range", GlobalJudgement.Harmless)]
    [TestCase("builtins", "print", GlobalJudgement.Unknown)]
    [TestCase("__builtin__", "reduce", GlobalJudgement.Dangerous)]
    [TestCase("__builtin__", "intern", GlobalJudgement.Dangerous)]
    [TestCase("itertools", "imap", GlobalJudgement.Dangerous)]
    [TestCase("exceptions", "ValueError", GlobalJudgement.Harmless)]
    [TestCase("exceptions", "StandardError", GlobalJudgement.Harmless)]
    [TestCase("exceptions", "eval", GlobalJudgement.Dangerous)]
    [TestCase("UserDict", "UserDict", GlobalJudgement.Unknown)]
    // Reached through another module.
    [TestCase("numpy.core._methods", "os", GlobalJudgement.Dangerous)]
    [TestCase("random", "_os.system", GlobalJudgement.Dangerous)]
    [TestCase("xyz", "importlib.import_module", GlobalJudgement.Dangerous)]
    [TestCase("torch.nn.modules.module", "functools.partial", GlobalJudgement.Dangerous)]
    [TestCase("torch.nn.modules.module", "torch.hub.load", GlobalJudgement.Dangerous)]
    [TestCase("torch.nn.modules.module", "torch.load", GlobalJudgement.Dangerous)]
    [TestCase("collections", "abc.sys", GlobalJudgement.Dangerous)]
    [TestCase("six.moves.builtins", "eval", GlobalJudgement.Dangerous)]
    // Words that honest paths contain.
    [TestCase("scipy.signal.windows", "Window", GlobalJudgement.Unknown)]
    [TestCase("mylib.io.trace.code", "Net", GlobalJudgement.Unknown)]
    [TestCase("mylib.models", "Tensor.trace", GlobalJudgement.Unknown)]
    [TestCase("mylib.ssl.ast.models", "Net", GlobalJudgement.Unknown)]
    [TestCase("mylib.models", "test", GlobalJudgement.Unknown)]
    // Only whole parts count: a module whose name begins like a dangerous one is another module.
    [TestCase("osmnx", "graph", GlobalJudgement.Unknown)]
    [TestCase("mylib", "systematic", GlobalJudgement.Unknown)]
    public void GivenGlobal_IsJudged(string module, string name, GlobalJudgement expected)
    {
        JudgedGlobal judged = GlobalCatalog.Judge(module, name);
        Assert.That(judged.Judgement, Is.EqualTo(expected), judged.Reason);
        Assert.That(judged.Reason, Is.Not.Empty);
    }

    // A file can make a path as long as it likes: what hides at its end is not looked for, and it is no honest name.
    [Test]
    public void GivenPathOfAMillionParts_IsDangerousAsANameAndUnknownAsAModule()
    {
        string path = string.Join('.', Enumerable.Repeat("torch", 1 << 20));
        Assert.That(GlobalCatalog.Judge("mylib", path).Judgement, Is.EqualTo(GlobalJudgement.Dangerous));
        Assert.That(GlobalCatalog.Judge(path, "Net").Judgement, Is.EqualTo(GlobalJudgement.Unknown));
    }

    [Test]
    public void GivenEveryAllowedGlobal_IsJudgedAllowed()
    {
        foreach (AllowedGlobal row in AllowedGlobals.All.Where(static row => row.IsIn(AllowedSets.PyTorch)))
            Assert.That(GlobalCatalog.Judge(row.Module, row.Name).Judgement, Is.EqualTo(GlobalJudgement.Allowed),
                row.Module + "." + row.Name);
    }
}
