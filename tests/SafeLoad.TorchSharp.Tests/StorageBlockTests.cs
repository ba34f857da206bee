namespace SafeLoad.TorchSharp.Tests;

/// <summary>Tensors that share a storage, put together.</summary>
public sealed class StorageBlockTests
{
    [Test]
    public void GivenViewsOfOneStorage_TheyAreOneBlockOfWhatTheyView()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torchsharp/modules/views.pt"));
        // numbers[:12] and numbers[10:13]
        StateDict slices = checkpoint.StateDict("slices");
        StorageBlock block = StorageBlock.Of(Parts(slices, static _ => "cpu")).Single();
        Assert.Multiple(() =>
        {
            Assert.That(block.Elements.ElementCount, Is.EqualTo(13));
            Assert.That(block.Tensors.Select(static view => view.Offset), Is.EquivalentTo(new[] { 0L, 10L }));
            Assert.That(block.Tensors.Select(static view => view.Strides),
                Is.EqualTo(slices.Values.Select(static tensor => tensor.Strides.ToArray())));
            Assert.That(StorageBlock.Of(Parts(slices, static name => name)), Has.Count.EqualTo(slices.Count));
        });
    }

    [Test]
    public void GivenTensorWithoutData_IsRefused()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torch-2.11/meta/meta_state_dict.pt"));
        Assert.Throws<ArgumentException>(() => StorageBlock.Of(Parts(checkpoint.StateDict(), static _ => "cpu")));
    }

    private static List<TensorPart> Parts(StateDict tensors, Func<string, string> deviceOf) =>
        [.. tensors.Select(pair => new TensorPart(pair.Key, pair.Value, deviceOf(pair.Key)))];
}
