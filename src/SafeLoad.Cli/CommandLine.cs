using System.CommandLine;
using System.Runtime.InteropServices;
using SafeLoad.Cli.Commands;

namespace SafeLoad.Cli;

/// <summary>The <c>safeload</c> command: data to stdout, hints to stderr, an exit code that the format never changes.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Where data goes: raw bytes, UTF-8 without a byte order mark.</param>
    /// <param name="error">Where progress and errors go.</param>
    /// <param name="input">What comes in on stdin; null for the process's own.</param>
    /// <returns>The exit code (<see cref="ExitCode"/>).</returns>
    public static int Run(string[] args, Stream output, TextWriter error, Stream? input = null)
    {
        // Not disposed: that would write again what could not be written (a full disk), outside of the handler below.
        var buffered = new BufferedStream(output, 1 << 16);
        using var cancellation = new CancellationTokenSource();
        ConsoleCancelEventHandler cancel = (_, pressed) =>
        {
            // Pressed again, it ends the process as usual: something may wait for a disk or a pipe that never answers.
            pressed.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        };
        Console.CancelKeyPress += cancel;
        // What a system sends before it ends a process for good: half a file must not stay behind.
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        });
        try
        {
            var terminal = new Terminal(buffered, error, cancellation.Token, input);
            var root = new RootCommand("Reads PyTorch checkpoints without ever running anything in them.");
            foreach (Command command in CommandTable.For(args, terminal)) root.Add(command);
            ParseResult parsed = root.Parse(args);
            if (parsed.Errors.Count > 0)
            {
                foreach (var problem in parsed.Errors) error.WriteLine("safeload: " + problem.Message);
                error.WriteLine("Try 'safeload --help', or 'safeload COMMAND --help'.");
                return ExitCode.Usage;
            }
            var help = new StringWriter();
            int code = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout =
                null, Output = help, Error = error });
            terminal.WriteText(help.ToString());
            buffered.Flush();
            return code;
        }
        catch (OperationCanceledException)
        {
            buffered.Flush();
            return ExitCode.Cancelled;
        }
        catch (UsageException problem)
        {
            error.WriteLine("safeload: " + problem.Message);
            return ExitCode.Usage;
        }
        catch (IOException problem) when (problem is not FileNotFoundException)
        {
            // The reader of our output went away (head, less): nothing is left to say, and nobody to say it to.
            error.WriteLine("safeload: " + problem.Message);
            return ExitCode.NotAnswered;
        }
        finally
        {
            Console.CancelKeyPress -= cancel;
        }
    }
}
