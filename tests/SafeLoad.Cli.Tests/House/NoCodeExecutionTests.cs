using SafeLoad.Tests.Support;

namespace SafeLoad.Cli.Tests.House;

/// <summary>The command, like the library, cannot call what it does not refer to.</summary>
public sealed class NoCodeExecutionTests
{
    private static string Command => Path.Combine(AppContext.BaseDirectory, "safeload.dll");

    [Test]
    public void GivenTheCommand_RefersToWhatIsApprovedAndNothingElse() =>
        new ApprovedReferences("tests/SafeLoad.Cli.Tests/House/approved-references.txt").Check(Command, "net10.0");

    // Its own version, for reports, and the schemas that it prints, out of an assembly that is loaded already;
    // the variables by which people and CI ask for plain output and name the step's summary; and, of all XML, the writer.
    [Test]
    public void GivenTheCommand_RefersToNothingThatCouldRunCode() =>
        Assert.That(AssemblyReferences.Dangerous(AssemblyReferences.Of(Command),
            "System.Type::get_Assembly", "System.Reflection.Assembly", "System.Reflection.Assembly::GetName",
            "System.Reflection.AssemblyName", "System.Reflection.AssemblyName::get_Version",
            "System.Reflection.Assembly::GetManifestResourceStream", "System.Environment::GetEnvironmentVariable",
            "System.Environment::get_CurrentDirectory",
            "System.Xml.ConformanceLevel", "System.Xml.XmlWriter", "System.Xml.XmlWriter::Create", "System.Xml.XmlWriter::Dispose",
            "System.Xml.XmlWriter::Flush",
            "System.Xml.XmlWriter::WriteAttributeString", "System.Xml.XmlWriter::WriteElementString",
            "System.Xml.XmlWriter::WriteEndElement", "System.Xml.XmlWriter::WriteRaw",
            "System.Xml.XmlWriter::WriteStartElement", "System.Xml.XmlWriter::WriteString", "System.Xml.XmlWriter::WriteWhitespace",
            "System.Xml.XmlWriterSettings",
            "System.Xml.XmlWriterSettings::.ctor", "System.Xml.XmlWriterSettings::set_CloseOutput",
            "System.Xml.XmlWriterSettings::set_ConformanceLevel",
            "System.Xml.XmlWriterSettings::set_Encoding"), Is.Empty);
}
