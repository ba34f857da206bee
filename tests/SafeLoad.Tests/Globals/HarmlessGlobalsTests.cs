using SafeLoad.Globals;
using SafeLoad.Loading;
using SafeLoad.Scanning;

namespace SafeLoad.Tests.Globals;

public sealed class HarmlessGlobalsTests
{
    private static readonly (string Module, string Name, HarmlessGlobal Known)[] s_all = [.. HarmlessGlobals.All];

    [Test]
    public void GivenTheCatalogue_HasManyEntriesAndNoneTwice()
    {
        Assert.That(s_all, Has.Length.GreaterThan(1000));
        Assert.That(s_all.Select(static entry => (entry.Module, entry.Name)), Is.Unique);
    }

    [Test]
    public void GivenEveryEntry_IsOneNameOfOneModuleWithAReason()
    {
        foreach (var (module, name, known) in s_all)
        {
            Assert.That(name, Does.Match("^[A-Za-z_][A-Za-z0-9_]*$"), module);
            Assert.That(module, Does.Match(@"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$"), name);
            Assert.That(known.Reason, Has.Length.GreaterThan(5).And.Not.Contains("["), module + "." + name);
        }
    }

    [Test]
    public void GivenEveryEntry_IsJudgedHarmlessWithItsUse()
    {
        foreach (var (module, name, known) in s_all)
        {
            var expected = new JudgedGlobal(GlobalJudgement.Harmless, known.Reason, known.Use, known.IsShared);
            Assert.That(GlobalCatalog.Judge(module, name), Is.EqualTo(expected), module + "." + name);
        }
    }

    [Test]
    public void GivenEveryEntry_IsNotAllowedToo() =>
        Assert.That(s_all.Where(static entry => AllowedGlobals.Contains(entry.Module, entry.Name)), Is.Empty);

    // A name that is dangerous by itself stays so; only a whole module's danger is overruled by an exact pair.
    [Test]
    public void GivenEveryEntry_IsNoDangerousSingleName() =>
        Assert.That(s_all.Where(static entry => DangerousGlobals.FindName(entry.Module, entry.Name) is not null), Is.Empty);

    // Close to a harmless name is not harmless: exact pairs, nothing dotted, nothing by prefix.
    [TestCase("torch.nn.modules.linear", "linear")]
    [TestCase("torch.nn.modules.linear.", "Linear")]
    [TestCase("torch.nn.modules", "linear.Linear")]
    [TestCase("torch.nn.modules.linear", "Linear.__init__")]
    [TestCase("torch.nn.modules.linear", "Linear ")]
    [TestCase("torch.nn.modules.linear", "Linear.__class__")]
    [TestCase("mylib.torch.nn.modules.linear", "Linear")]
    [TestCase("", "")]
    public void GivenNameBesideAHarmlessOne_IsNotHarmless(string module, string name) =>
        Assert.That(GlobalCatalog.Judge(module, name).Judgement, Is.AnyOf(GlobalJudgement.Unknown, GlobalJudgement.Dangerous));

    [TestCase("torch.nn.modules.linear", "Linear", GlobalUse.Operand)]
    [TestCase("torch.nn.functional", "relu", GlobalUse.Name)]
    [TestCase("collections", "defaultdict", GlobalUse.Value)]
    [TestCase("numpy", "ndarray", GlobalUse.Name)]
    [TestCase("numpy", "dtype", GlobalUse.Value)]
    [TestCase("uuid", "UUID", GlobalUse.Operand)]
    [TestCase("argparse", "Namespace", GlobalUse.Operand)]
    [TestCase("torch.distributed.tensor._dtensor_spec", "ShardOrderEntry", GlobalUse.Value)]
    public void GivenEntry_HasTheLeastUseThatHonestFilesNeed(string module, string name, object use) =>
        Assert.That(GlobalCatalog.Judge(module, name).Use, Is.EqualTo(use));
}
