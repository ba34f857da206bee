using SafeLoad.Diagnostics;
using SafeLoad.IO;

namespace SafeLoad.Formats.Tar;

/// <summary>What is to be known of a tar as a whole before its members are read. PyTorch before 0.1.10 wrote plain files with short
/// names; whatever else a tar can have is reported.</summary>
internal sealed class TarDirectory
{
    private static readonly string[] s_torchMembers = ["storages", "tensors", "pickle"];

    private readonly List<TarMember> _members = [];
    private bool _hasConfiguration, _hasCheckpoint;

    private TarDirectory() { }

    /// <summary>Whether the members are those that PyTorch before 0.1.10 wrote, whatever else there is.</summary>
    public bool IsOfTorch => Array.TrueForAll(s_torchMembers, name => _members.Exists(member => member.Names.Contains(name)));

    /// <summary>Whether there are a configuration and a checkpoint, as NeMo packs them.</summary>
    public bool IsOfNemo => _hasConfiguration && _hasCheckpoint;

    /// <summary>All links.</summary>
    public TarLinks Links { get; } = new();

    /// <summary>Why reading ended early; null if it did not.</summary>
    public MalformedCheckpointException? Broken { get; private set; }

    /// <summary>Whether two readers can find different members: a size where there should be no data, a header that changes one.</summary>
    public bool IsAmbiguous { get; private set; }

    /// <summary>What PyTorch's own tars never have: links, devices, headers that rename members.
    /// Null if there is nothing of the kind.</summary>
    public MalformedCheckpointException? Unusual { get; private set; }

    /// <summary>Reads all headers, up to the end or the first that is broken.</summary>
    public static TarDirectory Read(ByteSource source)
    {
        var tar = new TarDirectory();
        var reader = new TarReader(source, links: null);
        while (reader.ReadNext())
        {
            if (reader.Member is { } member) tar.Add(member);
            reader.Parts.Forget();
        }
        (tar.Broken, tar.IsAmbiguous, tar.Unusual) = (reader.Broken, reader.IsAmbiguous, reader.Unusual);
        return tar;
    }

    /// <summary>The content of the one member of a name; null if there is none.</summary>
    public ByteSource? Open(ByteSource source, string name)
    {
        ByteSource? found = null;
        foreach (TarMember member in _members)
        {
            if (member.Name != name) continue;
            if (found is not null)
                throw Problems.Tar($"there are two members '{name}'", new CheckpointLocation(source.Name, name, member.Offset));
            found = new SliceByteSource(source, member.Offset, member.Size);
        }
        return found;
    }

    private void Add(TarMember member)
    {
        Links.Add(member);
        foreach (string name in member.Names)
        {
            _hasConfiguration |= name is "model_config.yaml" or "./model_config.yaml";
            _hasCheckpoint |= name.EndsWith(".ckpt", StringComparison.Ordinal);
        }
        // Of more than two of a name, two say as much.
        if ((!member.IsFolder || member.Size > 0) && Array.Exists(member.Names, IsOfTorchs)
            && _members.Count(known => known.Name == member.Name) < 2) _members.Add(member);
    }

    private static bool IsOfTorchs(string name) => name == "sys_info" || s_torchMembers.Contains(name);
}
