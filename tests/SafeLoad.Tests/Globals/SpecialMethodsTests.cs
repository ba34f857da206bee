using SafeLoad.Globals;

namespace SafeLoad.Tests.Globals;

/// <summary>What the catalogue says of each class, held against what the class has.</summary>
public sealed class SpecialMethodsTests
{
    private static readonly (string Module, string Name, HarmlessGlobal Known)[] s_all = [.. HarmlessGlobals.All];

    [Test]
    public void GivenEveryEntry_ItsClassWasLookedUp() =>
        Assert.That(SpecialMethods.All.Keys, Is.EquivalentTo(s_all.Select(static entry => (entry.Module, entry.Name))));

    // BUILD calls it with what the file says.
    [Test]
    public void GivenAnEntryWithAStateMethod_ItsReasonSaysWhatThatDoes() =>
        Assert.That(s_all.Where(static entry => entry.Known.Use > GlobalUse.Name
            && SpecialMethods.Has(entry.Module, entry.Name, "__setstate__")
            && !entry.Known.Reason.Contains("__setstate__", StringComparison.Ordinal)), Is.Empty);

    // It runs when an object is let go, with what the file has set.
    [Test]
    public void GivenAnEntryWithAFinalizer_ItsReasonSaysWhatThatDoes() =>
        Assert.That(s_all.Where(static entry => entry.Known.Use > GlobalUse.Name
            && SpecialMethods.Has(entry.Module, entry.Name, "__del__")
            && !entry.Known.Reason.Contains("__del__", StringComparison.Ordinal)), Is.Empty);

    // What could neither be imported nor read is a handful.
    [Test]
    public void GivenTheTable_NearlyEveryClassWasRead() =>
        Assert.That(SpecialMethods.All.Count(static known => known.Value is [SpecialMethods.Unread]), Is.LessThan(5));

    // An object of a value is taken for something that nobody can call; a type hint, which calls its class, is asked for that.
    [Test]
    public void GivenAValue_ItsObjectsCannotBeCalled() =>
        Assert.That(s_all.Where(static entry => entry.Known.Use == GlobalUse.Value && entry is not { Module: "types", Name: "GenericAlias" }
            && SpecialMethods.Has(entry.Module, entry.Name, "__call__")), Is.Empty);

    // PyTorch Geometric's data give their items when called, a layout of a mesh a number, Slerp rotations, a selector names of columns;
    // what makes the class of a batch has a form of its own.
    [Test]
    public void GivenAnOperandThatCanBeCalled_ItsPackageIsKnownToHaveSuch() =>
        Assert.That(s_all.Where(static entry => entry.Known.Use == GlobalUse.Operand && !CallableObjects.Has(entry.Module)
            && SpecialMethods.Has(entry.Module, entry.Name, "__call__")
            && entry.Name is not ("Data" or "TemporalData" or "DataBatch" or "HeteroDataBatch" or "_MeshLayout" or "Slerp"
                or "DynamicInheritanceGetter" or "make_column_selector")), Is.Empty);

    // Its members are the process's own.
    [Test]
    public void GivenAnEnumeration_ItIsShared() =>
        Assert.That(s_all.Where(static entry => entry.Known.Reason.StartsWith("a member of an enumeration", StringComparison.Ordinal)
            && !entry.Known.IsShared), Is.Empty);
}
