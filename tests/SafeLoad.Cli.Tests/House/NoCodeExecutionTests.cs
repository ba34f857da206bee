using SafeLoad.Tests.Support;

namespace SafeLoad.Cli.Tests.House;

/// <summary>The command, like the library, cannot call what it does not refer to.</summary>
public sealed class NoCodeExecutionTests
{
    private static string Command => Path.Combine(AppContext.BaseDirectory, "safeload.dll");

    [Test]
    public void GivenTheCommand_RefersToWhatIsApprovedAndNothingElse() =>
        new ApprovedReferences("tests/SafeLoad.Cli.Tests/House/approved-references.txt").Check(Command, "net10.0");

    // Its own version, for reports, out of an assembly that is loaded already; and the variables by which people and CI ask for plain output.
    [Test]
    public void GivenTheCommand_RefersToNothingThatCouldRunCode() =>
        Assert.That(AssemblyReferences.Dangerous(AssemblyReferences.Of(Command),
            "System.Type::get_Assembly", "System.Reflection.Assembly", "System.Reflection.Assembly::GetName", "System.Reflection.AssemblyName", "System.Reflection.AssemblyName::get_Version",
            "System.Environment::GetEnvironmentVariable"), Is.Empty);
}
