using System.Diagnostics;

namespace SafeLoad.Tests.Support;

/// <summary>
/// A script for the Python of this machine. SAFELOAD_TEST_PYTHON names the interpreter (default /usr/bin/python3); where it lacks what the
/// script needs, the tests are skipped, with SAFELOAD_REQUIRE_INTEROP=1 they fail.
/// </summary>
internal static class PythonScript
{
    /// <summary>Runs a script to its end.</summary>
    /// <param name="file">The script's path.</param>
    /// <param name="folder">Its argument: where it reads and writes.</param>
    /// <param name="patience">How long it may take.</param>
    public static void Run(string file, string folder, TimeSpan patience)
    {
        string python = Environment.GetEnvironmentVariable("SAFELOAD_TEST_PYTHON") is { Length: > 0 } named ? named : "/usr/bin/python3";
        if (!File.Exists(python))
        {
            Skip($"there is no Python at {python}");
            return;
        }
        var start = new ProcessStartInfo(python, ["-B", "-W", "ignore", file, folder]) { RedirectStandardError =
            true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(patience))
        {
            process.Kill();
            Assert.Fail($"{python} did not finish within {patience}");
        }
        // 3: the script's own word for a missing module. Everything else is the script's failure, not a reason to skip.
        if (process.ExitCode == 3) Skip($"{python}: {output.Result.Trim()}");
        Assert.That(process.ExitCode, Is.Zero, error.Result);
    }

    private static void Skip(string reason)
    {
        if (Environment.GetEnvironmentVariable("SAFELOAD_REQUIRE_INTEROP") == "1")
            Assert.Fail($"SAFELOAD_REQUIRE_INTEROP is set, and {reason}");
        Assert.Ignore($"Interoperability is not tested: {reason}. SAFELOAD_TEST_PYTHON names a Python that has it.");
    }
}
