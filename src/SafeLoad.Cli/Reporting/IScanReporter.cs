namespace SafeLoad.Cli.Reporting;

/// <summary>One format of scan reports. Called by one thread at a time, for the files in the order of the input.</summary>
internal interface IScanReporter
{
    void Begin();

    void Report(ScannedFile file);

    void End(ScanSummary summary);
}
