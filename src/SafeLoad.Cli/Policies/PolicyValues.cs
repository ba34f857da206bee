using System.Globalization;

namespace SafeLoad.Cli.Policies;

/// <summary>Reads the values of a policy's YAML, or says what is wrong with one and where.</summary>
internal static class PolicyValues
{
    public static YamlMapping Mapping(this YamlNode node, string what) =>
        node as YamlMapping ?? throw new PolicyFormatException($"{what}: expected names with values", node);

    /// <summary>A list; nothing at all is an empty one.</summary>
    public static IReadOnlyList<YamlNode> Items(this YamlNode node, string what) => node switch
    {
        YamlSequence list => list.Items,
        YamlScalar { IsPlain: true, Value: "" } => [],
        _ => throw new PolicyFormatException($"{what}: expected a list", node),
    };

    public static string Text(this YamlNode node, string what) =>
        node is YamlScalar { Value: var value } scalar && !string.IsNullOrWhiteSpace(value)
        && !(scalar.IsPlain && value is "~" or "null" or "true" or "false")
        ? value : throw new PolicyFormatException($"{what}: expected a text", node);

    public static string Choice(this YamlNode node, string what, params string[] choices)
    {
        string text = node.Text(what);
        return choices.Contains(text, StringComparer.Ordinal) ? text
            : throw new PolicyFormatException($"{what}: expected {string.Join(", ", choices)}", node);
    }

    public static DateOnly Date(this YamlNode node, string what) =>
        DateOnly.TryParseExact(node.Text(what), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date
        : throw new PolicyFormatException($"{what}: expected a date such as 2027-01-31", node);

    public static DiagnosticId Rule(this YamlNode node)
    {
        string text = node.Text("rule");
        bool isNumber = int.TryParse(text.StartsWith("SL", StringComparison.Ordinal) ? text[2..]
            : "", NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        return isNumber && Enum.IsDefined((DiagnosticId)number) ? (DiagnosticId)number
            : throw new PolicyFormatException($"there is no rule '{Checkpoint.Escape(text, 80)}'", node);
    }

    public static string ScanId(this YamlNode node)
    {
        string text = node.Text("scan_id");
        return text.Length == 64 && text.All(char.IsAsciiHexDigitLower) ? text
            : throw new PolicyFormatException("scan_id: expected 64 hexadecimal digits, as reports show them", node);
    }

    /// <summary>The members of an entry by name: those that must be there, and those that may.</summary>
    public static Dictionary<string, YamlNode> Members(this YamlNode node, string what, string[] required, params string[] optional)
    {
        var members = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (key, value) in node.Mapping(what).Members)
        {
            bool isKnown = required.Contains(key.Value, StringComparer.Ordinal) || optional.Contains(key.Value, StringComparer.Ordinal);
            if (!isKnown)
                throw new PolicyFormatException(
                    $"{what} has no '{Checkpoint.Escape(key.Value, 80)}'; there are {string.Join(", ", required.Concat(optional))}", key);
            members.Add(key.Value, value);
        }
        foreach (string name in required)
        {
            if (!members.ContainsKey(name)) throw new PolicyFormatException($"{what} needs '{name}'", node);
        }
        return members;
    }
}
