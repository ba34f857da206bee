namespace SafeLoad.Sharding.DeepSpeed;

/// <summary>A parameter that lies somewhere in flat groups.</summary>
/// <param name="Name">Its name. Chosen by the file.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Count">How many elements it has.</param>
internal sealed record ZeroParameter(string Name, long[] Shape, long Count);
