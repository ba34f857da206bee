namespace SafeLoad.Formats.Hdf5;

/// <summary>Where a value stands in an element.</summary>
/// <param name="At">Where it begins.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Field">What it is one of.</param>
/// <param name="Name">What it is called in the element; empty for the whole.</param>
internal readonly record struct Hdf5Spot(int At, int Length, Hdf5Field Field, string Name);
