using System.Text;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Code where nobody looks for any: in the schema of a table, in the folder of a pipeline's component, in the codecs of an
/// array.</summary>
public sealed class CodeBesideModelTests
{
    private const string Type = "arrow.py_extension_type";

    [Test]
    public void GivenTypeThatIsUnpickled_ItIsFoundInAnyForm([Values("PAR1", "ARROW1\0\0", "FEA1")] string magic,
        [Values("raw", "base64")] string form, [Range(0, 3)] int before, [Values(0, 3_000_000)] int padding)
    {
        byte[] text = [.. new byte[before], .. Encoding.ASCII.GetBytes(Type), 7, 7, 7];
        byte[] schema = form == "raw" ? text : Encoding.ASCII.GetBytes(Convert.ToBase64String(text));
        byte[] file = [.. Encoding.ASCII.GetBytes(magic), .. new byte[100 + padding], .. schema, .. new byte[100]];
        ScanReport report = Scanned.Bytes(file, "x.data");
        Assert.That((report.Verdict, report.Findings.Any(static finding => finding.Message.Contains(Type, StringComparison.Ordinal))),
            Is.EqualTo((Verdict.Suspicious, true)));
        byte[] honest = [.. Encoding.ASCII.GetBytes(magic), .. new byte[100 + padding], .. "arrow.extension_type"u8, .. new byte[100]];
        Assert.That(Scanned.Bytes(honest, "x.data").Verdict, Is.EqualTo(Verdict.Clean));
    }

    [TestCase(true, Verdict.Suspicious)]
    [TestCase(false, Verdict.Clean)]
    public void GivenPythonInAComponentsFolder_ItIsCode(bool isPipeline, Verdict verdict)
    {
        string folder = Directory.CreateTempSubdirectory("safeload-component-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "unet"));
            if (isPipeline) File.WriteAllText(Path.Combine(folder, "model_index.json"), "{}");
            string path = Path.Combine(folder, "unet", "diffusers.py");
            File.WriteAllText(path, "x = 1\n");
            Assert.That(Scanner.Scan(path).Verdict, Is.EqualTo(verdict));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestCase(".zarray", "filters", "pickle", Verdict.Suspicious)]
    [TestCase("zarr.json", "codecs", "numcodecs.pickle", Verdict.Suspicious)]
    [TestCase(".zmetadata", "compressor", "pickle", Verdict.Suspicious)]
    [TestCase(".zarray", "filters", "vlen-utf8", Verdict.Clean)]
    [TestCase("x.json", "filters", "pickle", Verdict.Suspicious)]
    public void GivenCodecThatUnpickles_ItIsNamed(string name, string key, string codec, Verdict verdict) => Assert.That(
        Scanned.Bytes(Encoding.UTF8.GetBytes($$"""{"zarr_format": 2, "{{key}}": [{"id": "{{codec}}"}]}"""), name).Verdict,
        Is.EqualTo(verdict));

    // Files of which the whole text is a module that the loader imports.
    [TestCase("keras_module.txt", "zq_own.mod", Verdict.Suspicious)]
    [TestCase("keras_module.txt", "tensorflow.keras", Verdict.Clean)]
    [TestCase("pickle_module_info.txt", "zq_own", Verdict.Suspicious)]
    [TestCase("pickle_module_info.txt", "mlflow.pytorch.pickle_module", Verdict.Clean)]
    [TestCase("type.txt", "zq_own.Thing", Verdict.Suspicious)]
    [TestCase("type.txt", "gluonts.torch.model.predictor.PyTorchPredictor", Verdict.Clean)]
    [TestCase("notes.txt", "zq_own.mod", Verdict.Clean)]
    public void GivenModuleInAFileOfItsOwn_ItIsImported(string name, string module, Verdict verdict) =>
        Assert.That(Scanned.Bytes(Encoding.UTF8.GetBytes(module), name).Verdict, Is.EqualTo(verdict));
}
