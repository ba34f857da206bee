namespace SafeLoad.Cli.SelfTest;

/// <summary>How a whole set came out.</summary>
/// <param name="Rows">Every file with its answer.</param>
internal sealed record SelfTestScore(IReadOnlyList<SelfTestRow> Rows)
{
    public IEnumerable<SelfTestRow> Wrong => Rows.Where(static row => !row.IsRight);

    public int Right => Rows.Count(static row => row.IsRight);

    /// <summary>Each class in the order of the set.</summary>
    public IEnumerable<(string Name, int Right, int All)> Classes =>
        Rows.GroupBy(static row => row.Attack.Class).Select(static rows => (rows.Key, rows.Count(static row => row.IsRight), rows.Count()));

    public int Code => Right == Rows.Count ? ExitCode.Done : ExitCode.Refused;
}
