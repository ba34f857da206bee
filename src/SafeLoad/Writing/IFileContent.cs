namespace SafeLoad.Writing;

/// <summary>The bytes of a file that is to be written: how many there are is known before the first is.</summary>
internal interface IFileContent
{
    /// <summary>The number of bytes; no tensor is read for it.</summary>
    long Length { get; }

    /// <summary>Writes them all.</summary>
    /// <param name="stream">Where to write; need not seek.</param>
    /// <param name="cancellation">Ends it.</param>
    void Write(Stream stream, CancellationToken cancellation = default);
}
