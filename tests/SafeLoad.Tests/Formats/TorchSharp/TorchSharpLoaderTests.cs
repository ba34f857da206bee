using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Formats.TorchSharp;

public sealed class TorchSharpLoaderTests
{
    // Two layers as Module.save writes them.
    private static byte[] Linear => new TorchSharpBuilder(4)
        .Tensor("0.weight", 6, [2, 3], 1f, 2f, 3f, 4f, 5f, 6f)
        .Tensor("0.bias", 6, [2], -1f, -2f)
        .Tensor("1.weight", 6, [1, 2], 0.5f, 0.25f)
        .Tensor("1.bias", 6, [1], float.NegativeInfinity)
        .ToArray();

    // BatchNorm counts its batches in a scalar.
    private static byte[] Norm => new TorchSharpBuilder(3)
        .Tensor("bn.running_mean", 7, [2], 0.1, 0.2)
        .Tensor("bn.num_batches_tracked", 4, [], 1L << 40)
        .Tensor<float>("bn.none", 6, [0, 4])
        .ToArray();

    private static byte[] Wide =>
        new TorchSharpBuilder(1).Tensor("w", 0, [300], [.. Enumerable.Range(0, 300).Select(static i => (byte)i)]).ToArray();

    private static byte[] Named =>
        new TorchSharpBuilder(2).Tensor("größe." + new string('n', 200), 11, [1], (byte)1).Tensor("層", 1, [2], (sbyte)-1, (sbyte)2)
            .ToArray();

    private static byte[] DTypes => new TorchSharpBuilder(13)
        .Tensor("u8", 0, [1], (byte)1).Tensor("i8", 1, [1], (sbyte)-1).Tensor("i16", 2, [1], (short)2).Tensor("i32", 3, [1], 3)
        .Tensor("i64", 4, [1], 4L)
        .Tensor("f16", 5, [1], (Half)5f).Tensor("f32", 6, [1], 6f).Tensor("f64", 7, [1], 7.0)
        .Tensor("c32", 8, [1], (Half)8f, (Half)0f).Tensor("c64", 9, [1], 9f, 0f).Tensor("c128", 10, [1], 10.0, 0.0)
        .Tensor("bool", 11, [1], (byte)1).Tensor("bf16", 15, [1], (ushort)0x3F80)
        .ToArray();

    // As many entries as a LEB128 of two bytes counts, and not a number of PROTO's.
    private static byte[] Many
    {
        get
        {
            var file = new TorchSharpBuilder(1000);
            for (int i = 0; i < 1000; i++) file.Tensor($"layer.{i}", 0, [2], (byte)i, (byte)(i >> 8));
            return file.ToArray();
        }
    }

    private static readonly string[] s_samples = [nameof(Linear), nameof(Norm), nameof(Wide), nameof(Named), nameof(DTypes)];

    private static byte[] Sample(string name) =>
        name switch { nameof(Linear) => Linear, nameof(Norm) => Norm, nameof(Wide) => Wide, nameof(Named) => Named, _ => DTypes };

    [Test]
    public void GivenModule_HasItsTensors()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Linear);
        Assert.Multiple(() =>
        {
            Assert.That((checkpoint.Format, checkpoint.Writer),
                Is.EqualTo((CheckpointFormat.TorchSharp, "TorchSharp (Module.save)")));
            Assert.That(checkpoint.StateDict().Keys, Is.EqualTo(new[] { "0.weight", "0.bias", "1.weight", "1.bias" }));
            Assert.That(checkpoint["0.weight"].Shape.ToArray(), Is.EqualTo(new long[] { 2, 3 }));
            Assert.That(checkpoint["0.weight"].ToArray<float>(), Is.EqualTo(new[] { 1f, 2, 3, 4, 5, 6 }));
            Assert.That(checkpoint["1.bias"].ToArray<float>(), Is.EqualTo(new[] { float.NegativeInfinity }));
            Assert.That(checkpoint.Storages, Has.Count.EqualTo(4));
        });
    }

    [Test]
    public void GivenScalarAndEmptyTensor_HaveTheirShapes()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Norm);
        Assert.That(checkpoint["bn.num_batches_tracked"].Shape.Length, Is.Zero);
        Assert.That(checkpoint["bn.num_batches_tracked"].ToArray<long>(), Is.EqualTo(new[] { 1L << 40 }));
        Assert.That((checkpoint["bn.none"].Shape.ToArray(), checkpoint["bn.none"].ByteLength), Is.EqualTo((new long[] { 0, 4 }, 0L)));
    }

    [Test]
    public void GivenSizesAndNamesOfTwoBytesOfLength_AreRead()
    {
        using Checkpoint wide = Checkpoint.Open(Wide), named = Checkpoint.Open(Named), many = Checkpoint.Open(Many);
        Assert.That(wide["w"].ToArray<byte>(), Is.EqualTo(Enumerable.Range(0, 300).Select(static i => (byte)i)));
        Assert.That(named["層"].ToArray<sbyte>(), Is.EqualTo(new sbyte[] { -1, 2 }));
        Assert.That(named.StateDict().Keys.First(), Is.EqualTo("größe." + new string('n', 200)));
        Assert.That(many["layer.999"].ToArray<byte>(), Is.EqualTo(new byte[] { 231, 3 }));
    }

    [TestCase("u8", "uint8")]
    [TestCase("i8", "int8")]
    [TestCase("i16", "int16")]
    [TestCase("i32", "int32")]
    [TestCase("i64", "int64")]
    [TestCase("f16", "float16")]
    [TestCase("f32", "float32")]
    [TestCase("f64", "float64")]
    [TestCase("c32", "complex32")]
    [TestCase("c64", "complex64")]
    [TestCase("c128", "complex128")]
    [TestCase("bool", "bool")]
    [TestCase("bf16", "bfloat16")]
    public void GivenDTypeNumber_IsPyTorchs(string name, string dtype)
    {
        using Checkpoint checkpoint = Checkpoint.Open(DTypes);
        Assert.That(checkpoint[name].DType, Is.EqualTo(DType.FromName(dtype)));
    }

    private static IEnumerable<TestCaseData> Others()
    {
        yield return Row("NoEntry", new TorchSharpBuilder(0));
        yield return Row("OneByteMore", new TorchSharpBuilder(1).Tensor("w", 6, [1], 1f).Raw(0));
        yield return Row("FewerEntriesThanSaid", new TorchSharpBuilder(2).Tensor("w", 6, [1], 1f));
        yield return Row("MoreEntriesThanSaid", new TorchSharpBuilder(1).Tensor("w", 6, [1], 1f).Tensor("v", 6, [1], 1f));
        yield return Row("NameTwice", new TorchSharpBuilder(2).Tensor("w", 6, [1], 1f).Tensor("w", 6, [1], 1f));
        yield return Row("EmptyName", new TorchSharpBuilder(1).Tensor("", 6, [1], 1f));
        yield return Row("NameThatIsNoText", new TorchSharpBuilder(1).Number(1).Raw(0xFF).Number(0).Number(0).Raw(1));
        yield return Row("QuantizedDType", new TorchSharpBuilder(1).Tensor("w", 12, [1], (byte)1));
        yield return Row("UnknownDType", new TorchSharpBuilder(1).Tensor("w", 16, [1], (byte)1));
        yield return Row("NegativeDType",
            new TorchSharpBuilder(1).Name("w").Raw(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1).Number(0).Raw(1));
        yield return Row("SizesThatOverflow", new TorchSharpBuilder(1).Tensor<byte>("w", 0, [1L << 32, 1L << 32]));
        yield return Row("SizesBeyondTheFile", new TorchSharpBuilder(1).Tensor("w", 6, [3], 1f, 2f));
        yield return Row("NumberWithANeedlessByte", new TorchSharpBuilder(1).Name("w").Raw(0x86, 0).Number(1).Number(1).Raw(0, 0, 128, 63));
        yield return Row("CountThatTheFileCannotHold", new TorchSharpBuilder(long.MaxValue).Tensor("w", 6, [1], 1f));
        yield return Row("DimensionsThatTheFileCannotHold", new TorchSharpBuilder(1).Name("w").Number(0).Number(1L << 40).Raw(1));
        yield return Row("NameThatTheFileCannotHold", new TorchSharpBuilder(1).Number(1L << 40).Raw(1, 2, 3));
        yield return Row("OneTensorWithoutAName", new TorchSharpBuilder(6).Number(1).Number(1).Raw(0, 0, 128, 63));
        yield return Row("OptimizerState", new TorchSharpBuilder(3).Raw([.. "SGD"u8, 1, 2, .. new byte[40]]));

        static TestCaseData Row(string name, TorchSharpBuilder file) => new TestCaseData(file.ToArray()).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Others))]
    public void GivenAnythingElse_IsTheUnknownFileThatItWas(byte[] file)
    {
        Assert.That(Detection.Of(file).Format, Is.EqualTo(CheckpointFormat.Other));
        UnsupportedCheckpointException? refusal = null;
        Assert.That(Cost.AllocatedBy(() => refusal = Refusal.Of<UnsupportedCheckpointException>(file, DiagnosticId.UnsupportedFormat)),
            Is.LessThan(1 << 20));
        Assert.That(refusal!.Problem, Does.StartWith("this is ").And.Contain(Detection.Of(file).Row.Words));
    }

    [Test]
    public void GivenMoreEntriesThanRecordsMayBe_IsNoSuchFile() =>
        Refusal.Of<UnsupportedCheckpointException>(Linear, DiagnosticId.UnsupportedFormat,
            new CheckpointOptions { Limits = new CheckpointLimits { MaxRecords = 3 } });

    [TestCaseSource(nameof(s_samples))]
    public void GivenFileCutAtEveryByte_IsRefused(string sample) => Assert.That(Damage.CutEverywhere(Sample(sample)), Is.Zero);

    [TestCaseSource(nameof(s_samples))]
    public void GivenAnyByteChanged_OnlyItsOwnErrorsComeOut(string sample) =>
        Assert.That(Damage.ChangeEverywhere(Sample(sample)), Is.GreaterThan(20));

    // Under any name, and without one: what opening calls it.
    [Test]
    public void GivenModule_ScanSaysWhatOpeningSays([Values("weights.dat", "model.bin", "model.pt", "x")] string name)
    {
        ScanReport report = Scanned.Bytes(Linear, name);
        Assert.That((report.Format, report.FormatName, report.Verdict, report.Complete),
            Is.EqualTo((CheckpointFormat.TorchSharp, "torchsharp", Verdict.Clean, true)));
        Assert.That(report.BytesRead + report.BytesSkippedAsStorage, Is.EqualTo(Linear.Length));
    }
}
