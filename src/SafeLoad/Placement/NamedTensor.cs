namespace SafeLoad.Placement;

/// <summary>A tensor under the name that it gets.</summary>
/// <param name="Name">The name by the rules.</param>
/// <param name="SourceName">Its name in the checkpoint.</param>
/// <param name="Tensor">The tensor.</param>
internal sealed record NamedTensor(string Name, string SourceName, TensorInfo Tensor);
