namespace SafeLoad.Formats;

/// <summary>What the reader of a container knows of a part beyond what kind it is. Hardly any part has one.</summary>
internal sealed record PartNote
{
    /// <summary>What is wrong with the part, or with the container at this place; null if nothing is.</summary>
    public SafeLoadException? Problem { get; init; }

    /// <summary>What to say of the part: why nobody looks into it, or that bytes follow the end; null to say nothing.</summary>
    public string? Words { get; init; }

    /// <summary>Whether the format's own loaders unpickle the part, whatever its bytes look like.</summary>
    public bool IsUnpickled { get; init; }

    /// <summary>Takes the part apart, where its place says what it is; null where its content does.</summary>
    public PartReader? Reader { get; init; }
}
