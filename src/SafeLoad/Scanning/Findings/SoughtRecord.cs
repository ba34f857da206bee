namespace SafeLoad.Scanning.Findings;

/// <summary>A record that is looked for while a file is scanned, by the name that findings give it: so it is found in whatever it is
/// packed, and nobody but the scanner knows in which ways that can be.</summary>
/// <param name="name">Its name, as it is or as messages print it: <c>inner.pt!archive/data.pkl</c>.</param>
internal sealed class SoughtRecord(string name)
{
    /// <summary>Its bytes; null if it was not met. Where several have the name, those of the first.</summary>
    public ByteSource? Source { get; private set; }

    /// <summary>Its name as it is; null if it was not met.</summary>
    public string? Name { get; private set; }

    /// <summary>Looks at what is about to be scanned.</summary>
    public void See(Content content)
    {
        if (Source is not null || content.Record is not { } record) return;
        if (record == name || CheckpointLocation.RecordText(record) == name) (Source, Name) = (content.Source, record);
    }
}
