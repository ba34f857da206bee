using System.Buffers.Binary;
using System.Text;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Formats.Safetensors;

public sealed class SafetensorsLoaderTests
{
    private static byte[] File(string header, int dataBytes)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(header);
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, utf8.Length);
        return [.. prefix, .. utf8, .. Enumerable.Range(0, dataBytes).Select(static i => (byte)i)];
    }

    [Test]
    public void GivenTwoTensors_HaveTheirBytesAndMetadata()
    {
        byte[] file = File("""{"__metadata__":{"format":"pt"},"b":{"dtype":"I16","shape":[2],"data_offsets":[4,8]},"""
            + """ "a":{"dtype":"U8","shape":[2,2],"data_offsets":[0,4]}}  """, 8);
        using Checkpoint checkpoint = Checkpoint.Open(file);
        Assert.That(checkpoint.StateDict().Keys, Is.EqualTo(new[] { "b", "a" }));
        Assert.That(checkpoint["a"].ToArray<byte>(), Is.EqualTo(new byte[] { 0, 1, 2, 3 }));
        Assert.That(checkpoint["b"].ToArray<short>(), Is.EqualTo(new short[] { 0x0504, 0x0706 }));
        Assert.That(checkpoint.Metadata["format"], Is.EqualTo("pt"));
    }

    [Test]
    public void GivenNamesThatMetadataTiesToOthers_TheyShareTheTensor()
    {
        byte[] file = File("""{"__metadata__":{"format":"pt","tied":"a","b":"a","note":"c","a":"b"},"""
            + """ "a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", 4);
        using Checkpoint checkpoint = Checkpoint.Open(file);
        Assert.That(checkpoint.StateDict().Keys, Is.EqualTo(new[] { "a", "b", "tied" }));
        Assert.That(checkpoint["tied"].Storage, Is.SameAs(checkpoint["a"].Storage));
        Assert.That(checkpoint["b"].ToArray<byte>(), Is.EqualTo(new byte[] { 2, 3 }));
        Assert.That(checkpoint.Notes, Has.One.EqualTo("names that __metadata__ ties to others: 1"));
    }

    // Every rule of the reference implementation.
    [TestCase("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 4, "twice",
        TestName = "GivenNameTwice_IsRefused")]
    [TestCase("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[1,5]}}""", 5, "begins at byte 1",
        TestName = "GivenHoleAtTheStart_IsRefused")]
    [TestCase("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[1],"data_offsets":[3,4]}}""", 4,
        "ends at 2", TestName = "GivenHole_IsRefused")]
    [TestCase("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", 4,
        "begins at byte 2", TestName = "GivenOverlap_IsRefused")]
    [TestCase("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 5, "5 follow",
        TestName = "GivenBytesAfterTheLastTensor_IsRefused")]
    [TestCase("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 3, "3 follow", TestName = "GivenFileCutShort_IsRefused")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "take 8",
        TestName = "GivenShapeThatDoesNotFitTheBytes_IsRefused")]
    [TestCase("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}""", 4, "bytes 4 to 0", TestName = "GivenOffsetsBackwards_IsRefused")]
    [TestCase("""{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,4]}}""", 4, "no whole number", TestName = "GivenNegativeSize_IsRefused")]
    [TestCase("""{"a":{"dtype":"U8","shape":[1.5],"data_offsets":[0,4]}}""", 4, "no whole number", TestName = "GivenFraction_IsRefused")]
    [TestCase("""{"a":{"shape":[4],"data_offsets":[0,4]}}""", 4, "lacks dtype", TestName = "GivenNoDType_IsRefused")]
    [TestCase("""{"a":{"dtype":"U8","dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 4, "'dtype' twice",
        TestName = "GivenMemberTwice_IsRefused")]
    [TestCase("""{"__metadata__":{"a":1}}""", 0, "something else than text", TestName = "GivenMetadataThatIsNoText_IsRefused")]
    [TestCase("""{"a":[]}""", 0, "no object", TestName = "GivenEntryThatIsNoObject_IsRefused")]
    [TestCase("""{} x""", 0, "no JSON", TestName = "GivenJunkAfterTheHeader_IsRefused")]
    [TestCase("""{"a" 1}""", 0, "no JSON", TestName = "GivenBrokenJson_IsRefused")]
    public void GivenBrokenRule_IsRefused(string header, int dataBytes, string problem) =>
        Assert.That(Refusal.Malformed(File(header, dataBytes), DiagnosticId.SafetensorsBroken).Problem, Does.Contain(problem));

    [Test]
    public void GivenSizesThatOverflow_IsRefused() =>
        Refusal.Malformed(File("""{"a":{"dtype":"U8","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0), DiagnosticId.BadShape);

    [TestCase("F8_E4M3", "float8_e4m3fn", 1)]
    [TestCase("F8_E8M0", "float8_e8m0fnu", 1)]
    [TestCase("BF16", "bfloat16", 2)]
    [TestCase("C64", "complex64", 8)]
    [TestCase("BOOL", "bool", 1)]
    public void GivenDType_IsPyTorchs(string written, string name, int itemSize)
    {
        using Checkpoint checkpoint =
            Checkpoint.Open(File($$$"""{"a":{"dtype":"{{{written}}}","shape":[1],"data_offsets":[0,{{{itemSize}}}]}}""", itemSize));
        Assert.That(checkpoint["a"].DType, Is.EqualTo(DType.FromName(name)));
    }

    [Test]
    public void GivenFourBitValues_ShapeCountsBytesAsPyTorchDoes()
    {
        using Checkpoint checkpoint = Checkpoint.Open(File("""{"a":{"dtype":"F4","shape":[2,4],"data_offsets":[0,4]}}""", 4));
        Assert.That(checkpoint["a"].Shape.ToArray(), Is.EqualTo(new long[] { 2, 2 }));
    }

    [Test]
    public void GivenDTypeThatPyTorchLacks_IsUnsupported() =>
        Refusal.Of<UnsupportedCheckpointException>(File("""{"a":{"dtype":"F6_E2M3","shape":[4],"data_offsets":[0,3]}}""", 3),
            DiagnosticId.UnsupportedTensor);
}
