using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Where a finding is: its place names every shell around the file, also where an error of a reader made the finding. The product
/// of shells around a file, and of what is wrong with it.</summary>
public sealed class PlaceOfAFindingTests
{
    private static readonly Dictionary<string, Func<byte[], byte[]>> s_shells = new()
    {
        ["zip"] = static file => new ZipBuilder().Add("x/inner.bin", file).ToArray(),
        ["tar"] = static file => Samples.Tar(("sub/inner.bin", file)),
        ["gzip"] = KindSamples.Gzip,
        ["checkpoint"] = static file => ZipBuilder.Torch(Scanned.Benign).Add("archive/extra/inner.bin", file).ToArray(),
    };

    private static readonly Dictionary<string, Func<byte[]>> s_files = MakeFiles();

    private static Dictionary<string, Func<byte[]>> MakeFiles()
    {
        byte[] zip = Samples.Zip.ToArray(), tar = Samples.Tar(("a", new byte[1000]));
        var files = new Dictionary<string, Func<byte[]>>
        {
            ["a zip that is cut"] = () => zip[..^30],
            ["a zip with two records of a name"] = static () => Samples.Zip.Add("archive/version", "3\n").ToArray(),
            ["a zip without data.pkl"] = static () => new ZipBuilder().Add("archive/version", "3\n").Add("archive/data/0", "x").ToArray(),
            ["a tar that is cut"] = () => tar[..600],
            ["a gzip that is cut"] = static () => KindSamples.Gzip(Scanned.Benign)[..^9],
            ["a pickle that is cut"] = static () => Scanned.Evil[..^4],
            ["a safetensors file that is cut"] = static () => [40, 0, 0, 0, 0, 0, 0, 0, .. "{\"a\":{\"dtype\":\"F32\",\"shape\":[9]"u8],
            ["an array that is cut"] = static () => [0x93, .. "NUMPY\x01\0"u8, 62, 0, .. new byte[20]],
        };
        foreach (TensorLie lie in TensorLie.All)
        {
            foreach (StorageContainer container in StorageContainer.All)
                files[$"{lie.Name} in {container}"] = () => lie.Checkpoint(container, lies: true);
        }
        return files;
    }

    private static IEnumerable<TestCaseData> Product() =>
        from outer in s_shells.Keys.Prepend("")
        from inner in s_shells.Keys
        from file in s_files.Keys
        select new TestCaseData(outer, inner, file);

    private static ScanReport Scan(string outer, string inner, byte[] file)
    {
        byte[] packed = s_shells[inner](file);
        return Scanned.Bytes(outer.Length > 0 ? s_shells[outer](packed) : packed, "model.pt");
    }

    [TestCaseSource(nameof(Product))]
    public void GivenAFaultInside_EachPlaceNamesEveryShell(string outer, string inner, string file)
    {
        // Where a whole pickle is found at the same place.
        string place = Scan(outer, inner, Scanned.Evil).Globals.Single().Location.Record!;
        Assert.That(place.Count(static letter => letter == '!'), Is.EqualTo(outer.Length > 0 ? 1 : 0));
        ScanReport report = Scan(outer, inner, s_files[file]());
        Assert.That(report.Findings, Is.Not.Empty);
        foreach (Finding finding in report.Findings)
        {
            string? record = finding.Location.Record;
            Assert.That(record == place || record?.StartsWith(place + "!", StringComparison.Ordinal) == true,
                $"{finding.Id} at {finding.Location}, and the file is at {place}");
        }
    }
}
