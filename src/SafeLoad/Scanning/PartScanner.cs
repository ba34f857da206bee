using System.Text;
using SafeLoad.Formats;
using SafeLoad.Scanning.Findings;
using SafeLoad.Scanning.Pickles;
using SafeLoad.Scanning.Templates;

namespace SafeLoad.Scanning;

/// <summary>Scans a container by the parts that its format's reader finds: each kind of part is looked at in one way, whatever the format
/// is.</summary>
internal sealed class PartScanner
{
    private const int FewBytes = 512;

    private readonly ScanContext _scan;
    private readonly Content _content;
    private readonly ReadingBuilder _reading;
    private readonly PickleCursor _pickles;
    private readonly bool _isOfValue;

    private PartScanner(ScanContext scan, Content content, ReadingBuilder reading, bool isOfValue)
    {
        (_scan, _content, _reading, _isOfValue) = (scan, content, reading, isOfValue);
        _pickles = new PickleCursor(scan, content, reading);
    }

    public static IEnumerable<WorkItem> Scan(ScanContext scan, Content content, ReadingBuilder reading, PartReader read) =>
        new PartScanner(scan, content, reading, isOfValue: false).Scan(read);

    private IEnumerable<WorkItem> Scan(PartReader read)
    {
        PartList parts = read(new PartSource(_content.Source, _content.Record, _scan.Budget, _pickles.With));
        foreach (Part part in parts.InOrder)
        {
            if (part.Note?.Problem is { } problem) _reading.Add(problem);
            if (ItemOf(part) is { } item) yield return item;
            else Look(part, isReadAgain: parts.Others is not null);
        }
        foreach (PartValue value in parts.Values)
        {
            // Of what is put together out of several runs, those can overlap others; what comes out of them is in a budget of its own.
            long length = value.Offset is null ? value.Stored.Sum(static run => run.Length) : value.Bytes.Length;
            if (!_scan.MaySweep(_content, _reading, length)) break;
            Content inner = ContentOf(value);
            if (value is { IsUnpickled: false, Reader: null } && SecondReadings.AreRuledOut(inner))
                _scan.Decode(inner, inner.Source.Length);
            else yield return new WorkItem(inner, _reading)
            {
                Way = value.IsUnpickled ? inside => PickleScanner.Scan(_scan, inner, inside)
                    : value.Reader is { } reader ? inside => new PartScanner(_scan, inner, inside, isOfValue: true).Scan(reader) : null,
            };
            foreach (var (start, stored) in value.Stored) _content.Enter(inner, start, stored);
        }
        if (parts.Others is null || !_scan.MaySweep(_content, _reading, _content.Source.Length)) yield break;
        foreach (Part part in parts.Others)
        {
            if (part.Kind == PartKind.Pickle)
            {
                if (SecondReadings.AsPickle(_scan, _content.Part(part.Offset, part.Length, part.Name), _reading) is { } pickle)
                    yield return pickle;
            }
            else if (part.Kind != PartKind.File) Look(part, isReadAgain: true);
            else if (!_scan.MaySweep(_content, _reading, part.Length)) yield break;
            else if (part.Length > 0) yield return new WorkItem(_content.Part(part.Offset, part.Length, part.Name), _reading);
        }
    }

    // What is scanned by itself; null for what is looked at here.
    private WorkItem? ItemOf(Part part)
    {
        if (part.Length == 0) return null;
        switch (part.Kind)
        {
            // Others were run when the reader asked.
            case PartKind.Pickle when part.End > _pickles.End:
                Content pickle = _content.Slice(part.Offset, part.Length) with { IsExpected = true };
                return new WorkItem(pickle, _reading) { Way = inside => PickleScanner.Scan(_scan, pickle, inside) };
            case PartKind.File or PartKind.Rest:
                if (part is { Kind: PartKind.Rest, Note.Words: { } words })
                    _reading.Add(Finding.OfOther(DiagnosticId.TrailingData, Verdict.Suspicious, words, _content.AtOffset(part.Offset)));
                Content file = _content.Member(part.Offset, part.Length, part.Name);
                if (part.Note is { IsUnpickled: true }) file = file with { IsExpected = true };
                if (_isOfValue && SecondReadings.AreRuledOut(file))
                {
                    Decode(part);
                    return null;
                }
                return part.Note?.Reader is not { } reader ? new WorkItem(file, _reading)
                    : new WorkItem(file, _reading) { Way = inside => Scan(_scan, file, inside, reader) };
            default: return null;
        }
    }

    private Content ContentOf(PartValue value)
    {
        Content inner = value.Offset is { } offset ? _content.Member(offset, value.Bytes.Length, value.Name)
            : _content.Unpacked(value.Bytes, value.Name);
        return value.IsUnpickled ? inner with { IsExpected = true } : inner;
    }

    private void Look(Part part, bool isReadAgain)
    {
        switch (part.Kind)
        {
            case PartKind.Storage or PartKind.Count:
                _scan.Trace.BytesSkippedAsStorage += part.Length;
                Enter(part.Kind == PartKind.Storage ? Account.Storage : Account.Structure, part);
                break;
            case PartKind.Array: Enter(Account.Storage, part); break;
            case PartKind.Structure or PartKind.Padding: Enter(Account.Structure, part); break;
            case PartKind.Header: Decode(part); break;
            case PartKind.Template: JinjaTemplate.Report(_reading, _content.AtOffset(part.Offset), ReadText(part)); break;
            case PartKind.Configuration: KerasScanner.Search(_scan, _content, _reading, part); break;
            case PartKind.Lost when !isReadAgain: _pickles.Sweep(part.Offset); break;
            case PartKind.NotLookedAt:
                _reading.NotScanned(part.Note?.Words ?? part.Name, part.Offset == 0 ? _content.At : _content.AtOffset(part.Offset));
                // Not for what is in it, but to tell one file from another.
                Decode(part);
                Enter(Account.NotLookedAt, part);
                break;
        }
    }

    private string ReadText(Part part)
    {
        byte[] text = new byte[part.Length];
        _content.Source.ReadExactly(part.Offset, text);
        _scan.Decoded(_content, part.Offset, text);
        return Encoding.UTF8.GetString(text);
    }

    private void Decode(Part part)
    {
        if (part.Length > FewBytes)
        {
            _scan.Decode(_content.Slice(part.Offset, part.Length), part.Length);
            return;
        }
        // A file can have a short one for each tensor.
        Span<byte> bytes = stackalloc byte[(int)part.Length];
        _content.Source.ReadExactly(part.Offset, bytes);
        _scan.Decoded(_content, part.Offset, bytes);
    }

    private void Enter(Account account, Part part) => _content.Enter(account, part.Offset, part.Length);
}
