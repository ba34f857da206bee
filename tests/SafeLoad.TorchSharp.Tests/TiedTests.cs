using SafeLoad.Placement;
using SafeLoad.Writing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>Parameters that stand in a module twice.</summary>
public sealed class TiedTests
{
    private static readonly float[] s_first = Numbers.Count(12), s_last = Numbers.Count(12, -1);

    // An Embedding hands out another object for its weight each time; a Linear always the same.
    [Test]
    public void GivenBothNames_TheLastOfTheModuleWins([Values] bool native, [Values] bool reversed,
        [Values(Assign.Copy, Assign.Share)] Assign assign)
    {
        using var folder = new TemporaryFolder();
        var writer = new CheckpointWriter();
        if (reversed) writer.Add<float>("head.weight", s_last, 4, 3).Add<float>("in.weight", s_first, 4, 3);
        else writer.Add<float>("in.weight", s_first, 4, 3).Add<float>("head.weight", s_last, 4, 3);
        writer.Save(folder.PathOf("tied.pt"));
        using Module model = Tied(native, out Func<float[][]> weights);
        LoadReport report = model.load_pt(folder.PathOf("tied.pt"), assign: assign);
        Assert.That(report.Missing.Concat(report.Unexpected), Is.Empty);
        Assert.That(weights(), Is.All.EqualTo(s_last));
    }

    [Test]
    public void GivenOneName_BothAreFilled([Values] bool native, [Values("in.weight", "head.weight")] string name,
        [Values(Assign.Copy, Assign.Share)] Assign assign)
    {
        using var folder = new TemporaryFolder();
        new CheckpointWriter().Add<float>(name, s_last, 4, 3).Save(folder.PathOf("tied.pt"));
        using Module model = Tied(native, out Func<float[][]> weights);
        LoadReport report = model.load_pt(folder.PathOf("tied.pt"), assign: assign);
        Assert.That(report.Missing, Is.Empty);
        Assert.That(weights(), Is.All.EqualTo(s_last));
        // They still are one parameter.
        using (torch.no_grad()) model.get_parameter("in.weight")!.fill_(3);
        Assert.That(weights(), Is.All.All.EqualTo(3f));
    }

    [Test]
    public void GivenModuleThatIsUsedTwice_ItIsFilledUnderBothNames()
    {
        using var folder = new TemporaryFolder();
        new CheckpointWriter().Add<float>("a.weight", s_first, 4, 3).Add<float>("b.weight", s_last, 4, 3).Save(folder.PathOf("tied.pt"));
        Linear linear = Linear(3, 4, hasBias: false);
        using Parts model = new Parts().Module("a", linear).Module("b", linear);
        model.load_pt(folder.PathOf("tied.pt"));
        Assert.That(Numbers.Of(linear.weight), Is.EqualTo(s_last));
    }

    [Test]
    public void GivenWeightsThatAreAlike_TheyAreNotTied()
    {
        using var folder = new TemporaryFolder();
        var writer = new CheckpointWriter();
        using var model = new Parts();
        for (int i = 0; i < 70; i++)
        {
            writer.Add<float>($"{i}.weight", Numbers.Count(12, i), 4, 3);
            model.Module($"{i}", Embedding(4, 3));
        }
        writer.Save(folder.PathOf("alike.pt"));
        model.get_parameter("5.weight")!.requires_grad_(false);
        model.load_pt(folder.PathOf("alike.pt"));
        for (int i = 0; i < 70; i++)
        {
            Assert.That(Numbers.Of(model.get_parameter($"{i}.weight")), Is.EqualTo(Numbers.Count(12, i)));
            Assert.That(model.get_parameter($"{i}.weight")!.requires_grad, Is.EqualTo(i != 5));
        }
    }

    private static Parts Tied(bool native, out Func<float[][]> weights)
    {
        Linear head = Linear(3, 4, hasBias: false);
        if (native)
        {
            Embedding embedding = Embedding(4, 3);
            head.weight = embedding.weight!;
            weights = () =>
                [Numbers.Of(embedding.weight), Numbers.Of(head.weight),
                    Numbers.Of(embedding.forward(torch.tensor(new long[] { 0, 1, 2, 3 })))];
            return new Parts().Module("in", embedding).Module("head", head);
        }
        Linear first = Linear(3, 4, hasBias: false);
        head.weight = first.weight;
        weights = () => [Numbers.Of(first.weight), Numbers.Of(head.weight)];
        return new Parts().Module("in", first).Module("head", head);
    }
}
