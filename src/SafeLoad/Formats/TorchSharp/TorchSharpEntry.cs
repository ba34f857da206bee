namespace SafeLoad.Formats.TorchSharp;

/// <summary>A tensor of a file that TorchSharp's <c>Module.save</c> wrote.</summary>
/// <param name="Name">Its name, in UTF-8 that was proven valid.</param>
/// <param name="DType">Its dtype.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Offset">Where its bytes begin.</param>
/// <param name="Length">How many there are.</param>
internal sealed record TorchSharpEntry(byte[] Name, DType DType, long[] Shape, long Offset, long Length);
