namespace SafeLoad.Cli.Reporting;

/// <summary>One format of scan reports.</summary>
internal interface IScanReporter
{
    void Begin();

    void Report(ScannedFile file);

    void End(ScanSummary summary);
}
