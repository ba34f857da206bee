using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Pickle;

/// <summary>
/// The meaning of pickles: moves values between stack and memo and asks its host about everything beyond. Loading and scanning
/// run this same machine, so they cannot read a file differently.
/// </summary>
/// <remarks>Lib/pickle.py and Modules/_pickle.c of CPython 3.14. Where the two differ, the C one is followed,
/// since it is what runs.</remarks>
internal sealed partial class PickleMachine
{
    // Nobody takes more, and what is looked through for each value that is pushed again must not cost more.
    private const int MostArguments = 64;

    // What values take in memory, about: a value itself, and each kind of object without what is in it. What grows is copied, and takes
    // twice as much on the way.
    private const long ValueBytes = 16, GrowingValueBytes = 32, TupleBytes = 56, ListBytes = 56, DictBytes = 72, SetBytes = 104,
        SmallTableBytes = 128, ObjectBytes = 160, LongBytes = 88;

    private readonly PickleData _data;
    private readonly IPickleHost _host;
    private readonly IPickleObserver? _observer;
    private readonly Budget _budget;
    private readonly Memo _memo;
    private readonly PickleStack _stack;
    private readonly long _mostKept;
    private PickleOpcode _opcode;
    private int _offset;
    private int _frameEnd = int.MaxValue;
    private bool _isUnreadable;
    private long _kept;

    private PickleMachine(PickleData data, IPickleHost host, Budget budget, Memo memo)
    {
        _data = data;
        _host = host;
        _observer = host as IPickleObserver;
        _budget = budget;
        _memo = memo;
        _stack = new PickleStack(budget.Limits.MaxStackDepth);
        _mostKept = budget.MostHeld - budget.Held - data.Bytes.Length;
    }

    /// <summary>Runs one pickle to its STOP.</summary>
    /// <param name="data">The pickle's bytes.</param>
    /// <param name="host">Answers what names and calls stand for.</param>
    /// <param name="budget">What the file may still cost.</param>
    /// <param name="end">Where the byte after STOP stands in the buffer.</param>
    /// <returns>The value that the pickle leaves.</returns>
    public static PyValue Run(PickleData data, IPickleHost host, Budget budget, out int end) =>
        Run(data, host, budget, new Memo(budget.Limits.MaxMemoEntries), out end);

    /// <summary>Runs one pickle to its STOP, on a memo that may hold what earlier pickles stored:
    /// one unpickler that reads several keeps it.</summary>
    public static PyValue Run(PickleData data, IPickleHost host, Budget budget, Memo memo, out int end)
    {
        var machine = new PickleMachine(data, host, budget, memo);
        var reader = new PickleReader(data.Bytes.AsSpan(0, data.ReadsAhead ? data.Bytes.Length : data.End), data.Start) { ReadsAhead =
            data.ReadsAhead };
        try
        {
            while (true)
            {
                try
                {
                    return machine.Run(ref reader);
                }
                catch (MalformedCheckpointException problem) when (!machine._isUnreadable && host.ReadsOn(problem))
                {
                    machine.StandIn();
                }
            }
        }
        finally
        {
            end = reader.Position;
            machine.TellLeft();
        }
    }

    private CheckpointLocation Here => _data.At(_offset, _opcode);

    private PyValue Run(ref PickleReader reader)
    {
        long allowed = 0, count = 0;
        try
        {
            while (true)
            {
                PickleStatus status = reader.Read();
                if (status != PickleStatus.Read) throw Unreadable(status, ref reader);
                _offset = reader.Offset;
                _opcode = reader.Opcode;
                if (count == allowed)
                {
                    _budget.ChargeOpcodes(count);
                    count = 0;
                    allowed = GrantOpcodes();
                }
                count++;
                if (reader.Position >= _frameEnd) LeaveFrame(reader.Position);
                if (_opcode == PickleOpcode.Stop) return _stack.IsEmpty ? throw Underflow(1) : _stack.Pop();
                Execute(ref reader);
            }
        }
        finally
        {
            _budget.ChargeOpcodes(count);
        }
    }

    private MalformedCheckpointException Unreadable(PickleStatus status, ref PickleReader reader)
    {
        CheckpointLocation at = _data.At(reader.Position);
        int left = _data.End - reader.Position;
        _isUnreadable = true;
        // One of CPython's two unpicklers reads on: who watches is told what it would name and call there.
        if (_observer is not null && status == PickleStatus.Truncated && reader.TryReadCutName())
        {
            (_offset, _opcode) = (reader.Offset, reader.Opcode);
            Execute(ref reader);
        }
        return status switch
        {
            PickleStatus.Unknown => Problems.UnknownOpcode((byte)reader.Opcode, at),
            PickleStatus.NegativeLength => Problems.NegativeLength(OpcodeTable.NameOf(reader.Opcode), at),
            _ => Problems.PickleTruncated(OpcodeTable.NameOf(reader.Opcode), reader.Needed, left, at),
        };
    }

    // Where an opcode that gives a value could not be executed, None stands for the value.
    private void StandIn()
    {
        bool givesNothing = _opcode is PickleOpcode.Append or PickleOpcode.Appends or PickleOpcode.SetItem or PickleOpcode.SetItems
            or PickleOpcode.AddItems or PickleOpcode.Build or PickleOpcode.Stop
            or PickleOpcode.Put or PickleOpcode.BinPut or PickleOpcode.LongBinPut or PickleOpcode.Memoize or PickleOpcode.Frame
            or PickleOpcode.Proto or PickleOpcode.Pop or PickleOpcode.PopMark;
        if (!givesNothing) Push(PyValue.None);
    }

    // Locations are made in the methods that this one calls: here each would be cleared for every opcode.
    private void Execute(ref PickleReader reader)
    {
        switch (_opcode)
        {
            case PickleOpcode.BinGet or PickleOpcode.LongBinGet: Fetch(reader.Number); break;
            case PickleOpcode.BinPut or PickleOpcode.LongBinPut: Store(reader.Number); break;
            case PickleOpcode.Memoize: Store(_memo.Count); break;
            case PickleOpcode.BinUnicode or PickleOpcode.ShortBinUnicode or PickleOpcode.BinUnicode8 or PickleOpcode.BinString
                or PickleOpcode.ShortBinString:
                PushText(ref reader);
                break;
            case PickleOpcode.BinInt or PickleOpcode.BinInt1 or PickleOpcode.BinInt2: Push(PyValue.FromInt(reader.Number)); break;
            case PickleOpcode.BinFloat: Push(PyValue.FromDouble(BitConverter.Int64BitsToDouble(reader.Number))); break;
            case PickleOpcode.None: Push(PyValue.None); break;
            case PickleOpcode.NewTrue: Push(PyValue.FromBool(true)); break;
            case PickleOpcode.NewFalse: Push(PyValue.FromBool(false)); break;
            case PickleOpcode.Mark: if (!_stack.TryMark()) throw StackExceeded(); break;
            case PickleOpcode.Tuple: PushTuple(Unmark()); break;
            case PickleOpcode.Tuple1: Need(1); PushTuple(1); break;
            case PickleOpcode.Tuple2: Need(2); PushTuple(2); break;
            case PickleOpcode.Tuple3: Need(3); PushTuple(3); break;
            case PickleOpcode.EmptyTuple: Push(new PyValue(PyTuple.Empty)); break;
            case PickleOpcode.EmptyList: Keep(ListBytes); Push(new PyValue(new PyList())); break;
            case PickleOpcode.EmptyDict: Keep(DictBytes); Push(new PyValue(new PyDict())); break;
            case PickleOpcode.EmptySet: Keep(SetBytes); Push(new PyValue(new PySet(PyKind.Set))); break;
            case PickleOpcode.Append: Append(); break;
            case PickleOpcode.Appends: Appends(); break;
            case PickleOpcode.SetItem: SetItem(); break;
            case PickleOpcode.SetItems: SetItems(); break;
            case PickleOpcode.AddItems: AddItems(); break;
            case PickleOpcode.List: PushList(Unmark()); break;
            case PickleOpcode.Dict: MakeDict(); break;
            case PickleOpcode.FrozenSet: MakeFrozenSet(); break;
            case PickleOpcode.Global: PushGlobal(ref reader); break;
            case PickleOpcode.StackGlobal: StackGlobal(); break;
            case PickleOpcode.Reduce: Reduce(); break;
            case PickleOpcode.NewObj: NewObject(); break;
            case PickleOpcode.Build: Build(ref reader); break;
            case PickleOpcode.BinPersId: PushPersistent(); break;
            case PickleOpcode.Proto: CheckProtocol(reader.Number); break;
            case PickleOpcode.Frame: EnterFrame(reader.Number, reader.Position); break;
            case PickleOpcode.ShortBinBytes or PickleOpcode.BinBytes or PickleOpcode.BinBytes8: PushBytes(ref reader, _data.Binary); break;
            case PickleOpcode.ByteArray8: PushBytes(ref reader, _data.Array); break;
            case PickleOpcode.Long1 or PickleOpcode.Long4: PushLong(ref reader); break;
            case PickleOpcode.Int or PickleOpcode.Long or PickleOpcode.Float or PickleOpcode.String or PickleOpcode.Unicode
                or PickleOpcode.Get or PickleOpcode.Put:
                ExecuteText(ref reader);
                break;
            default:
                ExecuteUnusual(ref reader);
                break;
        }
    }

    private void Push(PyValue value)
    {
        if (!_stack.TryPush(value)) PushDeeper(value);
    }

    private void PushDeeper(PyValue value)
    {
        Keep(_stack.Capacity * ValueBytes);
        if (!_stack.TryGrow()) throw StackExceeded();
        _stack.TryPush(value);
    }

    private void PushTuple(int count)
    {
        Keep(TupleBytes + count * ValueBytes);
        Push(new PyValue(count == 0 ? PyTuple.Empty : new PyTuple(_stack.Take(count))));
    }

    private void PushList(int count)
    {
        Keep(ListBytes + count * ValueBytes);
        Push(new PyValue(new PyList(_stack.Take(count))));
    }

    // Counts what values take; nothing of it is given back before the pickle ends.
    private void Keep(long bytes)
    {
        if ((_kept += bytes) > _mostKept) throw HeldExceeded();
    }

    private LimitExceededException HeldExceeded() => _budget.HeldExceeded(Here);

    private void Need(int count)
    {
        if (_stack.CountAboveMark < count) throw Underflow(count);
    }

    private ReadOnlySpan<PyValue> PopToMark() => _stack.PopLast(Unmark());

    // How many values lay above the last mark.
    private int Unmark() => _stack.TryUnmark(out int count) ? count : throw MarkMissing();

    private long GrantOpcodes() => _budget.GrantOpcodes(Here);

    private LimitExceededException StackExceeded() => _budget.StackExceeded(Here);

    private MalformedCheckpointException MarkMissing() => Problems.MarkMissing(Here);

    private MalformedCheckpointException EntryMissing(long index) => Problems.MemoEntryMissing(index, _memo.Count, Here);

    private MalformedCheckpointException Underflow(int needed) => Problems.StackUnderflow(needed, _stack.CountAboveMark, Here);

    private void Fetch(long index)
    {
        PyValue value = _memo[index];
        if (value.IsUnset) throw EntryMissing(index);
        PushAgain(value);
    }

    private void PushAgain(PyValue value)
    {
        Push(value);
        if (_observer is null) return;
        if (value.RawReference is PyGlobal { IsWatched: true } watched) Tell(watched);
        else if (value.RawReference is PyTuple { Count: <= MostArguments } arguments)
        {
            // Whoever is given a tuple again as arguments is given again what stands in it.
            foreach (PyValue argument in arguments.Items)
            {
                if (argument.RawReference is PyGlobal { IsWatched: true } given) Tell(given);
            }
        }
    }

    private void Tell(PyGlobal watched) => _observer!.Fetched(watched, Here);

    private void TellLeft()
    {
        for (int i = 0; _observer is not null && i < _stack.Count; i++)
        {
            if (_stack[i].RawReference is PyGlobal { IsWatched: true } watched) _observer.Left(watched);
        }
    }

    private void Store(long index)
    {
        Need(1);
        Keep(ValueBytes);
        if (!_memo.TryStore(index, _stack.Peek())) throw MemoExceeded();
    }

    private LimitExceededException MemoExceeded() => _budget.MemoExceeded(Here);

    private void CheckProtocol(long version)
    {
        if (version > 5) throw Problems.UnsupportedProtocol(version, Here);
    }

    private void EnterFrame(long length, int position)
    {
        // The reader has made of it what it is.
        if (_data.ReadsAhead) return;
        if (_frameEnd != int.MaxValue) _host.BadFrame("a FRAME inside of another one", Here);
        if ((ulong)length > (ulong)(_data.End - position))
        {
            _host.BadFrame(FormattableString.Invariant($"a FRAME of {(ulong)length:N0} bytes; {_data.End - position:N0} are left"), Here);
            _frameEnd = int.MaxValue;
        }
        else if (length > 0) _frameEnd = position + (int)length;
    }

    private void LeaveFrame(int position)
    {
        if (position > _frameEnd)
            _host.BadFrame(
                FormattableString.Invariant($"an argument that crosses the end of its FRAME by {position - _frameEnd:N0} bytes"), Here);
        _frameEnd = int.MaxValue;
    }
}
