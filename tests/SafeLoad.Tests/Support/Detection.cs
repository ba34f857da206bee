using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Opening;

namespace SafeLoad.Tests.Support;

/// <summary>What bytes are, as every reader of them is told.</summary>
internal static class Detection
{
    public static DetectedFormat Of(ReadOnlyMemory<byte> file) =>
        FormatDetector.Detect(new MemoryByteSource(file), new Budget(CheckpointLimits.Default));
}
