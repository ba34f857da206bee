namespace SafeLoad.Cli.Policies;

/// <summary>A policy says something that makes no sense; the message says what and where.</summary>
internal sealed class PolicyFormatException(string message, long line, long column) : Exception(message)
{
    public PolicyFormatException(string message, YamlNode at) : this(message, at.Line, at.Column) { }

    public long Line => line;

    public long Column => column;
}
