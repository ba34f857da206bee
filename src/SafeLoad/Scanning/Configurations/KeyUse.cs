namespace SafeLoad.Scanning.Configurations;

/// <summary>What the value of a key in a configuration is to its loaders.</summary>
internal enum KeyUse
{
    /// <summary>Nothing that runs.</summary>
    None,

    /// <summary>It names files of code, or code in them: all texts in it count.</summary>
    Files,

    /// <summary>It lets such code run without a question.</summary>
    Trust,

    /// <summary>It is a template, or holds some.</summary>
    Template,

    /// <summary>It is a dotted name that the loader imports and calls.</summary>
    Called,

    /// <summary>It is such a name if there is a dot in it.</summary>
    CalledIfDotted,

    /// <summary>The texts in the map under it are such names, if the other keys of its own map tell so.</summary>
    BesideInside,

    /// <summary>It is a list of two: a library, and a class in it.</summary>
    Pair,

    /// <summary>It is a way to a repository of code if there is a slash in it.</summary>
    Fetched,

    /// <summary>It is such a way, or a map of such ways, one for each part of a model.</summary>
    FetchedForParts,

    /// <summary>It is an expression of Python if it calls something.</summary>
    Evaluated,

    /// <summary>All texts in lists in it are such expressions, or names.</summary>
    EvaluatedInside,

    /// <summary>Its words are such names where there is a dot in them: a text, those of lists in it, keys of maps in those.</summary>
    CalledInside,

    /// <summary>It is installed, imported or run, and so are all texts in its list.</summary>
    ImportedInside,

    /// <summary>It is a file, or a list of files, of which those of code are run.</summary>
    ScriptsInside,

    /// <summary>It is a configuration in Python.</summary>
    Configuration,

    /// <summary>It is an expression of Python if it calls more than what makes containers.</summary>
    EvaluatedPlain,

    /// <summary>It is a pickle in base64.</summary>
    Pickled,

    /// <summary>What it is the other keys of the same map tell.</summary>
    BesideOthers,
}
