namespace SafeLoad.Tests.Support;

/// <summary>A temporary folder that a script of Interop/ fills with files (<see cref="PythonScript"/>).</summary>
internal sealed class PythonFolder(string script) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public string Path { get; } = Directory.CreateTempSubdirectory("safeload-interop-").FullName;

    /// <summary>Runs the script with the folder as its argument.</summary>
    public void Write() =>
        PythonScript.Run(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Fixtures.Root)!, "tests", "SafeLoad.Tests", "Interop",
            script), Path, s_patience);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
