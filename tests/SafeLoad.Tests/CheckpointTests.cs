using SafeLoad.Tests.Support;

namespace SafeLoad.Tests;

public sealed class CheckpointTests
{
    private static byte[] StateDict() => ZipBuilder.Torch(
        PickleBuilder.Protocol(2).EmptyDict().Mark().Text("w").Tensor(4, 0, [2, 2], [2, 1]).SetItems().Stop(),
        [0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 128, 64]).ToArray();

    [Test]
    public void GivenTextThatAFileChose_ItIsMadeSafeToPrint()
    {
        Assert.That(Checkpoint.Escape("a\n\u001b[31m\u202eb"), Is.EqualTo(@"a\x0A\x1B[31m\u202Eb"));
        Assert.That(Checkpoint.Escape(new string('x', 401)), Is.EqualTo(new string('x', 400) + "…"));
        Assert.Throws<ArgumentNullException>(() => Checkpoint.Escape(null!));
    }

    [Test]
    public void GivenStateDict_TensorHasItsValues()
    {
        using Checkpoint checkpoint = Checkpoint.Open(StateDict());
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(new float[] { 1, 2, 3, 4 }));
    }

    [Test]
    public void GivenDisposedCheckpoint_ReadingATensorThrows()
    {
        Checkpoint checkpoint = Checkpoint.Open(StateDict());
        var tensor = checkpoint["w"];
        checkpoint.Dispose();
        Assert.That(() => tensor.ToArray<float>(), Throws.InstanceOf<ObjectDisposedException>());
    }
}
