using System.Diagnostics;

namespace SafeLoad.Cli.Tests.Support;

/// <summary>The built command in a process of its own, for what a process has and a call has not: signals and limits. Linux.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    // Before the command: signals as a terminal's shell leaves them, whatever the tests were started by,
    // and no files behind the runtime's own memory, which limits would hit.
    private const string Run = "exec env --default-signal=INT DOTNET_EnableWriteXorExecute=0 DOTNET_EnableDiagnostics=0 \"$0\" \"$@\"";

    private static string Command => Path.Combine(AppContext.BaseDirectory, "safeload.dll");

    private static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host
        : Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    /// <summary>Runs the command to its end.</summary>
    /// <param name="before">What bash does first: <c>ulimit -f 100</c>.</param>
    /// <param name="arguments">The command's arguments.</param>
    public static CommandResult Of(string before, params string[] arguments) => Of(before, static _ => { }, arguments);

    /// <summary>Runs the command to its end.</summary>
    /// <param name="before">What bash does first; nothing if it is empty.</param>
    /// <param name="meanwhile">Gets the number of the process while it runs.</param>
    /// <param name="arguments">The command's arguments.</param>
    public static CommandResult Of(string before, Action<int> meanwhile, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/bash",
            ["-c", (before.Length == 0 ? "" : before + " && ") + Run, Dotnet, Command, .. arguments]) { RedirectStandardError =
                true, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
        meanwhile(process.Id);
        if (!process.WaitForExit(s_patience))
        {
            process.Kill();
            Assert.Fail($"safeload {string.Join(' ', arguments)} did not finish within {s_patience}");
        }
        return new CommandResult(process.ExitCode, output.Result, error.Result);
    }
}
