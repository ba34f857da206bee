using System.Reflection;
using System.Xml.Linq;

namespace SafeLoad.TorchSharp.Tests.House;

/// <summary>What the bridge shows: few types, and each member says what it does, takes, gives and throws.</summary>
public sealed class PublicSurfaceTests
{
    // Can only become smaller: who needs a new public type folds it into one that is there.
    private const int MostTypes = 10;

    private static readonly Assembly s_bridge = typeof(ModuleExtensions).Assembly;

    private static readonly Dictionary<string, XElement> s_documents =
        XDocument.Load(Path.ChangeExtension(s_bridge.Location, ".xml")).Descendants("member")
            .ToDictionary(static member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    private static IEnumerable<MethodInfo> Methods => s_bridge.GetExportedTypes()
        .Where(static type => type is { IsAbstract: true, IsSealed: true })
        .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Static));

    [Test]
    public void GivenTheBridge_ItsPublicTypesAreFew() =>
        Assert.That(s_bridge.GetExportedTypes(), Has.Length.InRange(1, MostTypes));

    // The compiler asks for a text of each member, and no more.
    [TestCaseSource(nameof(Methods))]
    public void GivenMethod_ItsTextIsWhole(MethodInfo method)
    {
        XElement text = DocumentOf(method);
        Assert.That(text.Element("summary")?.Value.Trim(), Is.Not.Null.And.Not.Empty);
        // The rest is that of the overload.
        if (text.Element("inheritdoc") is not null) return;
        Assert.That(text.Elements("param").Where(static param => param.Value.Trim().Length > 0)
            .Select(static param => param.Attribute("name")!.Value), Is.EqualTo(method.GetParameters().Select(static one => one.Name)));
        Assert.That(text.Element("returns") is not null, Is.EqualTo(method.ReturnType != typeof(void)), "returns");
        Assert.That(text.Elements("exception").Select(static one => one.Attribute("cref")!.Value), Is.Unique.And.Not.Empty);
        if (method.GetParameters().Any(static one => one.ParameterType == typeof(CancellationToken)))
            Assert.That(text.Elements("exception").Select(static one => one.Attribute("cref")!.Value),
                Has.Member("T:System.OperationCanceledException"));
    }

    // Overloads differ in their second parameter, which tells them apart here.
    private static XElement DocumentOf(MethodInfo method)
    {
        string name = $"M:{method.DeclaringType!.FullName}.{method.Name}(";
        string[] types = [.. method.GetParameters().Take(3).Select(static one => NameOf(one.ParameterType))];
        HashSet<string?> own = [.. method.GetParameters().Select(static one => one.Name)];
        return s_documents.Single(pair => pair.Key.StartsWith(name + string.Join(',', types), StringComparison.Ordinal)
            && pair.Value.Elements("param").All(param => own.Contains(param.Attribute("name")!.Value))).Value;
    }

    private static string NameOf(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? $"System.Nullable{{{NameOf(inner)}}}"
        : type.FullName!.Replace('+', '.');
}
