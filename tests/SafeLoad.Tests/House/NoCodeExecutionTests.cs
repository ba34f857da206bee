using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.House;

/// <summary>"Never runs anything" as a test on the compiled library: it cannot call what it does not refer to.</summary>
public sealed class NoCodeExecutionTests
{
#if NET10_0
    private const string Framework = "net10.0";
#else
    private const string Framework = "net8.0";
#endif

    // A message names the element type that the caller asked for: typeof(T).Name, which is text.
    private static readonly string[] s_excepted = ["System.Reflection.MemberInfo", "System.Reflection.MemberInfo::get_Name"];

    private static string Library => Path.Combine(AppContext.BaseDirectory, "SafeLoad.Core.dll");

    [Test]
    public void GivenTheLibrary_RefersToWhatIsApprovedAndNothingElse() =>
        new ApprovedReferences("tests/SafeLoad.Tests/House/approved-references.txt").Check(Library, Framework);

    // Not even an approval lets these in: whoever needs one has to change this test.
    [Test]
    public void GivenTheLibrary_RefersToNothingThatCouldRunCode() =>
        Assert.That(AssemblyReferences.Dangerous(AssemblyReferences.Of(Library), s_excepted), Is.Empty);

    [Test]
    public void GivenTheLibrary_DoesNotWriteToTheConsole() =>
        Assert.That(AssemblyReferences.Of(Library)
            .Where(static reference => reference.StartsWith("System.Console", StringComparison.Ordinal)), Is.Empty);

    [Test]
    public void GivenTheList_ApprovesNothingThatCouldRunCode()
    {
        string[] lines =
            File.ReadAllLines(Path.Combine(Path.GetDirectoryName(Fixtures.Root)!, "tests/SafeLoad.Tests/House/approved-references.txt"));
        Assert.That(AssemblyReferences.Dangerous(lines.Select(static line => line.Split('#')[0].Trim()), s_excepted), Is.Empty);
    }

    // The house tests themselves use reflection, so the check must find it in them; one that finds nothing there is blind.
    [Test]
    public void GivenAnAssemblyThatUsesReflection_NamesTypeAndMember()
    {
        string[] found = [.. AssemblyReferences.Dangerous(AssemblyReferences.Of(typeof(NoCodeExecutionTests).Assembly.Location))];
        Assert.That(found, Does.Contain("System.Type::GetFields"));
        Assert.That(found, Does.Contain("System.Reflection.Emit.OpCodes"));
    }

    [TestCase("System.Activator::CreateInstance")]
    [TestCase("System.Type::GetType")]
    [TestCase("System.Type::InvokeMember")]
    [TestCase("System.Reflection.Assembly::Load")]
    [TestCase("System.Reflection.MethodBase::Invoke")]
    [TestCase("System.Runtime.Loader.AssemblyLoadContext::LoadFromStream")]
    [TestCase("System.Diagnostics.Process::Start")]
    [TestCase("System.Linq.Expressions.Expression`1::Compile")]
    [TestCase("System.Runtime.Serialization.Formatters.Binary.BinaryFormatter::Deserialize")]
    [TestCase("System.Runtime.InteropServices.Marshal::GetDelegateForFunctionPointer")]
    [TestCase("System.Delegate::DynamicInvoke")]
    [TestCase("System.Net.Http.HttpClient::GetAsync")]
    [TestCase("native libc::system")]
    public void GivenADangerousReference_IsFound(string reference) =>
        Assert.That(AssemblyReferences.Dangerous([reference]), Is.EqualTo(new[] { reference }));

    [TestCase("System.Type::GetTypeFromHandle")]
    [TestCase("System.Reflection.AssemblyVersionAttribute::.ctor")]
    [TestCase("System.IO.RandomAccess::Read")]
    [TestCase("System.Diagnostics.StackTraceHiddenAttribute")]
    public void GivenAHarmlessReference_IsNotFound(string reference) => Assert.That(AssemblyReferences.Dangerous([reference]), Is.Empty);
}
