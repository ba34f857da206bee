using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>What a loader has read: everything but the tensors' bytes.</summary>
/// <param name="Format">The kind of file.</param>
/// <param name="Root">The value that was saved.</param>
/// <param name="Storages">Every storage that the value refers to.</param>
/// <param name="Globals">Every global that its pickles name, as the file spells it.</param>
/// <param name="Notes">What a reader of the file may want to know and is no error.</param>
/// <param name="Writer">What the file says about the program that wrote it.</param>
internal sealed record LoadedCheckpoint(CheckpointFormat Format, PyValue Root, IReadOnlyList<StorageInfo> Storages,
    IReadOnlyList<(string Module, string Name)> Globals, IReadOnlyList<string> Notes, CheckpointWriterInfo Writer)
{
    /// <summary>Free text that the file carries beside its tensors, by key: safetensors' <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>The tensors of the file that are not in the value, because nobody here can read them.</summary>
    public IReadOnlyList<UnreadTensor> Unread { get; init; } = [];

    /// <summary>What loading has cost.</summary>
    public required Budget Budget { get; init; }

    /// <summary>What is known of each global.</summary>
    public IReadOnlyList<NamedGlobal> Judge() =>
        [.. Globals.Select(static name => GlobalCatalog.Of(name.Module, name.Name, default))];
}
