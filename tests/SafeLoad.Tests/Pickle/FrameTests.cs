using System.Buffers.Binary;
using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Pickle;

/// <summary>PEP 3154: frames are only hints for reading ahead; one that lies is a way to be read differently by others.</summary>
public sealed class FrameTests
{
    private static byte[] Length(ulong length)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        return bytes;
    }

    private static void Fails(byte[] pickle, long offset, string opcode, string problem) =>
        Opened.Fails<MalformedCheckpointException>(pickle, DiagnosticId.FrameViolation, offset, opcode, problem);

    [TestCase(0UL)]
    [TestCase(1UL)]
    [TestCase(3UL)]
    [TestCase(4UL)]
    public void GivenFrameThatEndsBetweenOpcodes_IsRead(ulong length) =>
        Assert.That(Opened.Root(PickleBuilder.Protocol(4)
            .Op(PickleOpcode.Frame, Length(length))
            .Op(PickleOpcode.None)
            .Op(PickleOpcode.BinInt1, [7])
            .Stop()).AsInt64(), Is.EqualTo(7));

    [Test]
    public void GivenFrameAfterFrame_IsRead() =>
        Assert.That(Opened.Root(PickleBuilder.Protocol(4)
            .Op(PickleOpcode.Frame, Length(1))
            .Op(PickleOpcode.None)
            .Op(PickleOpcode.Frame, Length(3))
            .Op(PickleOpcode.BinInt1, [7])
            .Stop()).AsInt64(), Is.EqualTo(7));

    [TestCase(2UL, "a FRAME of 2 bytes; 1 are left")]
    [TestCase(0x8000000000000000UL, "a FRAME of 9,223,372,036,854,775,808 bytes; 1 are left")]
    [TestCase(ulong.MaxValue, "a FRAME of 18,446,744,073,709,551,615 bytes; 1 are left")]
    public void GivenFrameLongerThanThePickle_Fails(ulong length, string problem) =>
        Fails(PickleBuilder.Protocol(4)
            .Op(PickleOpcode.None)
            .Op(PickleOpcode.Frame, Length(length))
            .Stop(), 3, "FRAME", problem);

    [Test]
    public void GivenFrameInsideOfAFrame_Fails() =>
        Fails(PickleBuilder.Protocol(4)
            .Op(PickleOpcode.Frame, Length(12))
            .Op(PickleOpcode.None)
            .Op(PickleOpcode.Frame, Length(1))
            .Op(PickleOpcode.None)
            .Stop(), 12, "FRAME", "a FRAME inside of another one");

    [Test]
    public void GivenArgumentThatCrossesTheEndOfItsFrame_Fails() =>
        Fails(PickleBuilder.Protocol(4)
            .Op(PickleOpcode.Frame, Length(3))
            .Op(PickleOpcode.None)
            .Op(PickleOpcode.BinInt, [1, 2, 3, 4])
            .Stop(), 12, "BININT", "an argument that crosses the end of its FRAME by 3 bytes");
}
