using System.Text.Json;
using SafeLoad.Diagnostics;
using SafeLoad.Globals;
using SafeLoad.Loading;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Loading;

public sealed class AllowedGlobalsTests
{
    private static IEnumerable<AllowedGlobal> Rows => AllowedGlobals.All;

    private static IEnumerable<AllowedGlobal> OnTheList => Rows.Where(static row => row.IsIn(AllowedSets.PyTorch));

    // What PyTorch 2.11 itself answered. One name more is a hole; one less refuses files that PyTorch opens.
    [Test]
    public void GivenTheList_IsExactlyPyTorchs()
    {
        string[] expected = JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(Fixtures.PathOf("allowed-globals-2.11.json")))!;
        Assert.That(expected, Has.Length.GreaterThan(100));
        Assert.That(OnTheList.Select(static row => row.Module + "." + row.Name), Is.EquivalentTo(expected));
    }

    // PyTorch's list and what a caller opts into are two tables: a name in both would mean what the first says, whoever is asked.
    [Test]
    public void GivenEveryRow_ItsNameStandsOnce() =>
        Assert.That(Rows.Select(static row => GlobalKey.Of(row.Module, row.Name)), Is.Unique);

    [Test]
    public void GivenEveryRow_ItsMeaningHasItsNameAndAReason()
    {
        foreach (AllowedGlobal row in Rows)
        {
            string name = row.Module + "." + row.Name;
            switch (row.Meaning)
            {
                case PyGlobal global: Assert.That((global.Module, global.Name), Is.EqualTo((row.Module, row.Name))); break;
                case PyConstant constant: Assert.That(constant.Text, Is.EqualTo(name)); break;
                default: Assert.Fail($"{name} means a {row.Meaning.Kind}"); break;
            }
            if (row.Meaning is PyGlobal { Meaning: RebuildFunction function }) Assert.That(function.FullName, Is.EqualTo(name));
            Assert.That(row.Why, Is.Not.Empty, name);
        }
    }

    // What PyTorch allows today it allows since some release; what it allowed once has an end; of all else no release knows.
    [Test]
    public void GivenEveryRow_ItsReleasesFitItsSets()
    {
        foreach (AllowedGlobal row in Rows)
        {
            Assert.That(row.Since is not null && row.Until is null, Is.EqualTo(row.IsIn(AllowedSets.PyTorch)), row.Module + "." + row.Name);
            if (row.Since is null) Assert.That(row.Until, Is.Null, row.Module + "." + row.Name);
        }
    }

    // A set that nobody can choose must not come in by a flag that a caller can set.
    [Test]
    public void GivenEveryBitThatACallerCanSet_OnlyTheSelectableSetsAreOn()
    {
        var context = new LoadContext(new Budget(new CheckpointLimits()), new CheckpointOptions { GlobalSets = (GlobalSets)(-1) });
        Assert.That(context.Sets, Is.EqualTo(AllowedSets.Selectable | AllowedSets.Distributed));
    }

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
        Assert.That(AllowedGlobals.Find((module, name), AllowedSets.PyTorch), Is.Null);
    }
}
