using System.Reflection;
using SafeLoad.Diagnostics;
using SafeLoad.Scanning;

namespace SafeLoad.Tests.Diagnostics;

/// <summary>Every method that makes an error makes one of the kind that the row of its number names.</summary>
public sealed class ProblemsTests
{
    private static readonly CheckpointLocation s_at = new("a.pt");

    private static readonly Dictionary<Type, object?> s_arguments = new()
    {
        [typeof(string)] = "x",
        [typeof(byte)] = (byte)1,
        [typeof(int)] = 1,
        [typeof(long)] = 1L,
        [typeof(uint)] = 1u,
        [typeof(ulong)] = 1UL,
        [typeof(CheckpointLocation)] = s_at,
        [typeof(Exception)] = null,
        [typeof(IReadOnlyList<string>)] = new[] { "x" },
        [typeof(IReadOnlyList<int>)] = new[] { 1 },
        [typeof(IReadOnlyList<NamedGlobal>)] = new[] { new NamedGlobal("os", "system", GlobalJudgement.Dangerous, s_at) },
    };

    private static IEnumerable<MethodInfo> Methods =>
        typeof(Problems).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(static method => method.ReturnType.IsAssignableTo(typeof(SafeLoadException)))
        .Where(static method => !Array.Exists(method.GetParameters(), static parameter => parameter.ParameterType.IsByRefLike));

    // Those that say which of several facts it is.
    private static IEnumerable<DiagnosticId> ZipIds => DiagnosticTable.All
        .Where(static row => row.Section.Number is 11 or 30 && row.Kind == DiagnosticKind.Malformed).Select(static row => row.Id);

    [Test]
    public void GivenThrow_ItHasManyMethods() => Assert.That(Methods.Count(), Is.GreaterThan(50));

    [TestCaseSource(nameof(Methods))]
    public void GivenAMethod_ItsErrorIsOfTheKindOfItsRow(MethodInfo method)
    {
        ParameterInfo[] parameters = method.GetParameters();
        DiagnosticId[] ids = Array.Exists(parameters, static parameter => parameter.ParameterType == typeof(DiagnosticId)) ? [.. ZipIds]
            : [default];
        foreach (DiagnosticId id in ids)
        {
            object?[] values = [.. parameters.Select(parameter => parameter.ParameterType == typeof(DiagnosticId) ? id
                : s_arguments[parameter.ParameterType])];
            var error = (SafeLoadException)method.Invoke(null, values)!;
            Assert.That(error, Is.TypeOf(method.ReturnType));
            Assert.That(error.GetType().Name, Does.StartWith(DiagnosticTable.Of(error.Id).Kind.ToString()));
        }
    }

    // Spans cannot be handed to a method that is found by reflection.
    [Test]
    public void GivenShapes_TheErrorsAreMalformed()
    {
        Assert.That(Problems.BadShape("a problem", [1], s_at).Id, Is.EqualTo(DiagnosticId.BadShape));
        Assert.That(Problems.ViewOutsideStorage(1, 1, [1], [1], 0, s_at).Id, Is.EqualTo(DiagnosticId.ViewOutsideStorage));
    }
}
