using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Pickle;

/// <summary>Loading executes the opcodes that torch.save writes and refuses the others by name.</summary>
internal sealed class DisallowedOpcodeTests
{
    private static void Refused(byte[] pickle, long offset, string opcode)
    {
        DisallowedGlobalException error = Opened.Fails<DisallowedGlobalException>(pickle, DiagnosticId.DisallowedOpcode, offset, opcode,
            $"torch.load(weights_only=True) has no {opcode}; nothing was run; --inert (CheckpointOptions.KeepObjects) shows it as "
                + "data, and safeload convert or clean takes the weights out of it");
        Assert.That(error.Globals, Is.Empty);
    }

    [Test]
    public void GivenPop_IsRefused() =>
        Refused(PickleBuilder.Protocol(2)
            .Op(PickleOpcode.None)
            .Op(PickleOpcode.None)
            .Op(PickleOpcode.Pop)
            .Stop(), 4, "POP");

    [Test]
    public void GivenPopMark_IsRefused() =>
        Refused(PickleBuilder.Protocol(2)
            .Op(PickleOpcode.None)
            .Mark()
            .Op(PickleOpcode.PopMark)
            .Stop(), 4, "POP_MARK");

    [Test]
    public void GivenDup_IsRefused() =>
        Refused(PickleBuilder.Protocol(2)
            .Op(PickleOpcode.None)
            .Op(PickleOpcode.Dup)
            .Stop(), 3, "DUP");

    // With a class that is allowed: the opcode alone is the reason.
    [Test]
    public void GivenInst_IsRefused() =>
        Refused(PickleBuilder.Protocol(2)
            .Mark()
            .Op(PickleOpcode.Inst, "collections\nOrderedDict\n"u8)
            .Stop(), 3, "INST");

    [Test]
    public void GivenObj_IsRefused() =>
        Refused(PickleBuilder.Protocol(2)
            .Mark()
            .Global("collections", "OrderedDict")
            .Op(PickleOpcode.Obj)
            .Stop(), 28, "OBJ");

    [Test]
    public void GivenNewObjEx_IsRefused() =>
        Refused(PickleBuilder.Protocol(4)
            .Global("collections", "OrderedDict")
            .EmptyTuple()
            .EmptyDict()
            .Op(PickleOpcode.NewObjEx)
            .Stop(), 29, "NEWOBJ_EX");

    [Test]
    public void GivenPersId_IsRefused() =>
        Refused(PickleBuilder.Protocol(2)
            .Line(PickleOpcode.PersId, "storage")
            .Stop(), 2, "PERSID");

    [TestCase(PickleOpcode.Ext1, new byte[] { 1 })]
    [TestCase(PickleOpcode.Ext2, new byte[] { 1, 0 })]
    [TestCase(PickleOpcode.Ext4, new byte[] { 1, 0, 0, 0 })]
    public void GivenExtension_IsRefused(PickleOpcode opcode, byte[] code) =>
        Refused(PickleBuilder.Protocol(2).Op(opcode, code).Stop(), 2, OpcodeTable.NameOf(opcode));

    [TestCase(PickleOpcode.NextBuffer)]
    [TestCase(PickleOpcode.ReadOnlyBuffer)]
    public void GivenOutOfBandBuffer_IsRefused(PickleOpcode opcode) =>
        Refused(PickleBuilder.Protocol(5)
            .Op(PickleOpcode.None)
            .Op(opcode)
            .Stop(), 3, OpcodeTable.NameOf(opcode));

    [Test]
    public void GivenTheTable_TwelveOpcodesAreRefused() =>
        Assert.That(OpcodeTable.All.Where(static opcode => !OpcodeTable.MayLoad(opcode)), Is.EquivalentTo(new[]
        {
            PickleOpcode.Pop, PickleOpcode.PopMark, PickleOpcode.Dup, PickleOpcode.PersId, PickleOpcode.Inst, PickleOpcode.Obj,
            PickleOpcode.NewObjEx,
            PickleOpcode.Ext1, PickleOpcode.Ext2, PickleOpcode.Ext4, PickleOpcode.NextBuffer, PickleOpcode.ReadOnlyBuffer,
        }));

    // The first reason is the one that is told, whatever the machine meets after it.
    [Test]
    public void GivenErrorAfterARefusedOpcode_TheOpcodeIsTheAnswer() =>
        Refused(PickleBuilder.Protocol(2)
            .Op(PickleOpcode.None)
            .Op(PickleOpcode.Dup)
            .Op(PickleOpcode.Append)
            .Stop(), 3, "DUP");
}
