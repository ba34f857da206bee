using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Pickle;

internal sealed class CollectionTests
{
    private static string Keys(PyValue dict) =>
        string.Join(", ", ((PyDict)dict.Reference!).Select(static pair => $"{PythonRepr.Of(pair.Key)}: {PythonRepr.Of(pair.Value)}"));

    [Test]
    public void GivenTuples_HaveTheirItemsInOrder()
    {
        byte[] pickle = PickleBuilder.Protocol(2)
            .Int(1)
            .Op(PickleOpcode.Tuple1)
            .Int(2)
            .Int(3)
            .Op(PickleOpcode.Tuple2)
            .EmptyTuple()
            .Op(PickleOpcode.Tuple3)
            .Stop();
        Assert.That(PythonRepr.Of(Opened.Root(pickle)), Is.EqualTo("((1,), (2, 3), ())"));
    }

    [Test]
    public void GivenLists_AppendAppendsAndListFillThem()
    {
        byte[] pickle = PickleBuilder.Protocol(2)
            .Mark()
            .Int(1)
            .Op(PickleOpcode.List)
            .Int(2)
            .Op(PickleOpcode.Append)
            .Mark()
            .Int(3)
            .Int(4)
            .Op(PickleOpcode.Appends)
            .Mark()
            .Op(PickleOpcode.Appends)
            .Stop();
        Assert.That(((PyList)Opened.Root(pickle).Reference!).Select(static item => item.AsInt64()), Is.EqualTo(new long[] { 1, 2, 3, 4 }));
    }

    [Test]
    public void GivenListInItself_HoldsItself()
    {
        byte[] pickle = PickleBuilder.Protocol(2).Op(PickleOpcode.EmptyList).Put(0).Get(0).Op(PickleOpcode.Append).Stop();
        var list = (PyList)Opened.Root(pickle).Reference!;
        Assert.That(list.Single().Reference, Is.SameAs(list));
    }

    [Test]
    public void GivenDicts_SetItemSetItemsAndDictFillThem()
    {
        byte[] pickle = PickleBuilder.Protocol(2)
            .Mark()
            .ShortText("a")
            .Int(1)
            .Op(PickleOpcode.Dict)
            .ShortText("b")
            .Int(2)
            .Op(PickleOpcode.SetItem)
            .Mark()
            .ShortText("c")
            .Int(3)
            .ShortText("d")
            .Int(4)
            .SetItems()
            .Stop();
        Assert.That(Keys(Opened.Root(pickle)), Is.EqualTo("'a': 1, 'b': 2, 'c': 3, 'd': 4"));
    }

    // As in Python: the first place, the last value. In a small dict, and in one that is large enough to have an index.
    [TestCase(0)]
    [TestCase(20)]
    public void GivenKeyTwice_KeepsItsFirstPlaceAndItsLastValue(int others)
    {
        PickleBuilder builder =
            PickleBuilder.Protocol(2).EmptyDict().Mark().ShortText("a").Int(1).ShortText("b").Int(2).ShortText("a").Int(3);
        for (int i = 0; i < others; i++) builder.ShortText("x" + i).Int(0);
        var dict = (PyDict)Opened.Root(builder.SetItems().Stop()).Reference!;
        Assert.That(dict, Has.Count.EqualTo(2 + others));
        Assert.That(dict.Take(2).Select(static pair => (pair.Key.AsString(), pair.Value.AsInt64())),
            Is.EqualTo(new[] { ("a", 3L), ("b", 2L) }));
        Assert.That(dict["a"].AsInt64(), Is.EqualTo(3));
    }

    [TestCase(0)]
    [TestCase(20)]
    public void GivenOneTrueAndOnePointZero_AreOneKey(int others)
    {
        PickleBuilder builder = PickleBuilder.Protocol(2).EmptyDict().Mark()
            .Int(1).ShortText("int")
            .Op(PickleOpcode.NewTrue).ShortText("bool")
            .Op(PickleOpcode.BinFloat, [0x3F, 0xF0, 0, 0, 0, 0, 0, 0]).ShortText("float");
        for (int i = 0; i < others; i++) builder.Int(100 + i).Int(0);
        var dict = (PyDict)Opened.Root(builder.SetItems().Stop()).Reference!;
        Assert.That(dict, Has.Count.EqualTo(1 + others));
        // The first key stays, whatever its type.
        Assert.That((dict.First().Key.Kind, dict.First().Value.AsString()), Is.EqualTo((PyKind.Int, "float")));
    }

    [Test]
    public void GivenStrAndBytesOfTheSameBytes_AreTwoKeys()
    {
        byte[] pickle = PickleBuilder.Protocol(4).EmptyDict().Mark().ShortText("a").Int(1).Op(PickleOpcode.ShortBinBytes, [1, (byte)'a'])
            .Int(2).SetItems().Stop();
        Assert.That(Keys(Opened.Root(pickle)), Is.EqualTo("'a': 1, b'a': 2"));
    }

    [Test]
    public void GivenSets_HoldEachItemOnce()
    {
        byte[] pickle = PickleBuilder.Protocol(4)
            .Op(PickleOpcode.EmptySet)
            .Mark()
            .Int(1)
            .Int(2)
            .Op(PickleOpcode.NewTrue)
            .Op(PickleOpcode.AddItems)
            .Mark()
            .Int(3)
            .Int(3)
            .Op(PickleOpcode.FrozenSet)
            .Op(PickleOpcode.Tuple2)
            .Stop();
        var tuple = (PyTuple)Opened.Root(pickle).Reference!;
        Assert.That(((PySet)tuple[0].Reference!).Select(static item => item.AsInt64()), Is.EqualTo(new long[] { 1, 2 }));
        Assert.That((tuple[1].Kind, ((PySet)tuple[1].Reference!).Count), Is.EqualTo((PyKind.FrozenSet, 1)));
    }

    [TestCase(PickleOpcode.EmptyTuple, PickleOpcode.Append, "APPEND needs a list and finds a tuple")]
    [TestCase(PickleOpcode.EmptyDict, PickleOpcode.Append, "APPEND needs a list and finds a dict")]
    [TestCase(PickleOpcode.EmptySet, PickleOpcode.Append, "APPEND needs a list and finds a set")]
    public void GivenAppendToNoList_Fails(PickleOpcode target, PickleOpcode opcode, string problem) =>
        Opened.Fails<MalformedCheckpointException>(PickleBuilder.Protocol(4)
            .Op(target)
            .Op(PickleOpcode.None)
            .Op(opcode)
            .Stop(), DiagnosticId.BadOperand, 4, OpcodeTable.NameOf(opcode), problem);

    [TestCase(PickleOpcode.EmptyTuple, PickleOpcode.Appends, "APPENDS needs a list and finds a tuple")]
    [TestCase(PickleOpcode.EmptyList, PickleOpcode.SetItems, "SETITEMS needs a dict and finds a list")]
    [TestCase(PickleOpcode.EmptyList, PickleOpcode.AddItems, "ADDITEMS needs a set and finds a list")]
    [TestCase(PickleOpcode.EmptyDict, PickleOpcode.AddItems, "ADDITEMS needs a set and finds a dict")]
    public void GivenItemsForAnotherKind_Fails(PickleOpcode target, PickleOpcode opcode, string problem) =>
        Opened.Fails<MalformedCheckpointException>(PickleBuilder.Protocol(4)
            .Op(target)
            .Mark()
            .Op(opcode)
            .Stop(), DiagnosticId.BadOperand, 4, OpcodeTable.NameOf(opcode), problem);

    // A frozenset that grew after it became a key would be another key.
    [Test]
    public void GivenAddItemsToFrozenSet_Fails() =>
        Opened.Fails<MalformedCheckpointException>(PickleBuilder.Protocol(4)
            .Mark()
            .Op(PickleOpcode.FrozenSet)
            .Mark()
            .Int(1)
            .Op(PickleOpcode.AddItems)
            .Stop(), DiagnosticId.BadOperand, 10, "ADDITEMS", "ADDITEMS needs a set and finds a frozenset");

    [TestCase(PickleOpcode.Dict)]
    [TestCase(PickleOpcode.SetItems)]
    public void GivenOddNumberOfItems_Fails(PickleOpcode opcode)
    {
        string name = OpcodeTable.NameOf(opcode);
        Opened.Fails<MalformedCheckpointException>(PickleBuilder.Protocol(4)
            .EmptyDict()
            .Mark()
            .Op(PickleOpcode.None)
            .Op(PickleOpcode.None)
            .Op(PickleOpcode.None)
            .Op(opcode)
            .Stop(), DiagnosticId.BadOperand, 7, name, name + " needs pairs of key and value and finds 3 values");
    }

    [TestCase(PickleOpcode.EmptyList, "list")]
    [TestCase(PickleOpcode.EmptyDict, "dict")]
    [TestCase(PickleOpcode.EmptySet, "set")]
    public void GivenUnhashableKey_Fails(PickleOpcode key, string type)
    {
        byte[] plain = PickleBuilder.Protocol(4).EmptyDict().Op(key).Op(PickleOpcode.None).Op(PickleOpcode.SetItem).Stop();
        Opened.Fails<MalformedCheckpointException>(plain, DiagnosticId.UnhashableKey, 5, "SETITEM",
            $"a {type} cannot be a dictionary key or set item");
        byte[] nested = PickleBuilder.Protocol(4).Mark().Op(key).Op(PickleOpcode.Tuple1).Op(PickleOpcode.FrozenSet).Stop();
        Opened.Fails<MalformedCheckpointException>(nested, DiagnosticId.UnhashableKey, 5, "FROZENSET",
            $"a {type} cannot be a dictionary key or set item");
    }

    [Test]
    public void GivenGlobalAsKey_IsNotSupported() =>
        Opened.Fails<UnsupportedCheckpointException>(PickleBuilder.Protocol(2)
            .EmptyDict()
            .Global("torch", "FloatStorage")
            .Op(PickleOpcode.None)
            .Op(PickleOpcode.SetItem)
            .Stop(), DiagnosticId.UnsupportedKey, 24, "SETITEM", "a global as dictionary key or set item is not supported");

    // 200 levels of tuples that hold one another twice: 2^200 items to whoever hashes them without counting.
    [Test]
    public void GivenExponentialKey_IsRefused()
    {
        PickleBuilder builder = PickleBuilder.Protocol(2).EmptyDict().EmptyTuple();
        for (int i = 0; i < 200; i++) builder.Op(PickleOpcode.BinPut, [0]).Op(PickleOpcode.BinGet, [0]).Op(PickleOpcode.Tuple2);
        byte[] pickle = builder.Op(PickleOpcode.None).Op(PickleOpcode.SetItem).Stop();
        Opened.Fails<LimitExceededException>(pickle, DiagnosticId.KeyTooCostly, pickle.Length - 2, "SETITEM",
            "hashing dictionary keys takes 10,001 steps and more; CheckpointLimits.MaxKeyCost allows 10,000");
    }

    // A text of 400 KB that 200,000 entries use as their key: 600 KB more of pickle must not cost 80 GB of hashing.
    [TestCase(false)]
    [TestCase(true)]
    public void GivenLongKeyFetchedManyTimes_IsRefused(bool inTuple)
    {
        PickleBuilder builder = PickleBuilder.Protocol(2).EmptyDict().Mark().Text(new string('k', 400_000));
        if (inTuple) builder.Op(PickleOpcode.Tuple1);
        builder.Op(PickleOpcode.BinPut, [0]).Op(PickleOpcode.None);
        for (int i = 0; i < 200_000; i++) builder.Op(PickleOpcode.BinGet, [0]).Op(PickleOpcode.None);
        var error = Assert.Throws<LimitExceededException>(() => Opened.Root(builder.SetItems().Stop()))!;
        Assert.That((error.Id, error.Location.Opcode), Is.EqualTo((DiagnosticId.KeyTooCostly, "SETITEMS")));
    }

    // Keys of everyday length may be shared as often as a file likes.
    [Test]
    public void GivenOrdinaryKeyFetchedManyTimes_IsOneKey()
    {
        PickleBuilder builder =
            PickleBuilder.Protocol(2).EmptyDict().Mark().Text(new string('k', 150)).Op(PickleOpcode.BinPut, [0]).Op(PickleOpcode.None);
        for (int i = 0; i < 500_000; i++) builder.Op(PickleOpcode.BinGet, [0]).Op(PickleOpcode.None);
        Assert.That(((PyDict)Opened.Root(builder.SetItems().Stop()).Reference!).Count, Is.EqualTo(1));
    }

    [Test]
    public void GivenHundredThousandLevels_OpensAndWalksNoStack()
    {
        const int levels = 100_000;
        PickleBuilder builder = PickleBuilder.Protocol(2).EmptyTuple();
        for (int i = 0; i < levels; i++) builder.Op(PickleOpcode.Tuple1);
        PyValue value = Opened.Root(builder.Stop());
        int found = 0;
        for (; ((PyTuple)value.Reference!).Count == 1; value = ((PyTuple)value.Reference!)[0]) found++;
        Assert.That(found, Is.EqualTo(levels));
    }
}
