using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using SafeLoad.Globals;
using SafeLoad.Loading;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.House;

/// <summary>A scan begins without the catalogue: most checkpoints name nothing beyond PyTorch's list, and to take all tables of names apart
/// costs more than to scan a small file.</summary>
public sealed class StartTests
{
    private static readonly string[] s_catalogue = [nameof(GlobalCatalog), nameof(HarmlessGlobals), nameof(DangerousGlobals)];

    [Test]
    public void GivenATypeThatIsUsedForTheFirstTime_JudgesNoName()
    {
        Assert.That(Judging(typeof(Checkpoint).Assembly.Location, out int constructors), Is.Empty);
        Assert.That(constructors, Is.GreaterThan(100));
    }

    // A check that finds nothing here is blind.
    [Test]
    public void GivenATypeThatJudgesAName_IsNamed() =>
        Assert.That(Judging(typeof(StartTests).Assembly.Location, out _), Does.Contain(nameof(Example)));

    private static class Example
    {
        public static readonly JudgedGlobal Judged = GlobalCatalog.Judge("no.such", "name");
    }

    // The types whose static constructors call the catalogue; what a Lazy or another delegate calls runs when it is asked for.
    private static List<string> Judging(string path, out int constructors)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        var found = new List<string>();
        constructors = 0;
        foreach (MethodDefinition method in metadata.MethodDefinitions.Select(metadata.GetMethodDefinition))
        {
            if (metadata.GetString(method.Name) != ".cctor") continue;
            constructors++;
            string type = metadata.GetString(metadata.GetTypeDefinition(method.GetDeclaringType()).Name);
            if (s_catalogue.Contains(type)) continue;
            foreach (var (code, token) in IlCode.Read(file.GetMethodBody(method.RelativeVirtualAddress)))
            {
                if (code.Name == "call" && s_catalogue.Contains(OwnerOf(metadata, token))) found.Add(type);
            }
        }
        return found;
    }

    private static string? OwnerOf(MetadataReader metadata, EntityHandle token) => token.Kind switch
    {
        HandleKind.MethodDefinition => metadata.GetString(metadata.GetTypeDefinition(
            metadata.GetMethodDefinition((MethodDefinitionHandle)token).GetDeclaringType()).Name),
        HandleKind.MemberReference when metadata.GetMemberReference((MemberReferenceHandle)token).Parent is
            { Kind: HandleKind.TypeReference } parent => metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name),
        _ => null,
    };
}
