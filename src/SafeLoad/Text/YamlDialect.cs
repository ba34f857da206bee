namespace SafeLoad.Text;

/// <summary>Where parsers of YAML differ in what they take for what.</summary>
internal enum YamlDialect
{
    /// <summary>As PyYAML reads it, by YAML 1.1: lines break at NEL, LS and PS too.</summary>
    Python,

    /// <summary>As libyaml reads it, and what was made of it: byte order marks at the beginnings of lines are passed over.</summary>
    C,

    /// <summary>As ruamel.yaml and others read it, by YAML 1.2: lines break at line feeds and carriage returns alone, and where a single
    /// value has ended another document can begin.</summary>
    Newer,
}
