using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Tensors;

/// <summary>Where tensors lie in their storages, and storages in their files.</summary>
public sealed class TensorRunTests
{
    [Test]
    public void GivenViewsOfOneStorage_ARunOfItHasWhatTheyView()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.ZipOf(static pickle => pickle.EmptyDict().Mark()
            .Text("a").Tensor(6, 2, [2], [1]).Text("b").Tensor(6, 1, [2, 2], [1, 2]).Text("none").Tensor(6, 0, [0], [1]).SetItems(),
            TensorPickles.Floats(0, 1, 2, 3, 4, 5)));
        Assert.That(checkpoint.StateDict().Values.Select(static tensor => tensor.StorageRange),
            Is.EqualTo(new[] { (2L, 4L), (1L, 5L), (0L, 0L) }));
        TensorInfo tensor = checkpoint["a"];
        Assert.Multiple(() =>
        {
            Assert.That(tensor.Run(1, 4).ToArray<float>(), Is.EqualTo((float[])[1, 2, 3, 4]));
            Assert.That(tensor.Run(6, 0).ToArray<float>(), Is.Empty);
            foreach (var (start, count) in ((long, long)[])
                [(-1, 1), (0, -1), (0, 7), (6, 1), (7, 0), (1, long.MaxValue), (long.MaxValue, 1)])
                Assert.Throws<ArgumentOutOfRangeException>(() => tensor.Run(start, count), $"{start} {count}");
        });
    }

    [Test]
    public void GivenTensorWithoutData_ThereIsNoRun()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torch-2.11/meta/meta_state_dict.pt"));
        Assert.Throws<InvalidOperationException>(() => checkpoint.StateDict().First().Value.Run(0, 0));
    }

    // A stored record of a file lies where it is said to; one in memory nowhere.
    [Test]
    public void GivenStorageOfAFile_ItsPlaceIsKnown()
    {
        using Checkpoint file = Checkpoint.Open(Fixtures.PathOf("torch-2.11/hf/distilbert/pytorch_model.bin"));
        TensorInfo tensor = file.StateDict().First().Value;
        Assert.That(tensor.Storage!.TryLocate(out string path, out long position), Is.True);
        byte[] bytes = new byte[tensor.Storage.ByteLength], expected = new byte[bytes.Length];
        using (FileStream stream = File.OpenRead(path))
        {
            stream.Position = position;
            stream.ReadExactly(bytes);
        }
        tensor.Storage.Read(0, expected);
        Assert.That(bytes, Is.EqualTo(expected));
        using Checkpoint memory = Checkpoint.Open(Samples.Zip.ToArray());
        Assert.That(memory["w"].Storage!.TryLocate(out _, out _), Is.False);
    }
}
