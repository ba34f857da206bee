using SafeLoad.IO;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Attacks;

/// <summary>Torch 7 files that are cut, changed, or promise more than they hold.</summary>
public sealed class Torch7AttackTests
{
    private const long Bound = 1 << 20;

    private static readonly string[] s_samples = [.. Torch7Samples.All.Select(static sample => sample.Name)];

    private static byte[] Sample(string name, bool ascii) =>
        Torch7Samples.All.First(sample => sample.Name == name).Write(new Torch7Builder(ascii)).ToArray();

    [TestCaseSource(nameof(s_samples))]
    public void GivenFileCutAtEveryByte_IsRefused(string sample)
    {
        Assert.That(Damage.CutEverywhere(Sample(sample, ascii: false)), Is.Zero);
        // Text can lose the end of its last line and still be what it was, or a shorter number.
        Assert.That(Damage.CutEverywhere(Sample(sample, ascii: true)), Is.LessThan(3));
    }

    [Test]
    public void GivenAnyByteChanged_OnlyItsOwnErrorsComeOut([ValueSource(nameof(s_samples))] string sample, [Values] bool ascii)
    {
        byte[] file = Sample(sample, ascii);
        // A test in which nothing is ever refused would prove nothing.
        Assert.That(Damage.ChangeEverywhere(file), Is.GreaterThan(file.Length / 2));
    }

    [Test]
    public void GivenFileCutOrChanged_ScansToAnEnd([ValueSource(nameof(s_samples))] string sample)
    {
        byte[] file = Sample(sample, ascii: false);
        for (int length = 1; length < file.Length; length += 3)
            Assert.That(() => Scanner.Scan(new MemoryByteSource(file.AsMemory(0, length))), Throws.Nothing);
        ScanReport report = Scanned.Bytes(file, "model.t7");
        Assert.That((report.Format, report.Complete), Is.EqualTo((CheckpointFormat.Torch7, false)));
    }

    private static IEnumerable<TestCaseData> Promises()
    {
        yield return Row("Table", Root().Table(2, int.MaxValue));
        yield return Row("Text", Root().Int(2).Int(int.MaxValue));
        yield return Row("Storage", Root().Object(2, "torch.DoubleStorage").Long(long.MaxValue));
        yield return Row("StorageWhoseBytesOverflow", Root().Object(2, "torch.DoubleStorage").Long((1L << 61) + 1));
        yield return Row("Hash", Root().Object(2, "tds.Hash").Long(1L << 62));
        yield return Row("Vector", Root().Object(2, "tds.Vec").Long(1L << 62));
        yield return Row("Dimensions", Root().Object(2, "torch.FloatTensor").Int(1024));
        yield return Row("Function", new Torch7Builder().Table(1, 2).Text("x").Nil().Text("y").Int(2).Int(1 << 30));
        yield return Row("AsciiTable", Root(ascii: true).Table(2, int.MaxValue));
        yield return Row("AsciiStorage", Root(ascii: true).Object(2, "torch.DoubleStorage").Long(long.MaxValue));
        yield return Row("AsciiBytes", Root(ascii: true).Object(2, "torch.ByteStorage").Long(long.MaxValue));

        static Torch7Builder Root(bool ascii = false) => new Torch7Builder(ascii).Table(1, 1).Text("x");

        static TestCaseData Row(string name, Torch7Builder file) => new TestCaseData(file.ToArray()).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Promises))]
    public void GivenPromise_NothingIsAllocatedForIt(byte[] file) =>
        Assert.That(Cost.AllocatedBy(() => Refusal.Malformed(file, DiagnosticId.Torch7Broken)), Is.LessThan(Bound));

    // Objects are found by numbers that the file chose: a far one costs one entry.
    [Test]
    public void GivenNumbersFarApart_CostOneEntryEach()
    {
        var file = new Torch7Builder().Table(1, 32);
        for (int i = 0; i < 32; i++) file.Number(i + 1).Table(int.MaxValue - (int)(uint.MaxValue >> i >> 1), 0);
        byte[] bytes = new Torch7Builder().Table(1, 3).Text("a").Table(int.MaxValue, 0).Text("b").Table(int.MinValue, 0).Text("c")
            .TableAgain(int.MinValue).ToArray();
        Assert.That(Cost.AllocatedBy(() => Checkpoint.Open(bytes).Dispose()), Is.LessThan(Bound));
        Assert.That(Cost.AllocatedBy(() => Damage.TryRead(file.ToArray())), Is.LessThan(Bound));
    }

    [Test]
    public void GivenTablesInTables_AreReadWithoutRecursion([Values] bool objects)
    {
        const int depth = 100_000;
        var file = new Torch7Builder().Table(1, 1).Text("x");
        for (int i = 2; i < depth; i += 2)
        {
            if (objects) file.Object(i, "nn.Container");
            else file.Table(i, 1).Number(1);
            file.Table(i + 1, 1).Text("x");
        }
        byte[] bytes = file.Boolean(true).ToArray();
        using Checkpoint checkpoint = Checkpoint.Open(bytes);
        Assert.That(checkpoint.StateDict(), Is.Empty);
        Assert.That(PythonRepr.Of(checkpoint.Root), Is.Not.Empty);
    }

    // Twice the file, twice the work: references to one large table, lists in themselves, and numbers as keys that meet in no index.
    [TestCase("references")]
    [TestCase("cycles")]
    [TestCase("keys")]
    [TestCase("text")]
    public void GivenTwiceTheFile_CostsTwiceTheBytes(string kind)
    {
        long small = Cost.AllocatedBy(() => Damage.TryRead(File(kind, 20_000))),
            large = Cost.AllocatedBy(() => Damage.TryRead(File(kind, 40_000)));
        Assert.That(large, Is.LessThan(small * 3));

        static byte[] File(string kind, int count)
        {
            var file = new Torch7Builder(ascii: kind == "text").Table(1, 1).Text("x").Table(2, count);
            for (int i = 0; i < count; i++)
            {
                if (kind == "keys") file.Number(i * 4294967296.0).Boolean(true);
                else if (kind == "text") file.Text("k" + i).Storage(i + 3, "torch.FloatStorage", 1f);
                else file.Number(i + 1).TableAgain(kind == "cycles" ? 2 : 1);
            }
            return file.ToArray();
        }
    }
}
