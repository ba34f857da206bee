namespace SafeLoad.Opening;

/// <summary>What the loaders of an archive do with code in it that is no pickle: source files, native libraries.</summary>
internal enum CodeUse
{
    /// <summary>Archives of the kind hold any files, so that code among them is worth no word.</summary>
    Unsaid,
    /// <summary>It lies there.</summary>
    NotRun,
    /// <summary>They run it, if there is any.</summary>
    Run,
    /// <summary>The archive is a program, whether files of code stand in it or not.</summary>
    Program,
}
