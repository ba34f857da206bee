namespace SafeLoad.Writing;

/// <summary>A file of a plan, and what will be in it.</summary>
/// <param name="File">Its path, length and number of tensors.</param>
/// <param name="Content">Its bytes.</param>
internal readonly record struct PlannedFile((string Path, long Length, int TensorCount) File, IFileContent Content);
