namespace SafeLoad.Writing;

/// <summary>What becomes of tensors that are the same bytes, in a format that does not share.</summary>
public enum SharedTensors
{
    /// <summary>The first name is written; the others are named in the file's metadata, as Hugging Face's libraries do.
    /// Parts of one another are copied.</summary>
    KeepFirst,
    /// <summary>Each is written.</summary>
    Copy,
    /// <summary>Nothing is written, and the error names them.</summary>
    Error,
}
