using SafeLoad.Globals;
using SafeLoad.Loading;

namespace SafeLoad.Tests.Globals;

public sealed class GlobalAliasesTests
{
    // What pickle.Unpickler(fix_imports=True) looks up.
    [TestCase("__builtin__", "set", "builtins", "set")]
    [TestCase("__builtin__", "eval", "builtins", "eval")]
    [TestCase("__builtin__", "reduce", "functools", "reduce")]
    [TestCase("__builtin__", "xrange", "builtins", "range")]
    [TestCase("__builtin__", "unicode", "builtins", "str")]
    [TestCase("__builtin__", "long", "builtins", "int")]
    [TestCase("copy_reg", "_reconstructor", "copyreg", "_reconstructor")]
    [TestCase("commands", "getoutput", "subprocess", "getoutput")]
    [TestCase("cPickle", "loads", "pickle", "loads")]
    [TestCase("urllib", "urlopen", "urllib.request", "urlopen")]
    [TestCase("urllib2", "HTTPError", "urllib.error", "HTTPError")]
    [TestCase("itertools", "imap", "builtins", "map")]
    [TestCase("UserDict", "IterableUserDict", "collections", "UserDict")]
    [TestCase("exceptions", "ValueError", "builtins", "ValueError")]
    [TestCase("exceptions", "StandardError", "builtins", "Exception")]
    public void GivenPython2Name_IsPython3s(string module, string name, string newModule, string newName) =>
        Assert.That(GlobalAliases.Resolve(module, name), Is.EqualTo((newModule, newName)));

    [TestCase("torch", "FloatStorage")]
    [TestCase("builtins", "set")]
    [TestCase("__builtin__x", "set")]
    [TestCase("commands.sub", "f")]
    public void GivenAnyOtherName_IsItself(string module, string name) =>
        Assert.That(GlobalAliases.Resolve(module, name), Is.EqualTo((module, name)));

    // An alias that led from a refused name to an allowed one would widen the list; these few are PyTorch's own.
    [Test]
    public void GivenPython2Names_OnlyBuiltinsLeadToAllowedGlobals()
    {
        string[] modules = ["__builtin__", "exceptions", "UserDict", "UserList", "UserString", "copy_reg", "cPickle", "StringIO", "urllib",
            "itertools", "_abcoll", "Queue", "repr"];
        var leading = modules.SelectMany(static module => AllowedGlobals.All.Where(static row => row.IsIn(AllowedSets.PyTorch))
            .Select(allowed => (module, allowed.Name)))
            .Where(static pair => GlobalAliases.Resolve(pair.module, pair.Name) is var resolved
                && AllowedGlobals.Contains(resolved.Module, resolved.Name)).Distinct();
        Assert.That(leading, Is.EquivalentTo(new[]
        {
            ("__builtin__", "set"), ("__builtin__", "bytearray"), ("__builtin__", "complex"),
            // Classes that Python looks up all the same when a file calls them so, with the same result.
            ("exceptions", "set"), ("exceptions", "bytearray"), ("exceptions", "complex"),
            ("UserDict", "OrderedDict"), ("UserDict", "Counter"), ("UserList", "OrderedDict"), ("UserList", "Counter"),
            ("UserString", "OrderedDict"), ("UserString", "Counter"),
        }));
    }
}
