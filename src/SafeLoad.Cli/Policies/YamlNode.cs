namespace SafeLoad.Cli.Policies;

/// <summary>A value in a YAML file, and where it stands, counted from 1.</summary>
internal abstract record YamlNode(long Line, long Column);

/// <summary>A text.</summary>
internal sealed record YamlScalar(string Value, bool IsPlain, long Line, long Column) : YamlNode(Line, Column);

/// <summary>A list.</summary>
internal sealed record YamlSequence(IReadOnlyList<YamlNode> Items, long Line, long Column) : YamlNode(Line, Column);

/// <summary>Named values, each name once.</summary>
internal sealed record YamlMapping(IReadOnlyList<(YamlScalar Key, YamlNode Value)> Members, long Line, long Column)
    : YamlNode(Line, Column);
