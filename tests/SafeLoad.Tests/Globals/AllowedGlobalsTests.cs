using System.Text.Json;
using SafeLoad.Globals;
using SafeLoad.Rebuild;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Globals;

public sealed class AllowedGlobalsTests
{
    // What PyTorch 2.11 itself answered. One name more is a hole; one less refuses files that PyTorch opens.
    [Test]
    public void GivenTheList_IsExactlyPyTorchs()
    {
        string[] expected = JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(Fixtures.PathOf("allowed-globals-2.11.json")))!;
        Assert.That(expected, Has.Length.GreaterThan(100));
        Assert.That(AllowedGlobals.All.Select(static pair => pair.Module + "." + pair.Name), Is.EquivalentTo(expected));
    }

    [Test]
    public void GivenEveryAllowedGlobal_HasAMeaningOfItsOwn()
    {
        foreach (var (module, name) in AllowedGlobals.All)
        {
            PyValue? meaning = RebuildTable.Find((module, name));
            Assert.That(meaning, Is.Not.Null, module + "." + name);
            switch (meaning!.Value.Reference)
            {
                case PyGlobal global: Assert.That((global.Module, global.Name), Is.EqualTo((module, name))); break;
                case PyConstant constant: Assert.That(constant.Text, Is.EqualTo(module + "." + name)); break;
                default: Assert.Fail($"{module}.{name} means a {meaning.Value.TypeName}"); break;
            }
        }
    }

    [Test]
    public void GivenEveryAllowedCallable_ItsFunctionHasItsName()
    {
        foreach (var (module, name) in AllowedGlobals.Callables)
        {
            var function = ((PyGlobal)RebuildTable.Find((module, name))!.Value.Reference!).Meaning as RebuildFunction;
            Assert.That(function?.FullName, Is.EqualTo(module + "." + name));
        }
    }

    [Test]
    public void GivenEveryFunction_IsOnTheList() =>
        Assert.That(RebuildFunctions.All.Select(static function => (function.Module, function.Name)), Is.EquivalentTo(AllowedGlobals.Callables));

    // Close to an allowed name is not allowed: exact pairs, no prefixes, no case folding, no other split of the dotted name.
    [TestCase("torch", "floatstorage")]
    [TestCase("Torch", "FloatStorage")]
    [TestCase("torch.", "FloatStorage")]
    [TestCase("torch", "FloatStorage ")]
    [TestCase("torch", "cuda.FloatStorage")]
    [TestCase("torch.cuda", "QInt8Storage")]
    [TestCase("", "torch.FloatStorage")]
    [TestCase("torch._utils", "_rebuild_tensor_v2.__globals__")]
    [TestCase("collections", "OrderedDict.fromkeys")]
    [TestCase("builtins", "getattr")]
    [TestCase("torch", "load")]
    public void GivenNameBesideAnAllowedOne_IsNotAllowed(string module, string name)
    {
        Assert.That(AllowedGlobals.Contains(module, name), Is.False);
        Assert.That(RebuildTable.Find((module, name)), Is.Null);
    }
}
