using SafeLoad.Tensors;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Tensors;

/// <summary>Tensors that share a storage, put together.</summary>
public sealed class StorageBlockTests
{
    [Test]
    public void GivenViewsOfOneStorage_TheyAreOneBlockOfWhatTheyView()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.ZipOf(static pickle => pickle.EmptyDict().Mark()
            .Text("a").Tensor(6, 2, [2], [1]).Text("b").Tensor(6, 1, [2, 2], [1, 2]).Text("none").Tensor(6, 0, [0], [1]).Text("other")
            .Tensor(2, 0, [2], [1], "1").SetItems(),
            TensorPickles.Floats(0, 1, 2, 3, 4, 5), TensorPickles.Floats(8, 9)));
        IReadOnlyList<StorageBlock> blocks = StorageBlock.Of(checkpoint.StateDict());
        Assert.That(blocks.Select(static block => block.Elements.ToArray<float>()), Is.EqualTo((float[][])[[1, 2, 3, 4], [8, 9]]));
        Assert.That(blocks[0].Tensors.Select(static view => (view.Name, view.Offset)),
            Is.EqualTo(new[] { ("a", 1L), ("b", 0L), ("none", 0L) }));
        Assert.That(blocks[0].Tensors[1].Strides.ToArray(), Is.EqualTo((long[])[1, 2]));
        Assert.That(StorageBlock.Of(checkpoint.StateDict(), static name => name), Has.Count.EqualTo(4));
    }

    [Test]
    public void GivenTensorWithoutData_IsRefused()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torch-2.11/meta/meta_state_dict.pt"));
        Assert.Throws<ArgumentException>(() => StorageBlock.Of(checkpoint.StateDict()));
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
