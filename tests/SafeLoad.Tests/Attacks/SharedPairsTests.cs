using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Scanning.Pickles;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Attacks;

/// <summary>A scan looks through what a pickle fetches from its memo again and again once, or no more than a file may cost.</summary>
public sealed class SharedPairsTests
{
    private const int Pairs = 1000, Calls = 20_000;

    // Twice as many looks as the most pairs of a file, if each call had its own.
    [TestCase("set"), TestCase("frozenset"), TestCase("list"), TestCase("tuple")]
    public void GivenADictOfTheSamePairsAgainAndAgain_TheyAreLookedThroughOnce(string kind)
    {
        PickleBuilder pickle = PickleBuilder.Protocol(4).Global("collections", "OrderedDict").Put(0).Op(PickleOpcode.Pop);
        if (kind is "set") pickle.Op(PickleOpcode.EmptySet).Mark();
        else if (kind is "list") pickle.Op(PickleOpcode.EmptyList).Mark();
        else pickle.Mark();
        for (int i = 0; i < Pairs; i++) pickle.Int(i).Int(i).Op(PickleOpcode.Tuple2);
        pickle.Op(kind switch
        {
            "set" => PickleOpcode.AddItems,
            "frozenset" => PickleOpcode.FrozenSet,
            "list" => PickleOpcode.Appends,
            _ => PickleOpcode.Tuple,
        }).Op(PickleOpcode.Tuple1).Put(1).Op(PickleOpcode.Pop);
        for (int i = 0; i < Calls; i++) pickle.Get(0).Get(1).Reduce().Op(PickleOpcode.Pop);
        ScanReport report = Scanned.Bytes(pickle.None().Stop(), "model.pkl");
        Assert.That(report.Ids(), Does.Not.Contain(DiagnosticId.ComputedCall));
    }

    // A tuple in the metadata of fresh dtypes: each look is cheap, and all together are not.
    [Test]
    public void GivenDTypesThatShareALargeTuple_TheFileHasOneBudget()
    {
        var large = new PyTuple([.. Enumerable.Repeat(PyValue.FromInt(1), 9000)]);
        int spent = 0, read = 0;
        for (int i = 0; i < 5000; i++)
        {
            var arguments = new PyTuple([PyValue.FromText("f8"), new PyValue(large)]);
            var dtype = new PyObject(new PyValue(new PyGlobal("numpy", "dtype")), new PyValue(arguments));
            if (JoblibElement.Read(dtype, ref spent) is not null) read++;
        }
        Assert.That(read, Is.InRange(1000, 1200));
        Assert.That(spent, Is.InRange(JoblibElement.MostOfFile, JoblibElement.MostOfFile + 10));
    }

    // No more of a tuple is put aside than is looked at.
    [Test]
    public void GivenADTypeOfAnEnormousTuple_CostsLittle()
    {
        var large = new PyTuple([.. Enumerable.Repeat(PyValue.FromInt(1), 1_000_000)]);
        var arguments = new PyTuple([PyValue.FromText("f8"), new PyValue(large)]);
        var dtype = new PyObject(new PyValue(new PyGlobal("numpy", "dtype")), new PyValue(arguments));
        int spent = 0;
        Assert.That(Cost.AllocatedBy(() => JoblibElement.Read(dtype, ref spent)), Is.LessThan(1 << 20));
        Assert.That(spent, Is.LessThan(20_000));
    }
}
