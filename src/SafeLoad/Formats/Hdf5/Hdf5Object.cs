using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Hdf5;

/// <summary>A group or a dataset: its messages, and the links and attributes in them, which are read when asked for.</summary>
internal sealed class Hdf5Object(Hdf5File file, long address, List<Hdf5Message> messages)
{
    private Hdf5Items<Hdf5Link>? _readLinks;
    private Hdf5Link[]? _links;
    private Hdf5Items<(string Name, Hdf5Attribute Attribute)>? _readAttributes;
    private Dictionary<string, Hdf5Attribute>? _attributes;

    public long Address { get; } = address;

    public CheckpointLocation At => file.At(Address);

    public IReadOnlyList<Hdf5Message> Messages => messages;

    public bool IsGroup =>
        messages.Exists(static message => message.Type is Hdf5MessageType.SymbolTable or Hdf5MessageType.LinkInfo
            or Hdf5MessageType.GroupInfo or Hdf5MessageType.Link);

    public bool IsDataset => messages.Exists(static message => message.Type == Hdf5MessageType.Layout);

    /// <summary>A group's links in the order of their names.</summary>
    /// <exception cref="SafeLoadException">One of them cannot be read.</exception>
    public Hdf5Link[] Links => _links ??= [.. ReadLinks().All];

    /// <summary>A group's links, and those that cannot be read.</summary>
    public Hdf5Items<Hdf5Link> ReadLinks() => _readLinks ??= Hdf5Group.ReadLinks(file, this);

    /// <summary>Its attributes, and those that cannot be read.</summary>
    public Hdf5Items<(string Name, Hdf5Attribute Attribute)> ReadAttributes() => _readAttributes ??= Hdf5Attribute.ReadAll(file, this);

    /// <summary>The message of a type that an object has at most one of.</summary>
    public Hdf5Message? Find(Hdf5MessageType type)
    {
        Hdf5Message? found = null;
        foreach (Hdf5Message message in messages)
        {
            if (message.Type != type) continue;
            if (found is not null) throw Problems.Hdf5($"an object has two messages where one belongs ({type})", file.At(message.Address));
            if (message.IsShared && type != Hdf5MessageType.Datatype)
                throw Problems.UnsupportedHdf5($"an object shares a message ({type}) with others; that is not read",
                    file.At(message.Address));
            found = message;
        }
        return found;
    }

    /// <summary>The message of a type that the object must have.</summary>
    public Hdf5Message Need(Hdf5MessageType type) =>
        Find(type) ?? throw Problems.Hdf5($"an object lacks a message that it needs ({type})", At);

    /// <summary>A link of a group by its name; null if there is none.</summary>
    public Hdf5Link? FindLink(string name)
    {
        int low = 0, high = Links.Length - 1;
        while (low <= high)
        {
            int middle = low + (high - low) / 2, order = string.CompareOrdinal(Links[middle].Name, name);
            if (order == 0) return Links[middle];
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }
        return null;
    }

    /// <summary>Its attributes by their names.</summary>
    /// <exception cref="SafeLoadException">One of them cannot be read.</exception>
    public IReadOnlyDictionary<string, Hdf5Attribute> Attributes =>
        _attributes ??= ReadAttributes().All.ToDictionary(static pair => pair.Name, static pair => pair.Attribute, StringComparer.Ordinal);

    /// <summary>An attribute by its name; null if there is none.</summary>
    public Hdf5Attribute? FindAttribute(string name) => Attributes.GetValueOrDefault(name);
}
