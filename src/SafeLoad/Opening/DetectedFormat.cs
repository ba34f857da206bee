using SafeLoad.Formats;
using SafeLoad.Formats.Zip;
using SafeLoad.IO;

namespace SafeLoad.Opening;

/// <summary>What a file was found to be, with what had to be read of it for that.</summary>
/// <param name="Row">The format.</param>
/// <param name="Source">The file.</param>
internal sealed record DetectedFormat(FormatRow Row, ByteSource Source)
{
    /// <summary>The zip that it is, with its contradictions; null for what is none, and for several zips in a row.</summary>
    public ZipReading? Zip { get; init; }

    /// <summary>The zips that stand one after the other and fill the file; null for anything else.</summary>
    public IReadOnlyList<SliceByteSource>? Series { get; init; }

    /// <summary>What the same first bytes are to readers that ask for something else before it.</summary>
    public FormatRow[] Also { get; init; } = [];

    /// <summary>What kind it is to the program.</summary>
    public CheckpointFormat Format => Row.Format;

    /// <summary>What messages call it and what to do with it, as exactly as can be said.</summary>
    public string Describe()
    {
        if (Row.Tell is not { } tell) return Row.Describe();
        string told = tell(Source, Zip?.Container);
        return Row.Advice is null ? told : told + "; " + Row.Advice;
    }
}
