using SafeLoad.Values;

namespace SafeLoad.Writing;

/// <summary>A value as the file that <c>torch.save</c> would write, and <c>torch.load(weights_only=True)</c> opens.</summary>
internal static class CheckpointFile
{
    /// <summary>Plans the file of a value and its tensors: its pickle is made, no tensor is read.</summary>
    /// <param name="root">The value; what the safe loader refuses must have been taken out of it.</param>
    /// <param name="name">The folder inside of the archive: the file's name without its ending, for PyTorch.</param>
    /// <param name="isLegacy">Whether as the stream of PyTorch before 1.6, not as a zip.</param>
    /// <param name="compact">Whether bytes of storages that no tensor views are left out.</param>
    public static IFileContent Plan(PyValue root, string name, bool isLegacy, bool compact)
    {
        StoragePlan plan = StorageCollector.Plan(root, compact);
        byte[] pickle = PickleWriter.Write(root, plan, isLegacy);
        return isLegacy ? new LegacyStream(pickle, plan) : new CheckpointArchive(pickle, plan, name);
    }
}
