using System.Text;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Opening;

/// <summary>A file that is one kind from its start and a zip from its end: what a scan calls double, opening refuses as that.</summary>
public sealed class TwoFilesInOneTests
{
    private static readonly Dictionary<string, Func<byte[]>> s_first = new()
    {
        ["pickle"] = static () => Scanned.Benign,
        ["legacy"] = static () => new LegacyBuilder { Root = Scanned.Benign, Keys = LegacyBuilder.KeyList() }.ToArray(),
        ["safetensors"] = static () => [2, 0, 0, 0, 0, 0, 0, 0, .. "{}"u8],
        ["TorchSharp"] = static () => new TorchSharpBuilder(1).Tensor("a", 6, [1], 1f).ToArray(),
        ["Torch 7"] = static () => Torch7Samples.Values(new Torch7Builder()).ToArray(),
        ["array"] = static () => [0x93, .. "NUMPY\x01\0"u8, 70, 0,
            .. Encoding.ASCII.GetBytes("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }".PadRight(69) + "\n"), .. new byte[8]],
    };

    private static IEnumerable<string> First() => s_first.Keys;

    [TestCaseSource(nameof(First))]
    public void GivenZipAtTheEnd_OpeningAndScanningSayTheSame(string first)
    {
        byte[] both = [.. s_first[first](), .. Samples.Zip.ToArray()];
        var problem = Assert.Throws<MalformedCheckpointException>(() => Checkpoint.Open(both).Dispose());
        Assert.That(problem!.Id, Is.EqualTo(DiagnosticId.TwoFormats));
        Finding[] found = [.. Scanned.Bytes(both).Findings.Where(static finding => finding.Id == DiagnosticId.TwoFormats)];
        Assert.That(found, Has.Length.EqualTo(1));
    }

    [TestCaseSource(nameof(First))]
    public void GivenTheSameWithoutTheZip_NeitherSaysSo(string first)
    {
        Assert.That(Scanned.Bytes(s_first[first]()).Ids(), Does.Not.Contain(DiagnosticId.TwoFormats));
        using Checkpoint checkpoint = Checkpoint.Open(s_first[first]());
    }

    [Test]
    public void GivenZipAsTheLastMemberOfATar_ItIsAMember() =>
        Assert.That(Scanned.Bytes(Samples.Tar(("a", Samples.Zip.ToArray()))).Ids(), Does.Not.Contain(DiagnosticId.TwoFormats));
}
