namespace SafeLoad.Tensors;

/// <summary>Neighbours along one dimension of a tensor.</summary>
/// <param name="Start">The first one's index.</param>
/// <param name="Length">How many they are.</param>
internal readonly record struct ElementRun(long Start, long Length);
