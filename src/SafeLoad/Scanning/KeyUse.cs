namespace SafeLoad.Scanning;

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

    /// <summary>It is a pickle in base64.</summary>
    Pickled,

    /// <summary>What it is the other keys of the same map tell.</summary>
    BesideOthers,
}
