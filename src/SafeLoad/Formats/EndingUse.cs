namespace SafeLoad.Formats;

/// <summary>What the ending of a file's name says. Names never decide what a file is; they say what somebody expects it to be.</summary>
[Flags]
internal enum EndingUse
{
    /// <summary>It promises weights: a file of this name that holds none is malformed.</summary>
    Promises = 1,

    /// <summary>Some loader unpickles a file or record of this name.</summary>
    Unpickled = 2,

    /// <summary>It is opened where a folder holds no other checkpoint.</summary>
    Opened = 4,

    /// <summary>Other programs keep raw numbers under it: what is no format at all is no fault then.</summary>
    Numbers = 8,
}
