using System.Diagnostics;

namespace SafeLoad.Tests.Support;

/// <summary>
/// A temporary folder that a script of Interop/ fills with files by the Python of this machine. SAFELOAD_TEST_PYTHON names the interpreter
/// (default /usr/bin/python3); where it lacks what the script needs, the tests are skipped, with SAFELOAD_REQUIRE_INTEROP=1 they fail.
/// </summary>
internal sealed class PythonFolder(string script) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public string Path { get; } = Directory.CreateTempSubdirectory("safeload-interop-").FullName;

    /// <summary>Runs the script with the folder as its argument.</summary>
    public void Write()
    {
        string python = Environment.GetEnvironmentVariable("SAFELOAD_TEST_PYTHON") is { Length: > 0 } named ? named : "/usr/bin/python3";
        if (!File.Exists(python))
        {
            Skip($"there is no Python at {python}");
            return;
        }
        string file = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Fixtures.Root)!, "tests", "SafeLoad.Tests", "Interop", script);
        var start = new ProcessStartInfo(python, ["-B", file, Path]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(s_patience))
        {
            process.Kill();
            Assert.Fail($"{python} did not finish within {s_patience}");
        }
        // 3: the script's own word for a missing module. Everything else is the script's failure, not a reason to skip.
        if (process.ExitCode == 3) Skip($"{python}: {output.Result.Trim()}");
        Assert.That(process.ExitCode, Is.Zero, error.Result);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static void Skip(string reason)
    {
        if (Environment.GetEnvironmentVariable("SAFELOAD_REQUIRE_INTEROP") == "1") Assert.Fail($"SAFELOAD_REQUIRE_INTEROP is set, and {reason}");
        Assert.Ignore($"Interoperability is not tested: {reason}. SAFELOAD_TEST_PYTHON names a Python that has it.");
    }
}
