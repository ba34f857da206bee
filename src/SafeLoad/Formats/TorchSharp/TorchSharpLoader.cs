using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Loading;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Formats.TorchSharp;

/// <summary>A file of TorchSharp's <c>Module.save</c>: tensors by name, as they stand in it.</summary>
internal static class TorchSharpLoader
{
    public static LoadedCheckpoint Load(ByteSource source, LoadContext context)
    {
        // The detector has proven that it is one; a source that was changed since is none any more.
        IReadOnlyList<TorchSharpEntry> entries = TorchSharpFile.Read(source, context.Budget.Limits)
            ?? throw Problems.FileChanged(0, source.Length, source.Length, source.Name);
        var root = new PyDict();
        var storages = new List<StorageInfo>(entries.Count);
        long elementBytes = 0;
        foreach (TorchSharpEntry entry in entries)
        {
            PyValue key = PyValue.FromBuffer(new PyBuffer(PyKind.Str, entry.Name), 0, entry.Name.Length);
            var storage =
                new StorageInfo(key.AsString(), entry.DType, "cpu", entry.Length, new SliceByteSource(source, entry.Offset, entry.Length));
            elementBytes += entry.Length;
            storages.Add(storage);
            root.Add(key,
                new PyValue(new PyTensor(new TensorInfo(
                    entry.DType, entry.Shape, TensorBounds.ContiguousStrides(entry.Shape), 0, storage))));
        }
        context.Budget.ChargePickle(source.Length - elementBytes, new CheckpointLocation(source.Name));
        return new LoadedCheckpoint(CheckpointFormat.TorchSharp, new PyValue(root), storages, [], [],
            new CheckpointWriterInfo("TorchSharp (Module.save)")) { Budget = context.Budget };
    }
}
