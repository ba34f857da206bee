namespace SafeLoad.Formats.Pickles;

/// <summary>The names by which joblib's pickles are told.</summary>
internal static class JoblibName
{
    /// <summary>Whether a name is joblib's wrapper of an array whose bytes follow it.</summary>
    public static bool IsArray(string module, string name) =>
        name == "NumpyArrayWrapper" && module is "joblib.numpy_pickle" or "sklearn.externals.joblib.numpy_pickle";

    /// <summary>Whether a name is joblib's wrapper of an array, as the bytes of two lines.</summary>
    public static bool IsArray(ReadOnlySpan<byte> module, ReadOnlySpan<byte> name) => name.SequenceEqual("NumpyArrayWrapper"u8)
        && (module.SequenceEqual("joblib.numpy_pickle"u8) || module.SequenceEqual("sklearn.externals.joblib.numpy_pickle"u8));
}
