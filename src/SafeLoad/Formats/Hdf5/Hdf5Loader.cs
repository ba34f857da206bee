using SafeLoad.Diagnostics;
using SafeLoad.Loading;
using SafeLoad.Values;

namespace SafeLoad.Formats.Hdf5;

/// <summary>HDF5, above all as Keras writes it. The root mirrors the file, so that the same model always has the same keys.</summary>
/// <remarks>
/// A whole Keras model gives <c>{'model_weights': {...}}</c>, and <c>'optimizer_weights'</c> beside it if the file has them;
/// a file of weights gives the weights themselves; any other file a dict of all its datasets by path,
/// as do the <c>.weights.h5</c> files of Keras 3. A dataset that nobody here can read is left out and named. Nothing of a model's
/// configuration is read: it is a program's description, and no weight.
/// </remarks>
internal static class Hdf5Loader
{
    private const string ModelWeights = "model_weights", OptimizerWeights = "optimizer_weights";
    private static readonly string[] s_metadata = ["keras_version", "backend"];

    public static LoadedCheckpoint Load(ByteSource source, LoadContext context)
    {
        Hdf5File file = Hdf5File.Open(source, context.Budget);
        Hdf5Object root = file.OpenRoot();
        if (!root.IsGroup) throw Problems.Hdf5("the root of the file is no group", root.At);
        var left = new Hdf5LeftOut(context);
        var tensors = new Hdf5Tensors(file);
        PyDict weights = ReadRoot(file, root, tensors, left, out Hdf5Object? model);
        Dictionary<string, string> metadata = ReadMetadata(root, model);
        string writer = metadata.TryGetValue("keras_version", out string? version) ? $"Keras {version} (HDF5)"
            : model is not null ? "Keras (HDF5)" : "HDF5";
        return new LoadedCheckpoint(CheckpointFormat.Hdf5, new PyValue(weights), tensors.Storages, [], left.Notes,
            new CheckpointWriterInfo(writer)) { Budget = context.Budget, Metadata = metadata, Unread = left.Unread };
    }

    // Keras looks for the layers at the root first, and only then in model_weights.
    private static PyDict ReadRoot(Hdf5File file, Hdf5Object root, Hdf5Tensors tensors, Hdf5LeftOut left, out Hdf5Object? model)
    {
        var tree = new Hdf5Tree(file, tensors, left);
        var keras = new KerasWeights(file, tree, tensors, left);
        if (KerasWeights.IsModel(root))
        {
            model = root;
            return keras.ReadModel(root);
        }
        model = tree.Find(root, ModelWeights) is { } found && KerasWeights.IsModel(found) ? found : null;
        if (model is null)
        {
            var datasets = new PyDict();
            tree.AddAll(root, datasets);
            return datasets;
        }
        var whole = new PyDict();
        left.Group = ModelWeights + ".";
        whole.Add(PyValue.FromText(ModelWeights), new PyValue(keras.ReadModel(model)));
        left.Group = OptimizerWeights + ".";
        if (tree.Find(root, OptimizerWeights) is { IsGroup: true } optimizer)
            whole.Add(PyValue.FromText(OptimizerWeights), new PyValue(keras.ReadOptimizer(optimizer)));
        return whole;
    }

    private static Dictionary<string, string> ReadMetadata(Hdf5Object root, Hdf5Object? model)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string key in s_metadata)
        {
            if ((root.FindAttribute(key) ?? model?.FindAttribute(key))?.ReadTexts() is [string text]) metadata.Add(key, text);
        }
        return metadata;
    }
}
