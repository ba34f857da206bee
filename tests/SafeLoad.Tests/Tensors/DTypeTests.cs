namespace SafeLoad.Tests.Tensors;

/// <summary>Each format's name for a dtype leads to one dtype and back.</summary>
public sealed class DTypeTests
{
    [Test]
    public void GivenNamesAndNumbers_EachIsOfOneDType()
    {
        Assert.Multiple(static () =>
        {
            AreDistinct(static dtype => dtype.Name, atLeast: 46);
            AreDistinct(static dtype => dtype.Legacy, atLeast: 17);
            AreDistinct(static dtype => dtype.Safetensors, atLeast: 20);
            AreDistinct(static dtype => dtype.Numpy, atLeast: 14);
            AreDistinct(static dtype => dtype.TorchSharp, atLeast: 13);
            AreDistinct(static dtype => dtype.Export, atLeast: 18);
        });
    }

    [Test]
    public void GivenEveryDType_ItsNamesLeadToIt()
    {
        foreach (DType dtype in DType.All)
        {
            Assert.That(DType.FromName(dtype.Name), Is.SameAs(dtype));
            if (dtype.Safetensors is { } safetensors) Assert.That(DType.FromSafetensors(safetensors), Is.SameAs(dtype));
            if (dtype.Numpy is { } numpy) Assert.That(DType.FromNumpy(numpy), Is.SameAs(dtype));
            if (dtype.TorchSharp is { } torchSharp) Assert.That(DType.FromTorchSharp(torchSharp), Is.SameAs(dtype));
            if (dtype.Export is { } export) Assert.That(DType.FromExport(export), Is.SameAs(dtype));
        }
    }

    // NumPy's codes and those of safetensors end in the size: of bytes the ones, of bits the others.
    [Test]
    public void GivenSizesInNames_TheyAreThoseOfTheElements()
    {
        foreach (DType dtype in DType.All)
        {
            if (dtype.Numpy is { } numpy) Assert.That(int.Parse(numpy[1..]), Is.EqualTo(dtype.ItemSize), dtype.Name);
            if (dtype.Safetensors is { Length: > 1 } name && int.TryParse(name.TrimStart('B', 'C', 'F', 'I', 'U'), out int bits)
                && bits >= 8)
                Assert.That(bits, Is.EqualTo(dtype.ItemSize * 8), dtype.Name);
        }
    }

    // No name of nothing, and no name of another format.
    [TestCase("")]
    [TestCase("F6_E2M3")]
    [TestCase("f32")]
    [TestCase("float32")]
    public void GivenAnotherName_IsNone(string name)
    {
        Assert.That(DType.FromSafetensors(name), Is.Null);
        Assert.That(DType.FromNumpy(name), Is.Null);
    }

    [TestCase(12L)]
    [TestCase(16L)]
    [TestCase(-1L)]
    [TestCase(1L << 32)]
    public void GivenANumberThatTorchSharpDoesNotWrite_IsNone(long number) => Assert.That(DType.FromTorchSharp(number), Is.Null);

    private static void AreDistinct<T>(Func<DType, T> column, int atLeast)
    {
        T[] values = [.. DType.All.Select(column).Where(static value => value is not null)];
        Assert.That(values, Is.Unique.And.Length.AtLeast(atLeast));
    }
}
