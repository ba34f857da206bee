using SafeLoad.Diagnostics;

namespace SafeLoad.TorchSharp;

/// <summary>Opens the files that the bridge's callers name, and says in the words of their own parameter what would open one that is
/// refused.</summary>
internal static class CheckpointFile
{
    private const string InOurWords = "options: new CheckpointOptions { KeepObjects = true } reads its tensors as data";

    /// <summary>Opens a file, an index of shards or a folder.</summary>
    /// <exception cref="SafeLoadException">It is refused.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Checkpoint Open(string path, CheckpointOptions? options)
    {
        try
        {
            return Checkpoint.Open(path, options);
        }
        catch (DisallowedGlobalException refusal) when (refusal.Problem.Contains(Problems.ShowAsData, StringComparison.Ordinal))
        {
            throw new DisallowedGlobalException(InWordsOf(refusal, Problems.ShowAsData), refusal.Globals);
        }
        catch (UnsupportedCheckpointException refusal) when (refusal.Problem.Contains(Problems.ReadAsData, StringComparison.Ordinal))
        {
            throw new UnsupportedCheckpointException(InWordsOf(refusal, Problems.ReadAsData));
        }
    }

    private static Diagnostic InWordsOf(SafeLoadException refusal, string words) =>
        refusal.Diagnostic with { Problem = refusal.Problem.Replace(words, InOurWords, StringComparison.Ordinal) };
}
