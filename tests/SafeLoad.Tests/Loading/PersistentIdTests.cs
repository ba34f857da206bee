using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Loading;

public sealed class PersistentIdTests
{
    private static IEnumerable<TestCaseData> BadIds()
    {
        yield return Row("NotATuple", static pickle => pickle.Text("storage"));
        yield return Row("FourFields",
            static pickle => pickle.Mark().Text("storage").Global("torch", "FloatStorage").Text("0").Text("cpu").Tuple());
        yield return Row("SevenFields",
            static pickle => pickle.Mark().Text("storage").Global("torch", "FloatStorage").Text("0").Text("cpu").Int(2)
                .Op(PickleOpcode.None).Op(PickleOpcode.None).Tuple());
        yield return Row("AnotherWord",
            static pickle => pickle.Mark().Text("module").Global("torch", "FloatStorage").Text("0").Text("cpu").Int(2).Tuple());
        yield return Row("ClassAsText",
            static pickle => pickle.Mark().Text("storage").Text("FloatStorage").Text("0").Text("cpu").Int(2).Tuple());
        yield return Row("NoStorageClass",
            static pickle => pickle.Mark().Text("storage").Global("torch", "float32").Text("0").Text("cpu").Int(2).Tuple());
        yield return Row("TypedStorageWithoutDType",
            static pickle => pickle.Mark().Text("storage").Global("torch.storage", "TypedStorage").Text("0").Text("cpu").Int(2).Tuple());
        yield return Row("KeyAsInt",
            static pickle => pickle.Mark().Text("storage").Global("torch", "FloatStorage").Int(0).Text("cpu").Int(2).Tuple());
        yield return Row("LocationAsNone",
            static pickle => pickle.Mark().Text("storage").Global("torch", "FloatStorage").Text("0").Op(PickleOpcode.None).Int(2).Tuple());
        yield return Row("CountAsBool",
            static pickle => pickle.Mark().Text("storage").Global("torch", "ByteStorage").Text("0").Text("cpu").Op(PickleOpcode.NewTrue)
                .Tuple());
        yield return Row("CountNegative", static pickle => pickle.Storage("FloatStorage", "0", -1).Op(PickleOpcode.None));
        yield return Row("CountPast63Bits", static pickle => pickle.Storage("DoubleStorage", "0", long.MaxValue / 8 + 1));
        yield return Row("CountOf64Bits",
            static pickle => pickle.Mark().Text("storage").Global("torch", "ByteStorage").Text("0").Text("cpu")
                .Op(PickleOpcode.Long1, [9, 0, 0, 0, 0, 0, 0, 0, 0, 1]).Tuple());

        static TestCaseData Row(string name, Action<PickleBuilder> id) =>
            new TestCaseData(Samples.PickleOf(id)[..^1]).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(BadIds))]
    public void GivenBadPersistentId_IsRefusedAtItsOpcode(byte[] id)
    {
        byte[] file = ZipBuilder.Torch([.. id, (byte)PickleOpcode.BinPersId, (byte)PickleOpcode.Stop], Samples.OneTwo).ToArray();
        var problem = Refusal.MalformedAndFound(file, DiagnosticId.BadPersistentId);
        Assert.That(problem.Location.Opcode, Is.EqualTo("BINPERSID"));
    }

    [Test]
    public void GivenPersistentIdInABarePickle_IsRefused() =>
        Refusal.Malformed(Samples.PickleOf(static pickle => pickle.Storage("FloatStorage", "0", 2)), DiagnosticId.BadPersistentId);

    [TestCase("cuda:0")]
    [TestCase("mps")]
    public void GivenLocation_IsKeptAsTextAndNeedsNoDevice(string location)
    {
        using Checkpoint checkpoint =
            Checkpoint.Open(Samples.ZipOf(pickle => pickle.Storage("FloatStorage", "0", 2, location), Samples.OneTwo));
        Assert.That(checkpoint.Storages[0].Location, Is.EqualTo(location));
    }
}
