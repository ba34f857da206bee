namespace SafeLoad.Cli;

/// <summary>The exit codes of the command line; a contract with CI scripts.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>scan: dangerous or suspicious. Other commands: refused for safety.</summary>
    public const int Refused = 1;

    /// <summary>Malformed, incomplete, a limit, not supported, or not readable.</summary>
    public const int NotAnswered = 2;

    /// <summary>Nothing to scan.</summary>
    public const int Nothing = 3;

    public const int Usage = 4;

    public const int Cancelled = 130;

    /// <summary>The code of several files together: 1 wins over 2, 2 over 0.</summary>
    public static int Combine(int first, int second) => first == Refused || second == Refused ? Refused : Math.Max(first, second);
}
