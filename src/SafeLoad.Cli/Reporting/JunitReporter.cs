using System.Globalization;
using System.Xml;
using SafeLoad.Diagnostics;

namespace SafeLoad.Cli.Reporting;

/// <summary>Scan reports as JUnit XML: a test case a file. The totals stand before the cases, so that the cases wait on disk.</summary>
internal sealed class JunitReporter(ReportOutput output, ReportSettings settings) : IScanReporter
{
    private readonly Spool _cases = new();
    private XmlWriter? _xml;
    private int _failures, _errors;

    public void Begin() => _xml = Writer(_cases.Stream);

    public void Report(ScannedFile file)
    {
        _xml!.WriteStartElement("testcase");
        _xml.WriteAttributeString("name", ReportText.Path(file.Path));
        _xml.WriteAttributeString("classname", "safeload.scan");
        if (file.Report is null)
        {
            _errors++;
            WriteProblem("error", "SL9001", "the file could not be read", ReportText.Of(file.Problem ?? ""));
        }
        else if (file.Verdict != "clean")
        {
            _failures++;
            WriteProblem("failure", file.Verdict, Summary(file), Details(file));
        }
        else if (!file.Complete)
        {
            _errors++;
            WriteProblem("error", "incomplete", "not all of the file could be looked at", Details(file));
        }
        if (settings.ShowSuppressed && file.Suppressed.Count > 0)
            _xml.WriteElementString("system-out", string.Join('\n', file.Suppressed.Select(Suppressed)));
        _xml.WriteEndElement();
        _xml.WriteWhitespace("\n");
    }

    public void End(ScanSummary summary)
    {
        _xml!.Dispose();
        using XmlWriter xml = Writer(output.Stream);
        xml.WriteRaw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        WriteStart(xml, "testsuites", summary);
        xml.WriteWhitespace("\n");
        WriteStart(xml, "testsuite", summary);
        xml.WriteWhitespace("\n");
        if (settings.PolicyHash is { } hash)
        {
            xml.WriteStartElement("properties");
            xml.WriteStartElement("property");
            xml.WriteAttributeString("name", "policy_sha256");
            xml.WriteAttributeString("value", ReportText.Of(hash));
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteWhitespace("\n");
        }
        xml.Flush();
        _cases.CopyTo(output.Stream);
        _cases.Dispose();
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteWhitespace("\n");
    }

    private void WriteStart(XmlWriter xml, string element, ScanSummary summary)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("name", "safeload scan");
        foreach (var (name, count) in new[] { ("tests", summary.Files), ("failures", _failures), ("errors", _errors) })
            xml.WriteAttributeString(name, count.ToString(CultureInfo.InvariantCulture));
    }

    private void WriteProblem(string element, string type, string message, string text)
    {
        _xml!.WriteStartElement(element);
        _xml.WriteAttributeString("type", type);
        _xml.WriteAttributeString("message", message);
        _xml.WriteString(text);
        _xml.WriteEndElement();
    }

    private static string Summary(ScannedFile file) =>
        ReportText.Worst(file.Report) is { } worst ? $"{file.Verdict}: {ReportText.Line(worst)}" : file.Verdict;

    private static string Details(ScannedFile file)
    {
        IEnumerable<string> lines = file.Report!.Findings.Select(static finding =>
            $"{ReportText.Number(finding)} {ReportText.Level(finding)}: {ReportText.Line(finding)}");
        return string.Join('\n', ReportText.Worst(file.Report) is { } worst ? lines.Append("next: " + ReportText.Advice(file, worst))
            : lines);
    }

    private static XmlWriter Writer(Stream stream) =>
        XmlWriter.Create(stream,
            new XmlWriterSettings { ConformanceLevel = ConformanceLevel.Fragment, Encoding =
                new System.Text.UTF8Encoding(false), CloseOutput = false });

    private static string Suppressed(SuppressedFinding suppressed) =>
        $"{ReportText.Number(suppressed.Finding)} {ReportText.Reason(suppressed)}: {ReportText.Line(suppressed.Finding)}";
}
