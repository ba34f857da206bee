using SafeLoad.Placement;
using SafeLoad.TorchSharp.Tests.Support;
using SafeLoad.Writing;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>Modules that were made on the meta device, and get their memory on the CPU.</summary>
[OnCpu]
public sealed class MaterializeTests
{
    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void GivenLayersWhoseParametersCanBeSet_TheyGetMemory()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Module<torch.Tensor, torch.Tensor> made = Layers(torch.CPU), meta = Layers(torch.META);
        made.eval();
        meta.eval();
        string path = Written("layers.pt", made);
        Assert.Throws<NotSupportedException>(() => meta.load_pt(path));
        // In a scope of the caller's: the parameters belong to the module all the same.
        using (torch.NewDisposeScope())
        {
            LoadReport report = meta.load_pt(path, assign: Assign.Materialize);
            Assert.That(report.Missing.Concat(report.Unexpected), Is.Empty);
        }
        Assert.That(meta.parameters().All(static parameter => parameter.device_type == DeviceType.CPU && parameter.requires_grad), Is.True);
        Assert.That(meta.named_buffers().Select(static pair => pair.name),
            Is.EqualTo(made.named_buffers().Select(static pair => pair.name)));
        Assert.That(meta.named_parameters().Select(static pair => pair.name),
            Is.EqualTo(made.named_parameters().Select(static pair => pair.name)));
        Assert.That(meta.buffers().Any(static buffer => buffer.requires_grad || buffer.device_type != DeviceType.CPU), Is.False);
        torch.Tensor input = torch.ones(2, 3, 8, 8);
        Assert.That(Numbers.Of(meta.forward(input)), Is.EqualTo(Numbers.Of(made.forward(input))).Within(1e-6f));
        meta.train();
        meta.forward(input).sum().backward();
        Assert.That(meta.parameters().All(static parameter => parameter.grad is not null), Is.True);
    }

    [Test]
    public void GivenFrozenParameters_TheyStayFrozen()
    {
        using var made = Linear(4, 3);
        using var meta = Linear(4, 3, device: torch.META);
        meta.bias!.requires_grad_(false);
        meta.load_pt(Written("linear.pt", made), assign: Assign.Materialize);
        Assert.That((meta.weight.requires_grad, meta.bias.requires_grad), Is.EqualTo((true, false)));
        Assert.That(Numbers.Of(meta.weight), Is.EqualTo(Numbers.Of(made.weight)));
    }

    [Test]
    public void GivenLayersThatCannotBeSet_TheMessageNamesThemAndNothingIsReplaced()
    {
        using Parts made = new Parts().Module("first", Linear(4, 3)).Module("layer", LSTM(4, 3));
        using Parts model = new Parts().Module("first", Linear(4, 3, device: torch.META)).Module("layer", LSTM(4, 3, device: torch.META));
        Assert.That(model.get_parameter("layer.weight_ih_l0")!.device_type, Is.EqualTo(DeviceType.META));
        NotSupportedException problem =
            Assert.Throws<NotSupportedException>(() => model.load_pt(Written("lstm.pt", made), assign: Assign.Materialize))!;
        Assert.That(problem.Message, Does.Contain("'layer.weight_ih_l0'").And.Contains("LSTM").And.Contains("meta device"));
        Assert.That(model.get_parameter("first.weight")!.device_type, Is.EqualTo(DeviceType.META));
    }

    [Test]
    public void GivenTiedEmbedding_ItStaysTied([Values("in.weight", "head.weight", "both")] string names)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var (embedding, head) = (Embedding(4, 3, device: torch.META), Linear(3, 4, hasBias: false, device: torch.META));
        head.weight = embedding.weight!;
        using Parts model = new Parts().Module("in", embedding).Module("head", head);
        string path = _folder.PathOf("tied.pt");
        var writer = new CheckpointWriter();
        foreach (string name in names == "both" ? ["in.weight", "head.weight"] : new[] { names })
            writer.Add<float>(name, Numbers.Count(12), 4, 3);
        writer.Save(path, overwrite: true);
        using (torch.NewDisposeScope()) model.load_pt(path, assign: Assign.Materialize);
        Assert.That(Numbers.Of(head.weight), Is.EqualTo(Numbers.Count(12)));
        Assert.That(Numbers.Of(embedding.forward(torch.tensor(new long[] { 1, 3 }))), Is.EqualTo(new float[] { 3, 4, 5, 9, 10, 11 }));
        using (torch.no_grad()) head.weight.fill_(7);
        Assert.That(Numbers.Of(embedding.forward(torch.tensor(new long[] { 1, 3 }))), Is.All.EqualTo(7f));
        Assert.That(Numbers.Of(model.get_parameter("in.weight")), Is.All.EqualTo(7f));
    }

    [Test]
    public void GivenTiedLayersThatCannotBothBeSet_NothingIsReplaced()
    {
        using var first = Linear(3, 3, hasBias: false, device: torch.META);
        using var second = Linear(3, 3, hasBias: false, device: torch.META);
        second.weight = first.weight;
        using Parts model = new Parts().Module("a", first).Module("b", second);
        string path = _folder.PathOf("both.pt");
        new CheckpointWriter().Add<float>("a.weight", Numbers.Count(9), 3, 3).Save(path);
        NotSupportedException problem = Assert.Throws<NotSupportedException>(() => model.load_pt(path, assign: Assign.Materialize))!;
        Assert.That(problem.Message, Does.Contain("'b.weight'").And.Contains("'a.weight'"));
        Assert.That(first.weight.device_type, Is.EqualTo(DeviceType.META));
    }

    [Test]
    public void GivenLayerThatIsUsedTwice_ItIsFilledOnce()
    {
        using var layer = Linear(3, 3, device: torch.META);
        using Parts model = new Parts().Module("a", layer).Module("b", layer);
        string path = _folder.PathOf("twice.pt");
        new CheckpointWriter().Add<float>("a.weight", Numbers.Count(9), 3, 3).Add<float>("a.bias", Numbers.Count(3), 3)
            .Add<float>("b.weight", Numbers.Count(9), 3, 3).Add<float>("b.bias", Numbers.Count(3), 3).Save(path);
        model.load_pt(path, assign: Assign.Materialize);
        Assert.That(Numbers.Of(layer.weight).Concat(Numbers.Of(layer.bias!)), Is.EqualTo(Numbers.Count(9).Concat(Numbers.Count(3))));
    }

    [Test]
    public void GivenSomeOnTheCpu_TheyStayTheSameObjects()
    {
        using var made = Sequential(Linear(4, 3), Linear(3, 2));
        using var model = Sequential(Linear(4, 3), Linear(3, 2, device: torch.META));
        torch.Tensor weight = model.get_parameter("0.weight")!;
        model.load_pt(Written("some.pt", made), assign: Assign.Materialize);
        Assert.That(model.get_parameter("0.weight"), Is.SameAs(weight));
        Assert.That(Numbers.Bytes(model), Is.EqualTo(Numbers.Bytes(made)));
    }

    private static Module<torch.Tensor, torch.Tensor> Layers(torch.Device device) =>
        Sequential(Conv2d(3, 4, 3, device: device), BatchNorm2d(4, device: device), ReLU(), GroupNorm(2, 4, device: device), Flatten(),
            LayerNorm(144, device: device), Linear(144, 2, device: device));

    private string Written(string name, Module module)
    {
        string path = _folder.PathOf(name);
        var writer = new CheckpointWriter();
        foreach (var (key, tensor) in module.state_dict())
        {
            byte[] bytes = Convert.FromHexString(Numbers.Bytes(tensor));
            if (tensor.dtype == torch.int64)
                writer.Add<long>(key, System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(bytes), tensor.shape);
            else writer.Add<float>(key, System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes), tensor.shape);
        }
        writer.Save(path, overwrite: true);
        return path;
    }
}
