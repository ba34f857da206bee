using SafeLoad.Cli.Reporting;

namespace SafeLoad.Cli.Commands;

/// <summary>Errors of commands that read one checkpoint and write another, in one line on stderr.</summary>
internal static class CommandErrors
{
    /// <summary>Does the work; an error of the file's or the disk's becomes its message and its exit code.</summary>
    public static int Report(Terminal terminal, Func<int> work)
    {
        try
        {
            return work();
        }
        catch (KeyNotFoundException problem)
        {
            throw new UsageException(Checkpoint.Escape(problem.Message));
        }
        catch (NotSupportedException problem)
        {
            terminal.Error.WriteLine($"safeload: {Checkpoint.Escape(problem.Message)}");
            return ExitCode.NotAnswered;
        }
        catch (Exception exception) when (InspectError.From(exception) is { } error)
        {
            terminal.Error.WriteLine($"safeload: {error.Message}");
            return error.ExitCode;
        }
    }
}
