using System.Text;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Formats.Torch7;

/// <summary>What Torch 7 files are refused for: functions, lies, and what is not read.</summary>
public sealed class Torch7RefusalTests
{
    // LuaJIT's mark, then bytes that would be a table if anybody read them.
    private static readonly byte[] s_code = [0x1B, .. "LJ"u8, 2, 3, 0, 0, 0];

    private static Torch7Builder Root(bool ascii = false) => new Torch7Builder(ascii).Table(1, 1).Text("x");

    [Test]
    public void GivenFunction_IsRefusedAtItsOffset([Values] bool ascii, [Values(6, 7, 8)] int tag)
    {
        Torch7Builder file = Root(ascii);
        long offset = file.Length;
        file.Function(tag, tag == 6 ? null : 2, s_code).Table(3, 1).Number(1).Table(4, 1).Text("value").Number(5);
        var refusal = Refusal.Of<DisallowedGlobalException>(file.ToArray(), DiagnosticId.CodeInFile);
        Assert.That(refusal.Problem,
            Is.EqualTo($"the file holds a Lua function at offset {offset}; nothing was run, do not load this file elsewhere unless you "
                + "trust who made it"));
        Assert.That((refusal.Location.Offset, refusal.Globals.Single().FullName), Is.EqualTo((offset, "lua.function")));
    }

    [Test]
    public void GivenFunctionAsTheFile_IsRefused([Values] bool ascii)
    {
        byte[] file = new Torch7Builder(ascii).Function(8, 1, s_code).Table(2, 0).ToArray();
        Assert.That(Refusal.Of<DisallowedGlobalException>(file, DiagnosticId.CodeInFile).Location.Offset, Is.Zero);
    }

    [Test]
    public void GivenSeveralFunctions_AllAreNamed()
    {
        Torch7Builder file = new Torch7Builder().Table(1, 3).Text("f");
        long first = file.Length;
        // A function among the upvalues of another, and one that is met again.
        file.Function(8, 2, s_code).Table(3, 1).Number(1).Function(8, 4, s_code).Nil().Text("again").Int(8).Int(2).Text("n").Number(1);
        var refusal = Refusal.Of<DisallowedGlobalException>(file.ToArray(), DiagnosticId.CodeInFile);
        Assert.That(refusal.Problem, Does.StartWith($"the file holds 2 Lua functions, the first at offset {first};"));
        Assert.That(refusal.Globals, Has.Count.EqualTo(2));
    }

    [Test]
    public void GivenFunctionBeforeABreak_IsRefusedForTheFunction() =>
        Refusal.Of<DisallowedGlobalException>(Root().Function(8, 2, s_code).Nil().Int(99).ToArray(), DiagnosticId.CodeInFile);

    // The bytes behind the length belong to the function, whatever they look like.
    [Test]
    public void GivenFunctionLongerThanTheFile_IsBroken() =>
        Assert.That(Refusal.Of<DisallowedGlobalException>(Root().Int(8).Int(2).Int(100).Raw(s_code).ToArray(),
            DiagnosticId.CodeInFile).Globals, Has.Count.EqualTo(1));

    private static IEnumerable<TestCaseData> Lies()
    {
        yield return Row("KindThatDoesNotExist", Root().Table(2, 1).Number(1).Int(9), "kind 9");
        yield return Row("Boolean2", Root().Int(5).Int(2), "a boolean is 2");
        yield return Row("BytesAfterTheRoot", Root().Number(1).Raw(0), "1 bytes follow");
        yield return Row("TextLongerThanTheFile", Root().Int(2).Int(9).Raw(65), "9 bytes; 1 are left");
        yield return Row("TextOfNegativeLength", Root().Int(2).Int(-1), "-1 bytes");
        yield return Row("MoreValuesThanBytes", Root().Table(2, 100), "100 values");
        yield return Row("NegativeTable", Root().Table(2, -1), "-1 values");
        yield return Row("NilAsKey", Root().Table(2, 1).Nil().Number(1), "nil or not a number");
        yield return Row("NaNAsKey", Root().Table(2, 1).Number(double.NaN).Number(1), "nil or not a number");
        yield return Row("StateThatIsNoTable", Root().Object(2, "nn.Linear").Number(1), "is a float, not a table");
        yield return Row("ClassWithoutAName", Root().Object(2, "").Table(3, 0), "no class name");
        yield return Row("StorageCutShort", Root().Object(2, "torch.FloatStorage").Long(3).Raw(new byte[11]),
            "3 elements of 4 bytes; 11 bytes are left");
        yield return Row("StorageOfNegativeSize", Root().Object(2, "torch.FloatStorage").Long(-1), "-1 elements");
        yield return Row("TensorWithoutStorage", Root().Tensor(2, "torch.FloatTensor", [1], [1]).Nil(), "its storage has 0 elements",
            DiagnosticId.ViewOutsideStorage);
        yield return Row("TensorOverAnotherType", Root().Tensor(2, "torch.FloatTensor", [1], [1]).Storage(3, "torch.DoubleStorage", 1.0),
            "over a storage of torch.float64");
        yield return Row("TensorOfTheDeviceOverTheHost",
            Root().Tensor(2, "torch.CudaTensor", [1], [1]).Storage(3, "torch.FloatStorage", 1f), "on cuda:0 is over");
        yield return Row("TensorOverATable", Root().Tensor(2, "torch.FloatTensor", [1], [1]).Table(3, 0), "an object of kind 3");
        yield return Row(
            "TensorOverAnObject", Root().Tensor(2, "torch.FloatTensor", [1], [1]).Object(3, "nn.Linear").Table(4, 0), "something else");
        yield return Row("TensorOverItself", Root().Tensor(2, "torch.FloatTensor", [1], [1]).Storage(2, "torch.FloatStorage", 1f),
            "two objects have the number 2");
        yield return Row("TensorAtElementZero",
            Root().Tensor(2, "torch.FloatTensor", [1], [1], offset: 0).Storage(3, "torch.FloatStorage", 1f), "the first one is 1");
        yield return Row(
            "TensorAtTheLeastElement", Root().Tensor(2, "torch.FloatTensor", [0], [1], offset: long.MinValue).Nil(), "the first one is 1");
        yield return Row("TensorOfNegativeDimensions", Root().Object(2, "torch.FloatTensor").Int(-1), "-1 dimensions");
        yield return Row("ViewPastItsStorage",
            Root().Tensor(2, "torch.FloatTensor", [2], [1], offset: 2).Storage(3, "torch.FloatStorage", 1f, 2f), "reaches element 2",
            DiagnosticId.ViewOutsideStorage);
        yield return Row("StrideThatOverflows",
            Root().Tensor(2, "torch.FloatTensor", [3], [long.MaxValue]).Storage(3, "torch.FloatStorage", 1f, 2f), "reaches element",
            DiagnosticId.ViewOutsideStorage);
        yield return Row("SizesThatOverflow",
            Root().Tensor(2, "torch.FloatTensor", [1L << 40, 1L << 40], [0, 0]).Storage(3, "torch.FloatStorage", 1f), "2^63",
            DiagnosticId.BadShape);
        yield return Row("HashLongerThanTheFile", Root().Object(2, "tds.Hash").Long(long.MaxValue), "values are said to follow");
        yield return Row("VectorOfNegativeSize", Root().Object(2, "tds.Vec").Long(-5), "-5 values");
        yield return Row("AsciiWord", Root(ascii: true).Int(1).Raw("0x10\n"u8.ToArray()), "'0x10' is no number");
        yield return Row("AsciiFractionAsInt", Root(ascii: true).Table(2, 1).Text("y").Raw("5\n1.0\n"u8.ToArray()), "'1.0' is no number");
        yield return Row("AsciiLongNumber", Root(ascii: true).Int(1).Raw(Encoding.ASCII.GetBytes(new string('1', 400))), "is no number");
        yield return Row("AsciiIntBeyond32Bits", Root(ascii: true).Table(2, 1).Text("y").Raw("4294967298\n"u8.ToArray()), "does not fit");
        yield return Row(
            "AsciiStorageCutShort", Root(ascii: true).Object(2, "torch.FloatStorage").Long(3).Raw("10 20"u8.ToArray()), "the file ends");
        yield return Row("AsciiStorageOfMore", Root(ascii: true).Object(2, "torch.FloatStorage").Long(9).Raw("1 2"u8.ToArray()),
            "9 elements; 3 bytes are left");
        yield return Row(
            "AsciiShortBeyond16Bits", Root(ascii: true).Object(2, "torch.ShortStorage").Long(1).Raw("70000\n"u8.ToArray()), "does not fit");

        static TestCaseData Row(string name, Torch7Builder file, string problem, DiagnosticId id = DiagnosticId.Torch7Broken) =>
            new TestCaseData(file.ToArray(), problem, id).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Lies))]
    public void GivenLie_IsRefused(byte[] file, string problem, DiagnosticId id) =>
        Assert.That(Refusal.Malformed(file, id).Problem, Does.Contain(problem));

    [TestCase("torch.ClTensor")]
    [TestCase("torch.Generator")]
    public void GivenClassThatWritesItsOwnWay_IsUnsupported(string type) =>
        Assert.That(Refusal.Of<UnsupportedCheckpointException>(Root().Object(2, type).Raw(new byte[40]).ToArray(),
            DiagnosticId.UnsupportedTensor).Problem, Does.Contain(type));

    // Python takes True for 1, and one of the two values would be lost.
    [Test]
    public void GivenTrueBesideOne_IsUnsupported()
    {
        Refusal.Of<UnsupportedCheckpointException>(Root().Table(2, 2).Boolean(true).Text("a").Number(1).Text("b").ToArray(),
            DiagnosticId.UnsupportedKey);
        using Checkpoint checkpoint = Checkpoint.Open(Root().Table(2, 2).Boolean(true).Text("a").Number(2).Text("b").ToArray());
        Assert.That(((PyDict)((PyDict)checkpoint.Root.Reference!)["x"].Reference!).Count, Is.EqualTo(2));
    }

    [Test]
    public void GivenMoreThanTheLimits_IsRefused()
    {
        byte[] deep = Torch7Samples.All[0].Write(new Torch7Builder()).ToArray();
        Refusal.Of<LimitExceededException>(deep, DiagnosticId.StackTooDeep, With(new CheckpointLimits { MaxStackDepth = 2 }));
        Refusal.Of<LimitExceededException>(deep, DiagnosticId.TooManyOpcodes, With(new CheckpointLimits { MaxOpcodes = 1 }));
        Refusal.Of<LimitExceededException>(deep, DiagnosticId.StringTooLong, With(new CheckpointLimits { MaxStringBytes = 3 }));
        Refusal.Of<LimitExceededException>(deep, DiagnosticId.TooManyMemoEntries, With(new CheckpointLimits { MaxMemoEntries = 2 }));
        Refusal.Of<LimitExceededException>(Root().Object(2, "torch.FloatTensor").Int(1025).ToArray(), DiagnosticId.TooManyDimensions);
        Refusal.Of<LimitExceededException>(Torch7Samples.Views(new Torch7Builder(ascii: true)).ToArray(), DiagnosticId.StreamTooLong,
            With(new CheckpointLimits { MaxBufferedBytes = 23 }));
        Refusal.Of<LimitExceededException>(Root().Object(2, new string('n', 5000)).Table(3, 0).ToArray(), DiagnosticId.NameTooLong);

        static CheckpointOptions With(CheckpointLimits limits) => new() { Limits = limits };
    }
}
