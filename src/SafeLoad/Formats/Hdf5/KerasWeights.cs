using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Formats.Hdf5;

/// <summary>The weights of a Keras model in HDF5: layers in the order of <c>layer_names</c>,
/// and in each the datasets of <c>weight_names</c>.</summary>
/// <remarks>keras/src/legacy/saving/legacy_h5_format.py: <c>load_weights_from_hdf5_group</c>,
/// <c>load_attributes_from_hdf5_group</c>.</remarks>
internal sealed class KerasWeights(Hdf5File file, Hdf5Tree tree, Hdf5Tensors tensors, Hdf5LeftOut left)
{
    private const string LayerNames = "layer_names", WeightNames = "weight_names", TopLevel = "top_level_model_weights";

    /// <summary>Whether a group lists the layers of a model.</summary>
    public static bool IsModel(Hdf5Object group) => Has(group, LayerNames);

    /// <summary>A model's weights by the names that Keras gave them;
    /// one that occurs in several layers has the layer's name before it.</summary>
    public PyDict ReadModel(Hdf5Object model)
    {
        var weights = new List<Weight>();
        var layers = new HashSet<string>(StringComparer.Ordinal);
        foreach (string layer in ReadNames(model, LayerNames))
        {
            if (!layers.Add(layer)) throw Problems.Hdf5($"layer '{Printable.Escape(layer)}' is listed twice", model.At);
            AddLayer(tree.Find(model, layer)
                ?? throw Problems.Hdf5($"there is no layer '{Printable.Escape(layer)}', which is listed", model.At), layer, weights);
        }
        // Weights of the model itself stand beside its layers, and are not listed.
        if (!layers.Contains(TopLevel) && tree.Find(model, TopLevel) is { } own && Has(own, WeightNames)) AddLayer(own, TopLevel, weights);
        return ToDict(weights, model);
    }

    /// <summary>The weights of an optimizer: as those of a layer, or all datasets where no names are listed.</summary>
    public PyDict ReadOptimizer(Hdf5Object optimizer)
    {
        if (!Has(optimizer, WeightNames))
        {
            var all = new PyDict(PyDict.OrderedDictType);
            tree.AddAll(optimizer, all);
            return all;
        }
        var weights = new List<Weight>();
        AddLayer(optimizer, "", weights);
        return ToDict(weights, optimizer);
    }

    private void AddLayer(Hdf5Object layer, string layerName, List<Weight> weights)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in ReadNames(layer, WeightNames))
        {
            if (!names.Add(name))
                throw Problems.Hdf5($"layer '{Printable.Escape(layerName)}' lists weight '{Printable.Escape(name)}' twice", layer.At);
            left.Try(name, () => weights.Add(new Weight(layerName, name, tensors.Read(Find(layer, layerName, name), name))));
        }
    }

    private Hdf5Object Find(Hdf5Object layer, string layerName, string name) =>
        tree.Find(layer, name) is { IsDataset: true } dataset ? dataset : throw Problems.Hdf5(
            $"layer '{Printable.Escape(layerName)}' has no dataset '{Printable.Escape(name)}', which it lists", layer.At);

    private PyDict ToDict(List<Weight> weights, Hdf5Object group)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Weight weight in weights) counts[weight.Name] = counts.GetValueOrDefault(weight.Name) + 1;
        var dict = new PyDict(PyDict.OrderedDictType);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (Weight weight in weights)
        {
            string name = weight.Name;
            if (counts[name] > 1)
            {
                file.Budget.ChargeCopy(weight.Layer.Length + name.Length, group.At);
                name = weight.Layer + "/" + name;
            }
            if (!taken.Add(name)) throw Problems.DuplicateTensorName(name, group.At.File);
            dict.Add(PyValue.FromText(name), weight.Tensor);
        }
        return dict;
    }

    // A list that is too long for one attribute goes on in name0, name1 and so on.
    private static List<string> ReadNames(Hdf5Object group, string attribute)
    {
        if (group.FindAttribute(attribute) is { } whole) return [.. TextsOf(whole, attribute, group)];
        var names = new List<string>();
        for (int i = 0; group.FindAttribute(Part(attribute, i)) is { } part; i++) names.AddRange(TextsOf(part, attribute, group));
        return names;
    }

    private static string[] TextsOf(Hdf5Attribute attribute, string name, Hdf5Object group) =>
        attribute.ReadTexts() ?? throw Problems.Hdf5($"the attribute {name} holds something else than texts", group.At);

    private static bool Has(Hdf5Object group, string attribute) =>
        group.IsGroup && (group.FindAttribute(attribute) ?? group.FindAttribute(Part(attribute, 0))) is not null;

    private static string Part(string attribute, int index) => FormattableString.Invariant($"{attribute}{index}");

    private sealed record Weight(string Layer, string Name, PyValue Tensor);
}
