using SafeLoad.Writing;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>Parameters and buffers of every form.</summary>
public sealed class ModuleMemoryTests
{
    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void GivenParametersWithGapsOrAnotherOrder_TheyAreFilled([Values("transposed", "steps", "column", "offset")] string form,
        [Values(Assign.Copy, Assign.Share)] Assign assign)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor memory = torch.full(200, -1f), tensor = form switch
        {
            "transposed" => memory[..12].view(4, 3).t(),
            "steps" => memory.as_strided([3, 4], [20, 2], 3),
            "column" => memory.as_strided([3, 4], [1, 3], 0),
            _ => memory[5..17].view(3, 4),
        };
        string path = Written(form + ".pt", new CheckpointWriter().Add<float>("weight", Numbers.Count(12), 3, 4));
        long[] strides = tensor.stride();
        using Parts module = new Parts().Parameter("weight", tensor);
        module.load_pt(path, assign: assign);
        Assert.That(Numbers.Of(module.get_parameter("weight")), Is.EqualTo(Numbers.Count(12)));
        if (assign == Assign.Share) return;
        Assert.That(module.get_parameter("weight")!.stride(), Is.EqualTo(strides));
        // Not one number beside it.
        Assert.That(Numbers.Of(memory).Count(static number => number != -1), Is.EqualTo(12));
    }

    [Test]
    public void GivenScalarsAndTensorsWithoutElements_TheyAreFilled([Values(Assign.Copy, Assign.Share)] Assign assign)
    {
        string path = Written("empty.pt",
            new CheckpointWriter().Add<float>("scalar", [5]).Add<float>("empty", [], 0).Add<float>("wide", [], 3, 0, 4)
                .Add<long>("count", [7]).Add<bool>("flag", [true]));
        using Parts module =
            new Parts().Parameter("scalar", torch.tensor(1f)).Parameter("empty", torch.empty(0)).Parameter("wide", torch.empty(3, 0, 4))
            .Buffer("count", torch.tensor(1L)).Buffer("flag", torch.tensor(false));
        module.load_pt(path, assign: assign);
        Assert.That(module.get_parameter("scalar")!.item<float>(), Is.EqualTo(5));
        Assert.That(module.get_buffer("count")!.item<long>(), Is.EqualTo(7));
        Assert.That(module.get_buffer("flag")!.item<bool>(), Is.True);
        Assert.That(module.get_parameter("wide")!.shape, Is.EqualTo(new long[] { 3, 0, 4 }));
        using Parts other = new Parts().Parameter("wide", torch.empty(3, 0, 5));
        Assert.Throws<SafeLoad.Placement.LoadPlanException>(() => other.load_pt(path, strict: false));
    }

    [Test]
    public void GivenEveryDType_TheBytesAreTheFiles()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Checkpoint checkpoint = Checkpoint.Open(Written("dtypes.pt",
            new CheckpointWriter().Add<byte>("u8", [1, 255], 2).Add<sbyte>("i8", [-1, 2], 2).Add<short>("i16", [-1, 300], 2)
            .Add<int>("i32", [-1, 70000], 2).Add<long>("i64", [-1, long.MaxValue], 2).Add<Half>("f16", [(Half)1.5, Half.NaN], 2)
            .Add<float>("f32", [1, float.NaN], 2).Add<double>("f64", [1, -0.0], 2).Add<bool>("bool", [true, false], 2)));
        using var module = new Parts();
        foreach (var (name, tensor) in checkpoint.StateDict()) module.Buffer(name, torch.zeros(2, dtype: TorchDTypes.Find(tensor.DType)));
        module.load_pt(checkpoint);
        foreach (var (name, tensor) in checkpoint.StateDict())
        {
            byte[] expected = new byte[tensor.ByteLength];
            tensor.CopyTo(expected);
            Assert.That(Numbers.Bytes(module.get_buffer(name)), Is.EqualTo(Convert.ToHexString(expected)), name);
        }
    }

    [Test]
    public void GivenManyLoads_NoTensorIsLeft()
    {
        string path = Fixtures.PathOf("torchsharp/modules/recurrent.pt");
        using Parts model = new Parts().Module("embedding", Embedding(11, 6))
            .Module("lstm", LSTM(6, 5, numLayers: 2, batchFirst: true, bidirectional: true)).Module("gru", GRU(10, 4, batchFirst: true))
            .Module("head", Linear(4, 11));
        model.load_pt(path, key: "model");
        long before = Numbers.Alive(), live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        foreach (Assign assign in (Assign[])[Assign.Copy, Assign.Share, Assign.Copy])
        {
            model.load_pt(path, key: "model", assign: assign);
            Assert.Throws<SafeLoad.Placement.LoadPlanException>(() => model.load_pt(path, key: "io", assign: assign));
        }
        Assert.That(torch.Tensor.TotalCount, Is.EqualTo(before));
        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(live));
        // In a scope, too: the module's own are not taken into it.
        using (torch.NewDisposeScope()) model.load_pt(path, key: "model");
        using torch.Tensor numbers = torch.ones(1, 2, dtype: torch.int64);
        var embedding = (global::TorchSharp.Modules.Embedding)model.named_children().First().module;
        using torch.Tensor output = embedding.forward(numbers);
        Assert.That(output.shape, Is.EqualTo(new long[] { 1, 2, 6 }));
    }

    private string Written(string name, CheckpointWriter writer)
    {
        writer.Save(_folder.PathOf(name), overwrite: true);
        return _folder.PathOf(name);
    }
}
