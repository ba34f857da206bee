using SafeLoad.Formats.Pickles;
using SafeLoad.Opening;
using SafeLoad.Pickle;
using SafeLoad.Scanning.Findings;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Pickles;

/// <summary>Scans bytes that some loader could read as pickles: one after the other, as long as another begins where one ends.</summary>
internal sealed class PickleScanner
{
    private const int MostPickles = 100_000;

    private readonly ScanContext _scan;
    private readonly Content _content;
    private readonly PickleRunner _runner;
    private readonly bool _hasProtocol;
    private readonly ReadingBuilder _found;
    private readonly EmbeddedFiles _embedded;

    // Readings of the pickle at hand, of which it is not known yet what they mean together.
    private readonly List<Reading> _open = [];
    private bool _comesToStop, _hasGivenUp, _hasJoblibArrays, _hasCalledUnknown;

    private PickleScanner(ScanContext scan, Content content, Action<PyValue>? persistent)
    {
        _scan = scan;
        _content = content;
        _hasProtocol = PickleHead.HasProtocol(content.Source);
        _embedded = new EmbeddedFiles(content);
        _runner = new PickleRunner(scan.Budget, content, doubtsText: IsDoubtful, persistent, _embedded);
        _found = new ReadingBuilder(content.Record);
    }

    private bool IsDoubtful => !_content.IsExpected && !_hasProtocol;

    /// <summary>Scans the pickles at the start of a content, and what stands behind them.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="reading">Given what is found, and what kind of pickle it is.</param>
    /// <param name="persistent">Told of each persistent id; null if nobody asks.</param>
    public static IEnumerable<WorkItem> Scan(
        ScanContext scan, Content content, ReadingBuilder reading, Action<PyValue>? persistent = null)
    {
        var pickles = new PickleScanner(scan, content, persistent);
        if (content.Record is null || !pickles.IsDoubtful || PickleHead.CanName(content.Source)) return pickles.Scan(reading);
        // Elements of an array that merely are opcodes: the machine would make a value of each.
        reading.Kind = FormatTable.Unknown;
        content.Enter(Account.Storage);
        return [];
    }

    private IEnumerable<WorkItem> Scan(ReadingBuilder reading)
    {
        Reading plain = ReadPlain(reading);
        if (_hasJoblibArrays)
        {
            reading.Kind = FormatTable.Joblib;
            reading.Add(Readings.BesideJoblib(plain));
            return ScanJoblib(reading);
        }
        bool isChance = !_content.IsExpected && !_hasGivenUp && !_hasCalledUnknown && !_embedded.Any
            && Readings.IsChance(plain.Worst, _hasProtocol, _comesToStop);
        if (!isChance) reading.Add(plain);
        // What merely begins like a pickle is no checkpoint either, that the loader could find fault with.
        reading.Kind = isChance && IsDoubtful ? FormatTable.Unknown : FormatTable.BarePickle;
        return _embedded.Any ? _embedded.Items(reading) : [];
    }

    private Reading ReadPlain(ReadingBuilder stopped)
    {
        try
        {
            ReadAll();
            return _found.ToReading();
        }
        catch
        {
            stopped.Add(_found.ToReading());
            foreach (Reading open in _open) stopped.Add(open);
            throw;
        }
    }

    private void ReadAll()
    {
        var memo = new Memo(_scan.Budget.Limits.MaxMemoEntries);
        bool isBrokenOff = false;
        long position = 0;
        for (int pickles = 0; position < _content.Source.Length; pickles++)
        {
            if (pickles == MostPickles)
            {
                string rest = FormattableString.Invariant($"what follows the first {MostPickles:N0} pickles");
                _found.NotScanned(rest, _content.AtOffset(position));
                break;
            }
            _open.Clear();
            PickleData data = PickleEnd.Read(_content.Source, position, _content.Record, _scan.Budget);
            _scan.Decoded(_content, position, data.Bytes.AsSpan(0, data.End));
            _runner.ReadsJoblibRest = pickles > 0 && _hasJoblibArrays;
            PickleReading own = Read(data, pickles == 0 ? memo : new Memo(_scan.Budget.Limits.MaxMemoEntries), isBrokenOff);
            // One unpickler that reads several pickles keeps its memo: read that way too, names may be others.
            PickleReading shared = pickles == 0 || (own.Break is not null && !_content.IsExpected) ? own : Read(data, memo, isBrokenOff);
            bool hasBadFrame = own.HasBadFrame || shared.HasBadFrame;
            Reading ahead = hasBadFrame ? Readings.OfFramesAhead(_runner.ReadAhead(position, _found)) : Reading.Nothing;
            if (own.Break is not null)
            {
                AddBroken(own, shared, ahead, position, isFirst: pickles == 0);
                break;
            }
            Reading[] readings = pickles == 0 ? [own.Seen] : _runner.ReadsJoblibRest ? Readings.OfJoblibRest(own, shared)
                : Readings.OfMemos(own, shared);
            foreach (Reading reading in readings) _found.Add(reading);
            _found.Add(ahead);
            position += own.End;
            if (!_runner.ReadsJoblibRest) isBrokenOff = own.IsBrokenOff && shared.IsBrokenOff;
            _comesToStop |= pickles == 0 && !isBrokenOff;
        }
        if (_hasGivenUp) _found.NotScanned("what follows thousands of opcodes that cannot be executed", _content.At);
    }

    private PickleReading Read(PickleData data, Memo memo, bool isBrokenOff)
    {
        PickleReading pickle = _runner.Read(data, memo, _found, isBrokenOff);
        _open.Add(pickle.Seen);
        _hasGivenUp |= pickle.HasGivenUp;
        _hasCalledUnknown |= pickle.HasCalledUnknown;
        _hasJoblibArrays |= pickle.HasJoblibArrays;
        return pickle;
    }

    private void AddBroken(PickleReading own, PickleReading shared, Reading ahead, long position, bool isFirst)
    {
        Reading[] readings = isFirst || !_content.IsExpected ? [own.Seen]
            : _runner.ReadsJoblibRest ? Readings.OfJoblibRest(own, shared) : Readings.OfTail(own, shared);
        foreach (Reading reading in readings) _found.Add(reading);
        _found.Add(ahead);
        // Where no pickle is expected, other bytes behind one are no fault, and names in them are chance.
        if (!_content.IsExpected)
        {
            _content.Enter(Account.Storage, position, _content.Source.Length - position);
            return;
        }
        // Between the opcodes of joblib stand raw bytes; it is read as such.
        if (!_hasJoblibArrays) _runner.Sweep(position + own.End, _found);
        // Behind a whole pickle other bytes are data after the end, not a broken pickle.
        if (isFirst) _found.Add(own.Break!);
        else _found.Add(TrailingData(_content, position));
    }

    private IEnumerable<WorkItem> ScanJoblib(ReadingBuilder reading)
    {
        PickleReading pickle = _runner.ReadJoblib(reading);
        reading.Add(pickle.Seen);
        _content.Enter(Account.Decoded, 0, pickle.End);
        PickleReading? old = pickle.HasPadding ? _runner.ReadJoblib(reading, passesPadding: false) : null;
        if (old is not null) reading.Add(Readings.OfOldJoblib(old));
        if (pickle.Break is not null || pickle.HasUnclearArrays || old is { HasUnclearArrays: true }) _runner.Sweep(0, reading);
        if (pickle.Break is not null) reading.Add(pickle.Break);
        else if (pickle.End < _content.Source.Length)
        {
            yield return new WorkItem(_content.Part(pickle.End, _content.Source.Length - pickle.End, "(after the end)"), reading);
            reading.Add(TrailingData(_content, pickle.End));
        }
        foreach (WorkItem file in _embedded.Items(reading)) yield return file;
    }

    private static Finding TrailingData(Content content, long position)
    {
        long bytes = content.Source.Length - position;
        string message = FormattableString.Invariant($"{bytes:N0} bytes follow the pickle and are none themselves");
        return Finding.OfOther(DiagnosticId.TrailingData, Verdict.Suspicious, message, content.AtOffset(position));
    }
}
