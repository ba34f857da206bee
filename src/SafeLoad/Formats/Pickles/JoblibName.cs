namespace SafeLoad.Formats.Pickles;

/// <summary>The names by which joblib's pickles are told.</summary>
internal static class JoblibName
{
    /// <summary>Whether a name is joblib's wrapper of an array whose bytes follow it.</summary>
    public static bool IsArray(string module, string name) =>
        name == "NumpyArrayWrapper" && module is "joblib.numpy_pickle" or "sklearn.externals.joblib.numpy_pickle";
}
