namespace SafeLoad.Scanning;

/// <summary>A chat template: a program in Jinja. Loaders run it in a sandbox, or should.</summary>
internal static class JinjaTemplate
{
    // How a template leaves Jinja's own world: from any object to its class, and on to whatever Python has loaded.
    private static readonly string[] s_escapes =
        ["__class__", "__base__", "__bases__", "__mro__", "__globals__", "__builtins__", "__import__", "__subclasses__", "__init__",
            "__getitem__", "__code__", "|attr(", "| attr(", "lipsum.", "cycler.", "joiner.", "\\x5f\\x5f"];

    public static void Report(ReadingBuilder reading, CheckpointLocation at, string template)
    {
        bool escapes = Array.Exists(s_escapes, word => template.Contains(word, StringComparison.Ordinal));
        reading.Add(escapes
            ? Finding.OfOther(DiagnosticId.ChatTemplate, Verdict.Suspicious,
                "the chat template, a program in Jinja, reaches for what lies outside of a template's sandbox", at)
            : Finding.Of(DiagnosticId.ChatTemplate, "there is a chat template: a program in Jinja", at));
    }
}
