using SafeLoad.Diagnostics;
using SafeLoad.Pickle;
using SafeLoad.Scanning.Findings;
using SafeLoad.Scanning.Rules;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Pickles;

/// <summary>Runs the pickle machine over the pickles of one content; each run gives a reading.</summary>
/// <param name="budget">What the file may still cost.</param>
/// <param name="content">The bytes.</param>
/// <param name="doubtsText">Whether the bytes are most likely no pickles but text, or another format.</param>
/// <param name="persistent">Told of each persistent id; null if nobody asks.</param>
/// <param name="embedded">Takes files that stand in the pickles as bytes; null where nobody would scan them.</param>
internal sealed class PickleRunner(Budget budget, Content content, bool doubtsText = false, Action<PyValue>? persistent = null,
    EmbeddedFiles? embedded = null)
{
    private const int MostPickles = 10_000;

    private readonly PickleAllowance _allowance = new();
    private readonly AttributeRules _attributes = new();
    private readonly DTypeRules _types = new();
    private PickleData? _joblib;
    private bool _isFollowed;

    /// <summary>Whether what is read is most likely the rest of a joblib file, whose one pickle an array of objects divides.</summary>
    public bool ReadsJoblibRest { get; set; }

    /// <summary>Reads one pickle.</summary>
    /// <param name="data">Its bytes.</param>
    /// <param name="memo">What pickles before it have stored.</param>
    /// <param name="stopped">Given what was seen, if a limit, the clock or the caller ends the scan in the middle.</param>
    /// <param name="isBrokenOff">Whether every unpickler has stopped before.</param>
    public PickleReading Read(PickleData data, Memo memo, ReadingBuilder stopped, bool isBrokenOff = false) =>
        Read(data, memo, stopped, new ScanHost(content.Record, _allowance, persistent, _attributes)
        {
            DoubtsText = doubtsText, IsBrokenOff = isBrokenOff, IsJoblibRest = ReadsJoblibRest, Embedded = embedded,
            Types = _types,
        });

    /// <summary>Reads the whole content as one file of joblib: the raw bytes of arrays stand between the opcodes.</summary>
    /// <param name="stopped">Given what was seen, if a limit, the clock or the caller ends the scan in the middle.</param>
    /// <param name="passesPadding">Whether what lies in front of an array is passed over, as joblib does since 1.2.</param>
    public PickleReading ReadJoblib(ReadingBuilder stopped, bool passesPadding = true)
    {
        var host = new ScanHost(content.Record, new PickleAllowance())
        {
            Joblib = new JoblibArrays(budget, passesPadding), Embedded = embedded, DoubtsText = !passesPadding,
        };
        return Read(_joblib ??= ReadAll(), new Memo(budget.Limits.MaxMemoEntries), stopped, host);
    }

    private PickleData ReadAll()
    {
        budget.CheckPickleSize(content.Source.Length, content.At);
        byte[] bytes = new byte[content.Source.Length];
        content.Source.ReadExactly(0, bytes);
        return new PickleData(bytes, 0, bytes.Length, 0, content.Source.Name, content.Record);
    }

    /// <summary>
    /// Reads the pickle at an offset as CPython's C unpickler does where a frame lies: it drops what is left of a frame where an argument
    /// reaches beyond it, so that other names and other opcodes stand there than for who reads on as if there were no frames.
    /// </summary>
    public Reading ReadAhead(long position, ReadingBuilder stopped)
    {
        var seen = new ReadingBuilder(content.Record);
        try
        {
            // The next pickle may begin elsewhere too: where the frame ends. That chain is followed once, so that the cost stays linear.
            for (int i = 0; position < content.Source.Length && i < (_isFollowed ? 1 : MostPickles); i++)
            {
                PickleData data = PickleEnd.ReadAhead(content.Source, position, content.Record, budget, out position);
                PickleReading pickle = Read(data, new Memo(budget.Limits.MaxMemoEntries), seen);
                seen.Add(pickle.Seen);
                if (pickle.Break is not null) break;
            }
        }
        catch
        {
            stopped.Add(seen.ToReading());
            throw;
        }
        _isFollowed = true;
        return seen.ToReading();
    }

    /// <summary>Looks for names from an offset to the end, because no machine can read on.</summary>
    /// <param name="from">Where to begin.</param>
    /// <param name="into">Given what is found.</param>
    /// <param name="onlyDangerous">Whether the bytes are mostly data, in which a name that nobody knows is chance.</param>
    public void Sweep(long from, ReadingBuilder into, bool onlyDangerous = false)
    {
        var host = new ScanHost(content.Record, _allowance);
        try
        {
            PickleSweep.Sweep(budget, content, from, host, onlyDangerous);
        }
        finally
        {
            into.Add(host.ToReading());
        }
    }

    private PickleReading Read(PickleData data, Memo memo, ReadingBuilder stopped, ScanHost host)
    {
        int end = 0;
        MalformedCheckpointException? broken = null;
        PyValue value = PyValue.None;
        try
        {
            value = PickleMachine.Run(data, host, budget, memo, out end);
        }
        catch (MalformedCheckpointException problem)
        {
            broken = problem;
        }
        catch
        {
            stopped.Add(host.ToReading());
            throw;
        }
        return new PickleReading(host.ToReading(), value, end, broken)
        {
            HasBadFrame = host.HasBadFrame,
            HasCalledUnknown = host.HasCalledUnknown,
            HasGivenUp = host.HasGivenUp,
            HasJoblibArrays = host.HasJoblibArrays,
            HasPadding = host.Joblib?.HasPadding == true,
            HasUnclearArrays = host.Joblib?.HasUnclear == true,
            IsBrokenOff = host.IsBrokenOff,
        };
    }
}
