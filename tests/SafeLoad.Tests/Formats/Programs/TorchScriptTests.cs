using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Formats.Programs;

/// <summary>TorchScript's archives built by hand: those of 2019, of PyTorch Mobile, and ones that lie.</summary>
public sealed class TorchScriptTests
{
    private static readonly CheckpointOptions s_inert = new() { KeepObjects = true };

    // The object of class __torch__.Net: {'bias': tensor "1", 'weight': tensor "0", 'training': True}, by six-field ids as 2019 wrote them.
    private static byte[] Module => PickleBuilder.Protocol(2).Global("__torch__", "Net").EmptyTuple().Op(PickleOpcode.NewObj)
        .EmptyDict().Mark()
        .Text("bias").Call("_rebuild_tensor_v2", static arguments => Storage(arguments, "1", 1).Int(0).Ints(1).Ints(1).True().None())
        .Text("weight").Call("_rebuild_tensor_v2", static arguments => Storage(arguments, "0", 2).Int(0).Ints(2).Ints(1).True().None())
        .Text("training").True().SetItems().Op(PickleOpcode.Build).Stop();

    private static PickleBuilder Storage(PickleBuilder pickle, string key, long count) =>
        pickle.Mark().Text("storage").Global("torch", "FloatStorage").Text(key).Text("cpu").Int(count).None().Tuple()
            .Op(PickleOpcode.BinPersId);

    private static ZipBuilder Zip(string? code, string version = "1") => Add(new ZipBuilder().Add("net/version", version + "\n"), code)
        .Add("net/constants.pkl", PickleBuilder.Protocol(2).EmptyTuple().Stop()).Add("net/data/0", Samples.OneTwo)
        .Add("net/data/1", TensorPickles.Floats(3)).Add("net/data.pkl", Module);

    private static ZipBuilder Add(ZipBuilder zip, string? code) => code is null ? zip : zip.Add("net/code/__torch__.py", code);

    // Old code names no buffers, and older yet no parameters: every tensor counts then.
    [TestCase("op_version_set = 1\nclass Net(Module):\n  __parameters__ = [\"weight\", \"bias\", ]\n  weight : Tensor\n", "weight bias")]
    [TestCase("op_version_set = 0\nclass Net(Module):\n  weight : Tensor\n  bias : Tensor\n", "bias weight")]
    [TestCase(
        "class Other:\n  x : int\nclass Net(Module):\n  __parameters__ = [\"weight\", ]\n  __buffers__ = [\"bias\", ]\n", "weight bias")]
    [TestCase("class Net(Module):\n  __parameters__ = [\"weight\", ]\n  __buffers__ = []\n", "weight")]
    [TestCase(null, "bias weight")]
    public void GivenProgramOfAnyAge_StateDictIsInTheOrderOfItsClass(string? code, string names)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Zip(code).ToArray(), s_inert);
        Assert.That((checkpoint.Format, string.Join(' ', checkpoint.StateDict().Keys)), Is.EqualTo((CheckpointFormat.TorchScript, names)));
        Assert.That(checkpoint["weight"].ToArray<float>(), Is.EqualTo((float[])[1, 2]));
    }

    [TestCase("class Net(Module):\n  __parameters__ = [\"weight\", \"")]
    [TestCase("class Net(Module):\n  __parameters__ = [\"\", \"no_such\", ]\n")]
    [TestCase("class \u0000Net(Module):\n")]
    [TestCase("class Net(")]
    [TestCase("")]
    public void GivenCodeThatLies_TheFileOpens(string code)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Zip(code).ToArray(), s_inert);
        Assert.That(() => checkpoint.StateDict().Count, Is.InRange(0, 2));
    }

    [Test]
    public void GivenStorageThatIsMissing_IsMalformed() =>
        Refusal.Malformed(new ZipBuilder().Add("net/version", "3\n").Add("net/constants.pkl", PickleBuilder.Protocol(2).EmptyTuple().Stop())
            .Add("net/data.pkl", Module).ToArray(), DiagnosticId.RecordMissing, s_inert);

    // Constants have storages of their own under the same numbers.
    [Test]
    public void GivenConstants_TheirStoragesAreTheirs()
    {
        byte[] constants = PickleBuilder.Protocol(2)
            .Call("_rebuild_tensor_v2", static arguments => Storage(arguments, "0", 1).Int(0).Ints(1).Ints(1).False().None())
            .Op(PickleOpcode.Tuple1).Stop();
        byte[] module = PickleBuilder.Protocol(2).Global("__torch__", "Net").EmptyTuple().Op(PickleOpcode.NewObj).EmptyDict()
            .Op(PickleOpcode.Build).Stop();
        byte[] file = new ZipBuilder().Add("net/version", "3\n").Add("net/constants.pkl", constants)
            .Add("net/constants/0", TensorPickles.Floats(7)).Add("net/data/0", TensorPickles.Floats(8)).Add("net/data.pkl", module)
            .ToArray();
        using Checkpoint checkpoint = Checkpoint.Open(file, s_inert);
        Assert.That((checkpoint.StateDict().Keys.Single(), checkpoint.StateDict().Values.Single().ToArray<float>()[0]),
            Is.EqualTo(("constants.0", 7f)));
    }

    // What every byte of three small real files may be changed to.
    [TestCase("jit/frozen.pt")]
    [TestCase("package/p1.pt")]
    [TestCase("pt2/bf16.pt2")]
    public void GivenDamage_OnlyOwnErrorsComeOut(string file)
    {
        byte[] good = File.ReadAllBytes(Fixtures.PathOf("objects/" + file));
        for (int i = 0; i < good.Length; i += 3)
        {
            Try(good.AsMemory(0, i));
            byte[] changed = [.. good];
            changed[i] ^= (byte)(1 << (i % 8));
            Try(changed);
        }

        static void Try(ReadOnlyMemory<byte> bytes)
        {
            try
            {
                using Checkpoint checkpoint = Checkpoint.Open(bytes, s_inert);
                foreach (var (_, tensor) in checkpoint.StateDict()) ExpectedTensors.Hash(tensor);
                _ = checkpoint.Training.Notes;
            }
            catch (SafeLoadException) { }
            catch (InvalidOperationException problem) when (problem.Message.Contains("of its own", StringComparison.Ordinal)) { }
        }
    }
}
