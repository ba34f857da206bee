namespace SafeLoad.Cli.Reporting;

/// <summary>One format of scan reports. Called by one thread at a time, for the files in the order of the input.</summary>
internal interface IScanReporter
{
    void Begin();

    void Report(ScannedFile file);

    /// <summary>A model repository whose files have all been reported.</summary>
    void Repository(RepositoryReport repository) { }

    void End(ScanSummary summary);
}
