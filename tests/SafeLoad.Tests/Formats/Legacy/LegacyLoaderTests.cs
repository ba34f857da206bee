using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Formats.Legacy;

public sealed class LegacyLoaderTests
{
    // A tensor of two floats over storage "0".
    private static readonly byte[] s_tensor = Root(static pickle => LegacyBuilder.Storage(pickle, "FloatStorage", "0", 2));

    [Test]
    public void GivenStream_TensorHasItsValues()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Good().ToArray());
        Assert.That(checkpoint.Format, Is.EqualTo(CheckpointFormat.Legacy));
        Assert.That(checkpoint.Notes, Is.Empty);
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(new float[] { 1, 2 }));
    }

    [Test]
    public void GivenAnotherProtocolVersion_IsRefused()
    {
        var file = new LegacyBuilder { Root = s_tensor, Protocol = PickleBuilder.Protocol(2).Int(1002).Stop() };
        var problem = Refusal.MalformedAndFound(file.Add(2, Samples.OneTwo).ToArray(), DiagnosticId.LegacyHeaderBroken);
        Assert.That(problem.Location.Offset, Is.EqualTo(file.Magic.Length));
    }

    [Test]
    public void GivenTextAsProtocolVersion_MessageEscapesIt()
    {
        var file = new LegacyBuilder { Root = s_tensor, Protocol = PickleBuilder.Protocol(2).Text("\n::error::").Stop() };
        var problem = Refusal.Malformed(file.Add(2, Samples.OneTwo).ToArray(), DiagnosticId.LegacyHeaderBroken);
        Assert.That(problem.Message, Does.Not.Contain('\n'));
    }

    [Test]
    public void GivenSystemThatIsNoDict_IsRefused()
    {
        var file = new LegacyBuilder { Root = s_tensor, System = PickleBuilder.Protocol(2).Op(PickleOpcode.EmptyList).Stop() };
        var problem = Refusal.MalformedAndFound(file.Add(2, Samples.OneTwo).ToArray(), DiagnosticId.LegacyHeaderBroken);
        Assert.That(problem.Location.Offset, Is.EqualTo(file.Magic.Length + file.Protocol.Length));
    }

    [Test]
    public void GivenNoMagic_IsNoLegacyStream()
    {
        // What is left is a bare pickle of an int with bytes behind it.
        var file = new LegacyBuilder { Root = s_tensor, Magic = PickleBuilder.Protocol(2).Int(7).Stop() };
        using Checkpoint checkpoint = Checkpoint.Open(file.Add(2, Samples.OneTwo).ToArray());
        Assert.That(checkpoint.Format, Is.EqualTo(CheckpointFormat.Pickle));
        Assert.That(checkpoint.Notes, Has.One.Contains("follow the pickle"));
    }

    [Test]
    public void GivenBrokenObject_IsRefusedAtItsOffsetInTheFile()
    {
        var file = new LegacyBuilder { Root = PickleBuilder.Protocol(2).Get(7).Stop() };
        var problem = Refusal.MalformedAndFound(file.Add(2, Samples.OneTwo).ToArray(), DiagnosticId.MemoEntryMissing);
        Assert.That(problem.Location.Offset, Is.EqualTo(file.RootOffset + 2));
    }

    [Test]
    public void GivenMemoOfAnEarlierPickle_IsNotThere()
    {
        // Each of the five pickles has a memo of its own.
        var file = new LegacyBuilder { Root = PickleBuilder.Protocol(2).Get(0).Stop(), System =
            PickleBuilder.Protocol(2).EmptyDict().Put(0).Stop(), Keys = LegacyBuilder.KeyList() };
        Refusal.Malformed(file.ToArray(), DiagnosticId.MemoEntryMissing);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    public void GivenFewerThanFivePickles_IsTruncated(int count)
    {
        var file = Good();
        byte[][] pickles = [file.Magic, file.Protocol, file.System, file.Root];
        Refusal.Malformed([.. pickles.Take(count).SelectMany(static pickle => pickle)], DiagnosticId.PickleTruncated);
    }

    [Test]
    public void GivenKeysThatAreNoList_IsRefused()
    {
        var file = new LegacyBuilder { Root = s_tensor, Keys = PickleBuilder.Protocol(2).EmptyDict().Stop() };
        var problem = Refusal.MalformedAndFound(file.Add(2, Samples.OneTwo).ToArray(), DiagnosticId.LegacyKeysBroken);
        Assert.That(problem.Location.Offset, Is.EqualTo(file.KeysOffset));
    }

    [Test]
    public void GivenKeyThatIsNoText_IsRefused()
    {
        var file = new LegacyBuilder { Root = s_tensor, Keys =
            PickleBuilder.Protocol(2).Op(PickleOpcode.EmptyList).Int(0).Op(PickleOpcode.Append).Stop() };
        Refusal.MalformedAndFound(file.Add(2, Samples.OneTwo).ToArray(), DiagnosticId.LegacyKeysBroken);
    }

    [Test]
    public void GivenMissingKey_IsRefused()
    {
        var file = new LegacyBuilder { Root = s_tensor, Keys = LegacyBuilder.KeyList() };
        var problem = Refusal.MalformedAndFound(file.ToArray(), DiagnosticId.LegacyKeysBroken);
        Assert.That(problem.Problem, Does.Contain("'0'").And.Contain("not in the list"));
    }

    [Test]
    public void GivenKeyWithoutAStorage_IsRefused()
    {
        var file = new LegacyBuilder { Root = s_tensor, Keys = LegacyBuilder.KeyList("0", "1") };
        Refusal.MalformedAndFound(file.Add(2, Samples.OneTwo).Add(2, Samples.OneTwo).ToArray(), DiagnosticId.LegacyKeysBroken);
    }

    [Test]
    public void GivenKeyTwice_IsRefused()
    {
        var file = new LegacyBuilder { Root = s_tensor, Keys = LegacyBuilder.KeyList("0", "0") };
        var problem =
            Refusal.MalformedAndFound(file.Add(2, Samples.OneTwo).Add(2, Samples.OneTwo).ToArray(), DiagnosticId.LegacyKeysBroken);
        Assert.That(problem.Problem, Does.Contain("twice"));
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(8)]
    [TestCase(-1)]
    [TestCase(long.MinValue)]
    [TestCase(long.MaxValue)]
    [TestCase((1L << 62) + 2)]
    public void GivenAnotherCountThanThePickle_IsRefusedAtTheStorage(long count)
    {
        // 2^62 + 2 elements of 4 bytes wrap around to the right 8.
        var file = new LegacyBuilder { Root = s_tensor }.Add(count, Samples.OneTwo);
        var problem = Refusal.MalformedAndFound(file.ToArray(), DiagnosticId.LegacyStorageBroken);
        Assert.That(problem.Location.Offset, Is.EqualTo(file.StoragesOffset));
    }

    [TestCase(1)]
    [TestCase(8)]
    [TestCase(9)]
    [TestCase(16)]
    public void GivenStorageCutShort_IsRefused(int missing) =>
        Refusal.MalformedAndFound(Good().ToArray()[..^missing], DiagnosticId.LegacyStorageBroken);

    [Test]
    public void GivenTrailingBytes_OpensWithANote()
    {
        using Checkpoint checkpoint = Checkpoint.Open((byte[])[.. Good().ToArray(), 1, 2, 3]);
        Assert.That(checkpoint.Notes, Has.One.Contains("3 bytes follow the last storage"));
    }

    [Test]
    public void GivenView_IsThatPartOfItsRoot()
    {
        using Checkpoint checkpoint = Checkpoint.Open(WithView(("view", 1, 2)).ToArray());
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(new float[] { 2, 3 }));
        Assert.That(checkpoint.Storages.Select(static storage => storage.Key), Is.EqualTo(new[] { "0", "view" }));
    }

    [TestCase(3, 2)]
    [TestCase(-1, 2)]
    [TestCase(5, 0)]
    [TestCase(0, 5)]
    [TestCase(0, -1)]
    [TestCase(long.MaxValue, 2)]
    [TestCase(2, long.MaxValue)]
    public void GivenViewOutsideOfItsRoot_IsRefused(long offset, long count)
    {
        var problem = Refusal.MalformedAndFound(WithView(("view", offset, count)).ToArray(), DiagnosticId.StorageViewOutside);
        Assert.That(problem.Location.Opcode, Is.EqualTo("BINPERSID"));
    }

    [Test]
    public void GivenTensorOutsideOfItsView_IsRefused() =>
        // Inside of the root storage, but the view is all that the tensor may see.
        Refusal.MalformedAndFound(WithView(("view", 2, 1)).ToArray(), DiagnosticId.ViewOutsideStorage);

    [Test]
    public void GivenViewMetadataThatAreNoTriple_IsRefused()
    {
        byte[] root = PickleBuilder.Protocol(2).Mark().Text("storage").Global("torch", "FloatStorage").Text("0").Text("cpu").Int(2)
            .Ints(1, 2).Tuple().Op(PickleOpcode.BinPersId).Stop();
        Refusal.MalformedAndFound(new LegacyBuilder { Root = root }.Add(2, Samples.OneTwo).ToArray(), DiagnosticId.BadPersistentId);
    }

    [Test]
    public void GivenOneViewKeyForTwoParts_IsRefused()
    {
        PickleBuilder pickle = PickleBuilder.Protocol(2).Mark();
        LegacyBuilder.Storage(pickle, "FloatStorage", "0", 4, ("view", 0, 2));
        LegacyBuilder.Storage(pickle, "FloatStorage", "0", 4, ("view", 2, 2));
        Refusal.MalformedAndFound(new LegacyBuilder { Root = pickle.Tuple().Stop() }.Add(4, new byte[16]).ToArray(),
            DiagnosticId.StorageConflict);
    }

    [Test]
    public void GivenTwoClassesOfOneKey_IsRefused()
    {
        PickleBuilder pickle = PickleBuilder.Protocol(2).Mark();
        LegacyBuilder.Storage(pickle, "FloatStorage", "0", 2);
        LegacyBuilder.Storage(pickle, "IntStorage", "0", 2);
        Refusal.MalformedAndFound(new LegacyBuilder { Root = pickle.Tuple().Stop() }.Add(2, Samples.OneTwo).ToArray(),
            DiagnosticId.StorageConflict);
    }

    [Test]
    public void GivenTensorOfPyTorch03_IsFilledByBuild()
    {
        byte[] root = Old("FloatTensor", "FloatStorage", static pickle => pickle.Int(0).Ints(2).Ints(1));
        using Checkpoint checkpoint = Checkpoint.Open(new LegacyBuilder { Root = root }.Add(2, Samples.OneTwo).ToArray());
        Assert.That(((PyTensor)checkpoint.Root.Reference!).Info.ToArray<float>(), Is.EqualTo(new float[] { 1, 2 }));
    }

    [Test]
    public void GivenTensorOfPyTorch03WithAnotherStorage_IsRefused()
    {
        byte[] root = Old("IntTensor", "FloatStorage", static pickle => pickle.Int(0).Ints(2).Ints(1));
        Refusal.MalformedAndFound(new LegacyBuilder { Root = root }.Add(2, Samples.OneTwo).ToArray(), DiagnosticId.BadRebuildArguments);
    }

    [Test]
    public void GivenTensorOfPyTorch03OutsideOfItsStorage_IsRefused()
    {
        byte[] root = Old("FloatTensor", "FloatStorage", static pickle => pickle.Int(1).Ints(2).Ints(1));
        Refusal.MalformedAndFound(new LegacyBuilder { Root = root }.Add(2, Samples.OneTwo).ToArray(), DiagnosticId.ViewOutsideStorage);
    }

    [Test]
    public void GivenTensorClassCalledWithANumber_IsRefused() =>
        // torch.FloatTensor(10**12) allocates.
        Refusal.Malformed(Samples.PickleOf(static pickle => pickle.Global("torch", "FloatTensor").Ints(1_000_000_000_000).Reduce()),
            DiagnosticId.BadRebuildArguments);

    private static LegacyBuilder Good() => new LegacyBuilder { Root = s_tensor }.Add(2, Samples.OneTwo);

    private static LegacyBuilder WithView((string Key, long Offset, long Count) view) =>
        new LegacyBuilder { Root = Root(pickle => LegacyBuilder.Storage(pickle, "FloatStorage", "0", 4, view)) }.Add(4, 0, 0, 128, 63, 0, 0,
            0, 64, 0, 0, 64, 64, 0, 0, 128, 64);

    private static byte[] Root(Action<PickleBuilder> storage)
    {
        PickleBuilder pickle = PickleBuilder.Protocol(2).EmptyDict().Mark().Text("w").Global("torch._utils", "_rebuild_tensor_v2").Mark();
        storage(pickle);
        return pickle.Int(0).Ints(2).Ints(1).Op(PickleOpcode.NewFalse).Op(PickleOpcode.None).Tuple().Reduce().SetItems().Stop();
    }

    // An empty tensor of a class, then BUILD with (storage, offset, size, stride).
    private static byte[] Old(string type, string storage, Action<PickleBuilder> view)
    {
        PickleBuilder pickle = PickleBuilder.Protocol(2).Global("torch", type).EmptyTuple().Reduce().Mark();
        LegacyBuilder.Storage(pickle, storage, "0", 2);
        view(pickle);
        return pickle.Tuple().Op(PickleOpcode.Build).Stop();
    }
}
