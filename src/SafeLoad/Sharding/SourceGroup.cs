using SafeLoad.IO;

namespace SafeLoad.Sharding;

/// <summary>The files of one checkpoint as one thing to close. It has a name and a size and no bytes of its own:
/// those are read from its members.</summary>
internal sealed class SourceGroup(string name) : ByteSource
{
    private readonly List<OwnedByteSource> _members = [];
    private readonly List<string> _read = [];

    public override long Length => _members.Sum(static member => member.Length);

    public override string Name { get; } = name;

    internal override IEnumerable<string> Files => [.. _read, .. _members.SelectMany(static member => member.Files)];

    /// <summary>The number of files.</summary>
    public int Count => _members.Count;

    /// <summary>Counts a file that was read as a whole, and is closed: an index.</summary>
    public void AddRead(string path) => _read.Add(path);

    /// <summary>Opens a file, which is closed with the group.</summary>
    public OwnedByteSource Open(string path)
    {
        var member = new OwnedByteSource(new FileByteSource(path), owns: true);
        _members.Add(member);
        return member;
    }

    public override int Read(long offset, Span<byte> destination) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        foreach (OwnedByteSource member in _members) member.Dispose();
    }
}
