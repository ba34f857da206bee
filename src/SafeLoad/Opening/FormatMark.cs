namespace SafeLoad.Opening;

/// <summary>What a scan can say of a format.</summary>
internal enum FormatMark
{
    /// <summary>Every part of it that a loader could run is looked at.</summary>
    Scanned,

    /// <summary>It holds data only: no loader of it runs anything that a file says. Clean, with a note.</summary>
    HoldsNoProgram,

    /// <summary>It can carry a program, and nobody here looks into it: the scan is not complete.</summary>
    NotLookedAt,

    /// <summary>No model at all, and often found in the place of one: an error page, a pointer, a picture. Malformed where a model is
    /// expected.</summary>
    Stranger,
}
