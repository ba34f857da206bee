namespace SafeLoad.Writing;

/// <summary>A file whose bytes are in memory: an index of shards.</summary>
internal sealed class BytesContent(byte[] bytes) : IFileContent
{
    public long Length => bytes.Length;

    public void Write(Stream stream, CancellationToken cancellation = default) => stream.Write(bytes);
}
