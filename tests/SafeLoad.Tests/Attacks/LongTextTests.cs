using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>A long text that the memo hands out again and again for 2 bytes: whoever copies it each time pays for the file.</summary>
public sealed class LongTextTests
{
    private const int Calls = 20_000;

    private static void CostsLittle(byte[] file, DiagnosticId id, string opcode)
    {
        SafeLoadException? error = null;
        long bytes = Cost.AllocatedBy(() => error = Assert.Catch<SafeLoadException>(() => Checkpoint.Open(file)));
        Assert.That((error!.Id, error.Location.Opcode), Is.EqualTo((id, opcode)));
        // 20,000 copies of 2 MB would be 40 GB.
        Assert.That(bytes, Is.LessThan(256L << 20));
    }

    [Test]
    public void GivenDeviceOfALongName_IsRefusedBeforeMemoryIsGone()
    {
        PickleBuilder builder = PickleBuilder.Protocol(2)
            .Global("torch", "device")
            .Op(PickleOpcode.BinPut, [0])
            .Text(new string('d', 1_000_000))
            .Op(PickleOpcode.Tuple1)
            .Op(PickleOpcode.BinPut, [1]);
        for (int i = 0; i < Calls; i++) builder.Op(PickleOpcode.BinGet, [0]).Op(PickleOpcode.BinGet, [1]).Reduce();
        CostsLittle(builder.Stop(), DiagnosticId.TooMuchCopying, "REDUCE");
    }

    [Test]
    public void GivenTensorAttributeOfALongName_IsRefusedBeforeMemoryIsGone()
    {
        PickleBuilder builder = PickleBuilder.Protocol(2)
            .Global("collections", "OrderedDict")
            .EmptyTuple()
            .Reduce()
            .EmptyDict()
            .Text(new string('a', 500_000))
            .Op(PickleOpcode.None)
            .Op(PickleOpcode.SetItem)
            .Op(PickleOpcode.BinPut, [0])
            .Op(PickleOpcode.Build);
        for (int i = 0; i < Calls; i++) builder.Op(PickleOpcode.BinGet, [0]).Op(PickleOpcode.Build);
        CostsLittle(builder.Stop(), DiagnosticId.TooMuchCopying, "BUILD");
    }

    [TestCase("k", "cpu", "has a key of 4,097 bytes")]
    [TestCase("0", "l", "has a location of 4,097 bytes")]
    public void GivenStorageOfALongName_IsRefused(string key, string location, string problem)
    {
        static string Long(string text) => text is "k" or "l" ? new string(text[0], 4097) : text;
        byte[] file =
            ZipBuilder.Torch(PickleBuilder.Protocol(2).Storage("FloatStorage", Long(key), 1, Long(location)).Stop(), new byte[4]).ToArray();
        MalformedCheckpointException error = Assert.Throws<MalformedCheckpointException>(() => Checkpoint.Open(file))!;
        Assert.That((error.Id, error.Problem),
            Is.EqualTo((DiagnosticId.BadPersistentId, $"the persistent id {problem}; expected ('storage', class, key, location, numel)")));
    }
}
