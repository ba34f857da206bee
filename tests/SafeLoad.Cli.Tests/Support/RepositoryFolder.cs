using SafeLoad.Tests.Support;

// No namespace: it holds for all tests of the assembly.

/// <summary>Runs the tests in the repository's folder, so that paths read as in the README.</summary>
[SetUpFixture]
public sealed class RepositoryFolder
{
    [OneTimeSetUp]
    public void Enter()
    {
        Environment.CurrentDirectory = Path.GetDirectoryName(Fixtures.Root)!;
        // Reports of tests must not end up in the summary of the step that runs them.
        Environment.SetEnvironmentVariable("GITHUB_STEP_SUMMARY", null);
    }
}
