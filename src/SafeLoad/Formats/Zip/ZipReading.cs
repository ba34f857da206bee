using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Zip;

/// <summary>A zip as it was read: its records, and every contradiction on the way. Loading takes none, a scan reports them all.</summary>
/// <param name="Container">The archive; null if it cannot be read.</param>
/// <param name="Problems">Contradictions that did not end the reading, in their order.</param>
/// <param name="Failure">What ended it; null if nothing did.</param>
internal sealed record ZipReading(ZipContainer? Container, IReadOnlyList<MalformedCheckpointException> Problems, SafeLoadException? Failure)
{
    /// <summary>Reads an archive's directory and checks all of it.</summary>
    /// <param name="source">The archive.</param>
    /// <param name="budget">What reading may cost.</param>
    public static ZipReading Of(ByteSource source, Budget budget)
    {
        var problems = new ZipProblems();
        try
        {
            ZipContainer container = ZipContainer.Open(source, budget, verify: false, problems);
            return new ZipReading(container, problems.ToList(source.Name), null);
        }
        catch (SafeLoadException failure)
        {
            return new ZipReading(null, problems.ToList(source.Name), failure);
        }
    }

    /// <summary>The archive, as far as it can be read in one way only.</summary>
    /// <param name="budget">What reading its records may cost.</param>
    /// <param name="verify">Whether records are compared with their CRC when they are read.</param>
    /// <param name="refuse">Told of each contradiction; throws it when loading.</param>
    /// <exception cref="SafeLoadException">It cannot be read.</exception>
    public ZipContainer Take(Budget budget, bool verify, Action<SafeLoadException> refuse)
    {
        foreach (MalformedCheckpointException problem in Problems) refuse(problem);
        return Failure is not null ? throw Failure : Container!.With(budget, verify);
    }
}
