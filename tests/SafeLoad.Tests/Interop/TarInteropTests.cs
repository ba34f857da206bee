using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Interop;

/// <summary>
/// Tars that Python's tarfile and the tar of this machine write, in all of their forms: with long names, links, labels, global headers,
/// numbers that need more digits. None of it is a reason to blame them.
/// </summary>
[Category("Interop")]
public sealed class TarInteropTests
{
    private readonly PythonFolder _python = new("write_tars.py");

    [OneTimeSetUp]
    public void WriteFiles() => _python.Write();

    [OneTimeTearDown]
    public void DeleteFiles() => _python.Dispose();

    [Test]
    public void GivenHonestTars_TheyAreClean()
    {
        string[] files = Directory.GetFiles(_python.Path, "*.tar");
        Assert.That(files, Has.Length.GreaterThanOrEqualTo(35));
        Assert.Multiple(() =>
        {
            foreach (string file in files)
            {
                // What stands where in a sparse member its map says, which nobody here reads.
                bool isSparse = Path.GetFileName(file).StartsWith("sparse", StringComparison.Ordinal);
                ScanReport report = Scanner.Scan(file);
                Assert.That((report.Verdict, report.Complete, report.Format), Is.EqualTo((Verdict.Clean, !isSparse, CheckpointFormat.Tar)),
                    Path.GetFileName(file) + ": " + string.Join("; ", report.Findings.Select(static finding => finding.Message)));
            }
        });
    }
}
