using System.Text;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Formats.Torch7;

public sealed class Torch7HeadTests
{
    private static IEnumerable<TestCaseData> Files()
    {
        foreach (bool ascii in (bool[])[false, true])
        {
            string mode = ascii ? "Ascii" : "Binary";
            foreach (var (name, write) in Torch7Samples.All) yield return Row(mode + name, write(new Torch7Builder(ascii)).ToArray());
            yield return Row(mode + "ZeroAsKey", new Torch7Builder(ascii).Table(1, 1).Number(0).Text("zero").ToArray());
            yield return Row(mode + "BooleanAsKey", new Torch7Builder(ascii).Table(1, 1).Boolean(true).Text("yes").ToArray());
            yield return Row(mode + "TableAsKey", new Torch7Builder(ascii).Table(1, 1).Table(2, 0).Text("yes").ToArray());
            yield return Row(mode + "ObjectAsKey",
                new Torch7Builder(ascii).Table(1, 1).Object(2, "nn.Linear").Table(3, 0).Boolean(true).ToArray());
            yield return Row(mode + "ListOfObjects",
                new Torch7Builder(ascii).Table(1, 1).Number(1).Object(2, "nn.Linear").Table(3, 0).ToArray());
            yield return Row(mode + "ListOfListsOfText",
                new Torch7Builder(ascii).Table(1, 1).Number(1).Table(2, 1).Number(1).Text("a").ToArray());
            yield return Row(mode + "OldObject", new Torch7Builder(ascii).Object(1, "nn.Sequential", version: null).Table(2, 0).ToArray());
            yield return Row(mode + "NewerClass",
                new Torch7Builder(ascii).Object(1, "nn.BatchNormalization", version: "V 12").Table(2, 0).ToArray());
            yield return Row(mode + "Function", new Torch7Builder(ascii).Function(8, 1, [0x1B, .. "Lua"u8]).Nil().ToArray());
        }
        yield return Row("LongKey", new Torch7Builder().Table(1, 1).Text(new string('k', 3000)).Nil().ToArray());

        static TestCaseData Row(string name, byte[] file) => new TestCaseData(file).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Files))]
    public void GivenTorch7File_IsTold(byte[] file) => Assert.That(Detection.Of(file).Format, Is.EqualTo(CheckpointFormat.Torch7));

    private static IEnumerable<TestCaseData> Others()
    {
        yield return Row("SmallInts", Ints(3, 1, 2, 1, 0, 1, 2, 3, 4, 5));
        yield return Row("SmallIntsLikeText", Ints(3, 1, 2, 2, 1, 5, 0, 1, 2, 3));
        yield return Row("ZeroAsKey", Ints(3, 1, 1, 1, 0, 0, 0, 0, 0, 0));
        yield return Row("TableOfMoreThanTheFile", Ints(3, 1, 1000, 1, 0, 0x3FF00000, 1, 0));
        yield return Row("AnotherNumber", Ints(3, 2, 1, 1, 0, 0x3FF00000, 1, 0));
        yield return Row("EmptyTable", Ints(3, 1, 0));
        yield return Row("EmptyTableAndMore", Ints(3, 1, 0, 0));
        yield return Row("NumberAndAnImpossibleKind", Ints(3, 1, 1, 1, 0, 0x3FF00000, 99, 0, 0));
        yield return Row("TextAndAnImpossibleKind", [.. Ints(3, 1, 1, 2, 1), (byte)'a', .. Ints(99, 0, 0)]);
        yield return Row("NumberAndNothing", Ints(3, 1, 2, 1, 0, 0x3FF00000, 1, 0));
        yield return Row("ObjectWithoutAName", Ints(4, 1, 3, 0, 0, 0));
        yield return Row("FunctionWithoutBytecode", Ints(8, 1, 4, 0, 0, 0));
        yield return Row("ColumnOfInts", "3\n1\n2\n1\n1\n2\n1\n5\n1\n1\n"u8.ToArray());
        yield return Row("ColumnOfIntsLikeText", "3\n1\n2\n2\n1\n5\n1\n1\n"u8.ToArray());
        yield return Row("ColumnOfZeros", "3\n1\n0\n0\n"u8.ToArray());
        yield return Row("ShoppingList", "4\n1\n eggs\n"u8.ToArray());
        yield return Row("Digits", Encoding.ASCII.GetBytes("3\n" + new string('1', 600)));

        static byte[] Ints(params int[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

        static TestCaseData Row(string name, byte[] file) => new TestCaseData(file).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Others))]
    public void GivenBytesThatAreNoTorch7File_AreSomethingElse(byte[] file) =>
        Assert.That(Detection.Of(file).Format, Is.Not.EqualTo(CheckpointFormat.Torch7));

    [TestCaseSource(nameof(Files))]
    public void GivenTorch7File_EveryPieceOfItIsToldWithoutAnError(byte[] file)
    {
        for (int length = 0; length < Math.Min(file.Length, 600); length++)
            Assert.That(() => Detection.Of(file.AsMemory(0, length)), Throws.Nothing);
    }
}
