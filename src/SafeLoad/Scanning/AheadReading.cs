using SafeLoad.Pickle;

namespace SafeLoad.Scanning;

/// <summary>
/// The other reading of a pickle whose frames lie: CPython's C unpickler drops what is left of a frame where an argument reaches beyond it,
/// so that other names and other opcodes stand there than for who reads on as if there were no frames.
/// </summary>
internal sealed class AheadReading(ContentScanner scanner, Content content, ScanHost host)
{
    private const int MostPickles = 10_000;

    private bool _isFollowed;

    /// <summary>Reads the pickle at an offset once more, if one of its frames was found to lie.</summary>
    public void Read(long position)
    {
        if (!host.TakeBadFrame()) return;
        TraceMark before = scanner.Trace.Mark();
        try
        {
            // The next pickle may begin elsewhere too: where the frame ends. That chain is followed once, so that the cost stays linear.
            for (int i = 0; position < content.Source.Length && i < (_isFollowed ? 1 : MostPickles); i++)
            {
                PickleData data = PickleEnd.ReadAhead(content.Source, position, content.Record, scanner.Budget, out long next);
                PickleMachine.Run(data, host, scanner.Budget, out _);
                position = next;
            }
        }
        catch (MalformedCheckpointException)
        {
            // That the frames lie has been said.
        }
        _isFollowed = true;
        host.TakeBadFrame();
        if (scanner.Trace.WorstSince(before) < Verdict.Suspicious) scanner.Trace.GoBack(before);
    }
}
