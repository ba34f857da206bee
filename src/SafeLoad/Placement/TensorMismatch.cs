namespace SafeLoad.Placement;

/// <summary>A tensor that does not fit its slot.</summary>
/// <param name="Name">The slot's name.</param>
/// <param name="Found">What the file has: <c>float32[4, 3]</c>.</param>
/// <param name="Expected">What the target has.</param>
/// <param name="Reason">Why it does not fit, in words. Safe to print.</param>
public sealed record TensorMismatch(string Name, string Found, string Expected, string Reason)
{
    /// <summary>Whether the shapes differ, which <see cref="LoadPlanOptions.SkipOtherShapes"/> can allow;
    /// nothing allows the rest.</summary>
    public bool IsShape { get; init; }
}
