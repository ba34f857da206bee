using System.Text;
using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Writing;

namespace SafeLoad.Tests.Writing;

/// <summary>Files that are cheap to repeat something in, and names that a format has no room for:
/// what writing costs stays in proportion to the file.</summary>
public sealed class WriteAttackTests
{
    private const int Times = 2000;

    private static readonly CheckpointOptions s_inert = new() { KeepObjects = true };

    // One long value, and references of two bytes to it.
    [TestCase("str")]
    [TestCase("bytes")]
    [TestCase("frozenset")]
    [TestCase("set")]
    [TestCase("set of objects")]
    [TestCase("tuple")]
    [TestCase("array")]
    [TestCase("key")]
    public void GivenValueThatIsRepeated_ItsCostIsNot(string what)
    {
        byte[] file = Samples.ZipOf(pickle =>
        {
            pickle.Op(PickleOpcode.EmptyList).Mark();
            Value(pickle, what);
            pickle.Op(PickleOpcode.BinPut, [9]);
            if (what == "key")
            {
                pickle.Op(PickleOpcode.EmptyList).Mark();
                for (int i = 0; i < Times; i++) pickle.Global("posix", "system");
                pickle.Op(PickleOpcode.Appends).Op(PickleOpcode.SetItem);
            }
            else for (int i = 0; i < Times; i++) pickle.Op(PickleOpcode.BinGet, [9]);
            pickle.Op(PickleOpcode.Appends);
        });
        using Checkpoint checkpoint = Checkpoint.Open(file, s_inert);
        var stream = new MemoryStream();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        int changes = 0;
        long allocated = Cost.AllocatedBy(() =>
        {
            CleanedCheckpoint cleaned = CleanedCheckpoint.Of(checkpoint.Root);
            changes = cleaned.Changes.Count;
            CheckpointFile.Plan(cleaned.Root, "archive", isLegacy: false, compact: true).Write(stream);
        });
        TestContext.Out.WriteLine($"{what}: file {file.Length:N0}, written {stream.Length:N0}, allocated {allocated:N0}, {changes} "
            + $"changes, {clock.ElapsedMilliseconds} ms");
        Assert.That(stream.Length, Is.LessThan(file.Length * 4L));
        Assert.That(allocated, Is.LessThan(file.Length * 100L));
    }

    [Test]
    public void GivenViewsOfOneStorage_FindingTheSharedOnesIsLinear()
    {
        TimeSpan small = Find(4000), large = Find(16_000);
        TestContext.Out.WriteLine($"{small} {large}");
        Assert.That(large, Is.LessThan(small * 9));

        static TimeSpan Find(int count)
        {
            var storage = new StorageInfo("0", DType.UInt8, "cpu", 100_000, new SafeLoad.IO.MemoryByteSource(new byte[100_000]));
            KeyValuePair<string, TensorInfo>[] tensors = [.. Enumerable.Range(1, count)
                .Select(i => new KeyValuePair<string, TensorInfo>($"w{i}", new TensorInfo(DType.UInt8, [i], [1], 0, storage)))];
            return Cost.FastestOf(3, () => SharedViews.Find(tensors));
        }
    }

    // The second one in the middle of a pair; an attribute cannot hold it.
    private static readonly string[] s_lacking = ["__metadata__", new('\ud800', 1), "w" + new string('\udc00', 1)];

    // What JSON cannot say, or says in another sense.
    [TestCaseSource(nameof(s_lacking))]
    public void GivenNameThatSafetensorsLack_TheErrorSaysSo(string name)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.Zip.ToArray());
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");
        KeyValuePair<string, TensorInfo>[] tensors = [new(name, checkpoint["w"])];
        try
        {
            Assert.Throws<NotSupportedException>(() => tensors.SaveAsSafetensors(path));
            Assert.That(File.Exists(path), Is.False);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestCase("")]
    [TestCase("__metadata__")]
    [TestCase("\ud800")]
    [TestCase("a\"b\\c\n\u0000\u2028")]
    public void GivenStrangeName_CheckpointsKeepIt(string name)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.Zip.ToArray());
        var stream = new MemoryStream();
        new CheckpointWriter().Add(name, checkpoint["w"]).Save(stream);
        using Checkpoint written = Checkpoint.Open(stream.ToArray());
        Assert.That(written.StateDict()[name].ToArray<float>(), Is.EqualTo((float[])[1, 2]));
    }

    private static void Value(PickleBuilder pickle, string what)
    {
        string text = new('x', 20_000);
        switch (what)
        {
            case "str":
                pickle.Text(text);
                break;
            case "bytes":
                pickle.Global("_codecs", "encode").Mark().Text(text).Text("latin1").Tuple().Reduce();
                break;
            case "key":
                pickle.EmptyDict().Text(text);
                break;
            case "tuple":
                pickle.Mark();
                for (int i = 0; i < 4000; i++) pickle.Int(i);
                pickle.Tuple();
                break;
            case "array":
                pickle.Global("numpy.core.multiarray", "_reconstruct").Mark().Global("numpy", "ndarray").Ints(0)
                    .Op(PickleOpcode.BinBytes, [1, 0, 0, 0, (byte)'b']).Tuple().Reduce()
                    .Mark().Int(1).Ints(20_000).Global("numpy", "dtype").Mark().Text("u1").Op(PickleOpcode.NewFalse)
                    .Op(PickleOpcode.NewTrue).Tuple().Reduce()
                    .Mark().Int(3).Text("|").Op(PickleOpcode.None).Op(PickleOpcode.None).Op(PickleOpcode.None).Int(-1).Int(-1).Int(0)
                    .Tuple().Op(PickleOpcode.Build)
                    .Op(PickleOpcode.NewFalse)
                    .Op(PickleOpcode.BinBytes, [.. BitConverter.GetBytes(20_000), .. Encoding.ASCII.GetBytes(text)]).Tuple()
                    .Op(PickleOpcode.Build);
                break;
            default:
                pickle.Global("builtins", what == "frozenset" ? "frozenset" : "set").Mark().Op(PickleOpcode.EmptyList).Mark();
                for (int i = 0; i < 4000; i++) pickle.Int(i);
                if (what == "set of objects") pickle.Global("posix", "system");
                pickle.Op(PickleOpcode.Appends).Tuple().Reduce();
                break;
        }
    }
}
