namespace SafeLoad.Scanning.Python;

/// <summary>What a text has to look like to be the name of something that can be imported.</summary>
internal enum NameShape
{
    /// <summary>Anything: who writes it under that key means a name.</summary>
    Any,

    /// <summary>Code: something of Python that calls or imports, or a command.</summary>
    Code,

    /// <summary>A file of code that Python imports.</summary>
    Script,

    /// <summary>Words with dots or a colon between them: <c>package.module.thing</c>, <c>module:thing</c>.</summary>
    Path,

    /// <summary>Such words with a colon before the last.</summary>
    Colon,

    /// <summary>Such words, of which only the last begins with a capital: <c>package.Thing</c>.</summary>
    Class,

    /// <summary>Three words or more with dots alone: of two the first can be no module.</summary>
    LongPath,

    /// <summary>Three words or more with dots alone, of which the last begins with a capital: hosts and files have none there.</summary>
    LongClass,
}
