using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Pickle;

/// <summary>The stack, and marks that fence off what lies below.</summary>
internal sealed class MarkTests
{
    // Opcodes and how many values they need above the last mark.
    [TestCase(PickleOpcode.Stop, 1)]
    [TestCase(PickleOpcode.Tuple1, 1)]
    [TestCase(PickleOpcode.Tuple2, 2)]
    [TestCase(PickleOpcode.Tuple3, 3)]
    [TestCase(PickleOpcode.Append, 2)]
    [TestCase(PickleOpcode.SetItem, 3)]
    [TestCase(PickleOpcode.StackGlobal, 2)]
    [TestCase(PickleOpcode.Reduce, 2)]
    [TestCase(PickleOpcode.NewObj, 2)]
    [TestCase(PickleOpcode.Build, 2)]
    [TestCase(PickleOpcode.BinPersId, 1)]
    [TestCase(PickleOpcode.Memoize, 1)]
    public void GivenTooFewValuesAboveTheMark_FailsAndLeavesThoseBelowAlone(PickleOpcode opcode, int needed)
    {
        // Four values below the mark, which would do if the fence had a hole.
        PickleBuilder builder =
            PickleBuilder.Protocol(4).Op(PickleOpcode.EmptyList).Op(PickleOpcode.None).Op(PickleOpcode.None).Op(PickleOpcode.None).Mark();
        for (int i = 1; i < needed; i++) builder.Op(PickleOpcode.None);
        string name = OpcodeTable.NameOf(opcode);
        Opened.Fails<MalformedCheckpointException>(
            builder.Op(opcode).Op(PickleOpcode.None).Stop(), DiagnosticId.StackUnderflow, 7 + needed - 1, name,
            $"{name} needs {needed} values above the last mark; {needed - 1} are there");
    }

    [TestCase(PickleOpcode.Tuple)]
    [TestCase(PickleOpcode.List)]
    [TestCase(PickleOpcode.Dict)]
    [TestCase(PickleOpcode.FrozenSet)]
    [TestCase(PickleOpcode.Appends)]
    [TestCase(PickleOpcode.SetItems)]
    [TestCase(PickleOpcode.AddItems)]
    public void GivenNoMark_Fails(PickleOpcode opcode)
    {
        string name = OpcodeTable.NameOf(opcode);
        Opened.Fails<MalformedCheckpointException>(PickleBuilder.Protocol(4)
            .Op(PickleOpcode.EmptyList)
            .Op(PickleOpcode.None)
            .Op(opcode)
            .Stop(), DiagnosticId.MarkMissing, 4, name, name + " needs a MARK and there is none");
    }

    [TestCase(PickleOpcode.Appends)]
    [TestCase(PickleOpcode.SetItems)]
    [TestCase(PickleOpcode.AddItems)]
    public void GivenMarkWithNothingBelow_Fails(PickleOpcode opcode)
    {
        string name = OpcodeTable.NameOf(opcode);
        Opened.Fails<MalformedCheckpointException>(PickleBuilder.Protocol(4)
            .Mark()
            .Op(opcode)
            .Stop(), DiagnosticId.StackUnderflow, 3, name, name + " needs 1 values above the last mark; 0 are there");
    }

    [Test]
    public void GivenMarksInMarks_EachClosesTheLast()
    {
        byte[] pickle = PickleBuilder.Protocol(2)
            .Mark()
            .Int(1)
            .Mark()
            .Mark()
            .Tuple()
            .Int(2)
            .Tuple()
            .Tuple()
            .Stop();
        Assert.That(PythonRepr.Of(Opened.Root(pickle)), Is.EqualTo("(1, ((), 2))"));
    }

    // What PyTorch and CPython leave below the result is thrown away.
    [Test]
    public void GivenValuesBelowTheResult_TheTopIsTheResult() =>
        Assert.That(Opened.Root(PickleBuilder.Protocol(2).Int(1).Int(2).Stop()).AsInt64(), Is.EqualTo(2));

    [Test]
    public void GivenOpenMarkBelowTheResult_TheTopIsTheResult() =>
        Assert.That(Opened.Root(PickleBuilder.Protocol(2).Mark().Int(2).Stop()).AsInt64(), Is.EqualTo(2));

    [TestCase(10)]
    [TestCase(1000)]
    public void GivenStackDeeperThanTheLimit_IsRefusedAtTheFirstTooMany(int limit)
    {
        PickleBuilder builder = PickleBuilder.Protocol(2);
        for (int i = 0; i <= limit; i++) builder.Op(PickleOpcode.None);
        Opened.Fails<LimitExceededException>(builder.Stop(), DiagnosticId.StackTooDeep, 2 + limit, "NONE",
            FormattableString.Invariant($"the stack grows deeper; CheckpointLimits.MaxStackDepth allows {limit:N0}"),
            new CheckpointLimits { MaxStackDepth = limit });
    }

    [TestCase(10)]
    [TestCase(1000)]
    public void GivenMoreMarksThanTheLimit_IsRefusedAtTheFirstTooMany(int limit)
    {
        PickleBuilder builder = PickleBuilder.Protocol(2);
        for (int i = 0; i <= limit; i++) builder.Mark();
        Opened.Fails<LimitExceededException>(builder.Stop(), DiagnosticId.StackTooDeep, 2 + limit, "MARK",
            FormattableString.Invariant($"the stack grows deeper; CheckpointLimits.MaxStackDepth allows {limit:N0}"),
            new CheckpointLimits { MaxStackDepth = limit });
    }
}
