using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>Entries of a pickle's dicts that a framework acts on when it has read them: data that name code.</summary>
internal static class PickledKeys
{
    private const string Key = "_instantiator";

    private static readonly ConfigurationKey s_instantiator = ConfigurationKey.Instantiator;

    /// <summary>Reports an entry that names what a framework imports and calls.</summary>
    /// <param name="key">The entry's key, a text.</param>
    /// <param name="value">Its value.</param>
    /// <param name="seen">Given what is found.</param>
    /// <param name="at">Where.</param>
    public static void Check(PyValue key, PyValue value, ReadingBuilder seen, CheckpointLocation at)
    {
        if (key.Length != Key.Length || key.AsString() != Key || value.Is(PyKind.None)) return;
        var names = new CodeNames(seen, _ => at);
        if (!value.Is(PyKind.Str))
            names.Custom(Key + " of the hyperparameters is no text: what it names is not known", 0);
        else if (!s_instantiator.IsOwn(value.AsString()))
            names.Report(Key + " of the hyperparameters names", value.AsString(), s_instantiator.Does, 0);
    }
}
