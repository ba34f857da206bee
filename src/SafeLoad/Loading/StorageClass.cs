namespace SafeLoad.Loading;

/// <summary>What an allowed storage class means: the dtype of its elements. It can stand in a persistent id and nowhere else.</summary>
/// <param name="DType">The dtype; <see cref="DType.UInt8"/> for the untyped class.</param>
/// <param name="IsUntyped">Whether the class is <c>UntypedStorage</c>, whose count is in bytes.</param>
internal sealed record StorageClass(DType DType, bool IsUntyped);
