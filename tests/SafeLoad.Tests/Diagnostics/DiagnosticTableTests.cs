using SafeLoad.Diagnostics;
using SafeLoad.Scanning;

namespace SafeLoad.Tests.Diagnostics;

internal sealed class DiagnosticTableTests
{
    private static readonly Dictionary<DiagnosticKind, Type> s_exceptions = new()
    {
        [DiagnosticKind.Malformed] = typeof(MalformedCheckpointException),
        [DiagnosticKind.Disallowed] = typeof(DisallowedGlobalException),
        [DiagnosticKind.Limit] = typeof(LimitExceededException),
        [DiagnosticKind.Unsupported] = typeof(UnsupportedCheckpointException),
    };

    [TestCaseSource(typeof(DiagnosticTable), nameof(DiagnosticTable.All))]
    public void GivenARow_SeverityFitsTheVerdict(DiagnosticRow row)
    {
        Assert.That(row.Severity == Severity.Error, Is.EqualTo(row.Verdict == Verdict.Dangerous));
        if (row.Severity == Severity.Note) Assert.That(row.Verdict, Is.EqualTo(Verdict.Clean));
        foreach (DiagnosticOutcome other in row.Others ?? [])
        {
            Assert.That((other.Severity, other.Verdict), Is.Not.EqualTo((row.Severity, row.Verdict)),
                "another context that changes nothing");
            Assert.That(other.When, Does.StartWith("where "));
            if (other.Severity == Severity.Note) Assert.That(other.Verdict, Is.EqualTo(Verdict.Clean));
        }
        Assert.That(row.Others?.Select(static other => other.Verdict) ?? [], Is.Unique);
    }

    // What is broken is never clean; what costs too much or is not read says nothing of the file, unless it leads out of it.
    [TestCaseSource(typeof(DiagnosticTable), nameof(DiagnosticTable.All))]
    public void GivenARow_TheVerdictFitsTheKind(DiagnosticRow row)
    {
        Verdict[] allowed = row.Kind switch
        {
            DiagnosticKind.Malformed => [Verdict.Malformed, Verdict.Suspicious],
            DiagnosticKind.Disallowed => [Verdict.Suspicious],
            DiagnosticKind.Unsupported when row.Id == DiagnosticId.OtherFile => [Verdict.Suspicious],
            DiagnosticKind.Limit or DiagnosticKind.Unsupported or DiagnosticKind.Input => [Verdict.Clean],
            _ => Enum.GetValues<Verdict>(),
        };
        Assert.That(allowed, Does.Contain(row.Verdict));
    }

    [TestCaseSource(typeof(DiagnosticTable), nameof(DiagnosticTable.All))]
    public void GivenADiagnostic_LoadingThrowsTheKindOfItsRow(DiagnosticRow row)
    {
        var diagnostic = new Diagnostic(row.Id, "a problem", new CheckpointLocation("a.pt", "data.pkl", 16));
        if (!s_exceptions.TryGetValue(row.Kind, out Type? type))
        {
            Assert.That(() => Problems.Of(diagnostic), Throws.InvalidOperationException);
            return;
        }
        SafeLoadException exception = Problems.Of(diagnostic);
        Assert.That(exception, Is.TypeOf(type));
        Assert.That(exception.Id, Is.EqualTo(row.Id));
        Assert.That(exception.Message, Is.EqualTo($"SL{(int)row.Id}: a problem (a.pt!data.pkl @0x10)"));
    }
}
