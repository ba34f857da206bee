namespace SafeLoad.Diagnostics;

/// <summary>
/// Counts what one checkpoint has cost so far, against its <see cref="CheckpointLimits"/>; the only thrower of limits.
/// One budget belongs to one file: nested pickles and archives draw on the same one.
/// </summary>
/// <param name="limits">What may be spent.</param>
/// <param name="watch">Looks at a scan's time and memory; null outside of scans.</param>
internal sealed class Budget(CheckpointLimits limits, Watch? watch = null)
{
    // Some 10 ms of work: few enough that a scan stops soon after its time is up, so many that asking costs nothing.
    private const long OpcodesPerGrant = 1 << 20;

    private const long FreelyUnfoldedInScans = 1 << 28;

    private long _opcodes;
    private long _pickleBytes;
    private long _copiedBytes;
    private long _inflatedBytes;
    private long _indexBytes;
    private long _keySteps;
    private long _bufferedBytes;
    private int _openValues;

    public CheckpointLimits Limits { get; } = limits;

    /// <summary>Bytes of memory that the values of one pickle, and what is unpacked around it, may take together. Only scans have such a
    /// limit: what compressed files unpack to is as large as they like.</summary>
    public long MostHeld { get; init; } = long.MaxValue;

    private long FreelyUnfolded => MostHeld == long.MaxValue ? 0 : FreelyUnfoldedInScans;

    /// <summary>Bytes that were unpacked and are kept in memory at the moment.</summary>
    public long Held { get; set; }

    /// <summary>A fresh budget for what is made of the loaded values later: as large a pickle, nothing spent yet.</summary>
    public Budget ForValues() => new(Limits, watch) { MostHeld = MostHeld, _pickleBytes = _pickleBytes };

    /// <summary>A fresh budget for reading the same file once more: nothing spent yet, under the same watch.</summary>
    public Budget Anew() => new(Limits, watch) { MostHeld = MostHeld };

    /// <summary>How many opcodes may be executed before the machine asks again,
    /// having reported these with <see cref="ChargeOpcodes"/>. Never 0.</summary>
    public long GrantOpcodes(CheckpointLocation at)
    {
        Watch(at);
        long left = Limits.MaxOpcodes - _opcodes;
        return left > 0 ? Math.Min(left, OpcodesPerGrant) : throw OpcodesExceeded(at);
    }

    /// <summary>Looks at the time and the memory that a scan may take. Called where long work begins or goes on.</summary>
    public void Watch(CheckpointLocation at) => watch?.Check(at);

    /// <summary>Whether <see cref="Watch"/> has something to throw: only then a place is worth making.</summary>
    public bool IsUp => watch is { IsUp: true };

    /// <summary>Reads a file that is a value of a pickle. Its own pickles are bytes of the outer one and justify no more copies:
    /// the same value can be read again and again for a few bytes of memo.</summary>
    public T InsideOfValue<T>(Func<T> read)
    {
        _openValues++;
        try
        {
            return read();
        }
        finally
        {
            _openValues--;
        }
    }

    public void ChargeOpcodes(long count) => _opcodes += count;

    public void CheckPickleSize(long bytes, CheckpointLocation at)
    {
        if (bytes > Limits.MaxPickleBytes)
            throw Exceeded(DiagnosticId.PickleTooLarge, $"the pickle has {bytes:N0} bytes", nameof(CheckpointLimits.MaxPickleBytes),
                Limits.MaxPickleBytes, at);
    }

    public void ChargePickle(long bytes, CheckpointLocation at)
    {
        CheckPickleSize(bytes, at);
        if (_openValues == 0) _pickleBytes += bytes;
    }

    // A call such as set(items) copies all items for 3 bytes of pickle. Honest files copy each item once, so the pickle's own size
    // (16 bytes a value at least one byte long) bounds what they need.
    public void ChargeCopy(long bytes, CheckpointLocation at)
    {
        _copiedBytes += bytes;
        if (_copiedBytes - Limits.MaxCopiedBytes > _pickleBytes * 16)
            throw Exceeded(DiagnosticId.TooMuchCopying, $"calls copy {_copiedBytes:N0} bytes out of {_pickleBytes:N0} bytes of pickle",
                nameof(CheckpointLimits.MaxCopiedBytes), Limits.MaxCopiedBytes, at);
    }

    public void ChargeInflated(long bytes, CheckpointLocation at)
    {
        Watch(at);
        _inflatedBytes += bytes;
        if (_inflatedBytes > Limits.MaxInflatedBytes)
            throw Exceeded(DiagnosticId.InflatedTooLarge, $"records inflate to {_inflatedBytes:N0} bytes and more",
                nameof(CheckpointLimits.MaxInflatedBytes), Limits.MaxInflatedBytes, at);
    }

    public void CheckInflateRatio(long compressed, long inflated, CheckpointLocation at)
    {
        if (inflated > 16 << 20 && inflated / Limits.MaxInflateRatio > compressed)
            throw Exceeded(DiagnosticId.InflateRatioTooHigh, $"{compressed:N0} bytes inflate to {inflated:N0}",
                nameof(CheckpointLimits.MaxInflateRatio), Limits.MaxInflateRatio, at);
    }

    /// <summary>Charges for what is unpacked piece by piece as it is asked for, and never stands in memory as a whole. To a scan the first
    /// 256 MiB of a file may be packed as well as they like: zeros, masks.</summary>
    public void ChargeUnfolded(long compressed, long unfolded, CheckpointLocation at)
    {
        if (unfolded > FreelyUnfolded - _inflatedBytes) CheckInflateRatio(compressed, unfolded, at);
        ChargeInflated(unfolded, at);
    }

    public void ChargeIndices(long bytes, CheckpointLocation at)
    {
        _indexBytes += bytes;
        if (_indexBytes > Limits.MaxIndexBytes)
            throw Exceeded(DiagnosticId.TooManyIndices, $"sparse indices take {_indexBytes:N0} bytes",
                nameof(CheckpointLimits.MaxIndexBytes), Limits.MaxIndexBytes, at);
    }

    public void ChargeBuffered(long bytes, CheckpointLocation at)
    {
        _bufferedBytes += bytes;
        if (_bufferedBytes > Limits.MaxBufferedBytes)
            throw Exceeded(DiagnosticId.StreamTooLong, $"numbers written as text take {_bufferedBytes:N0} bytes of memory",
                nameof(CheckpointLimits.MaxBufferedBytes), Limits.MaxBufferedBytes, at);
    }

    public void CheckStringBytes(long bytes, CheckpointLocation at)
    {
        if (bytes > Limits.MaxStringBytes)
            throw Exceeded(DiagnosticId.StringTooLong, $"a string has {bytes:N0} bytes", nameof(CheckpointLimits.MaxStringBytes),
                Limits.MaxStringBytes, at);
    }

    public void CheckIntegerDigits(long digits, CheckpointLocation at)
    {
        if (digits > Limits.MaxIntegerDigits)
            throw Exceeded(DiagnosticId.IntegerTooLong, $"an integer has {digits:N0} digits", nameof(CheckpointLimits.MaxIntegerDigits),
                Limits.MaxIntegerDigits, at);
    }

    public void CheckNameBytes(long bytes, CheckpointLocation at)
    {
        if (bytes > Limits.MaxNameBytes)
            throw Exceeded(DiagnosticId.NameTooLong, $"a global's name has {bytes:N0} bytes", nameof(CheckpointLimits.MaxNameBytes),
                Limits.MaxNameBytes, at);
    }

    public void CheckDimensions(long count, CheckpointLocation at)
    {
        if (count > Limits.MaxDimensions)
            throw Exceeded(DiagnosticId.TooManyDimensions, $"a tensor has {count:N0} dimensions", nameof(CheckpointLimits.MaxDimensions),
                Limits.MaxDimensions, at);
    }

    // One key may cost MaxKeyCost; all of them together as much as the pickle's size justifies,
    // since a memo makes a costly key cheap to repeat.
    public void ChargeKey(long steps, CheckpointLocation at)
    {
        _keySteps += steps;
        if (steps > Limits.MaxKeyCost || _keySteps - 100L * Limits.MaxKeyCost > _pickleBytes * 4)
            throw Exceeded(DiagnosticId.KeyTooCostly, $"hashing dictionary keys takes {Math.Max(steps, _keySteps):N0} steps and more",
                nameof(CheckpointLimits.MaxKeyCost), Limits.MaxKeyCost, at);
    }

    public void CheckNesting(long levels, CheckpointLocation at)
    {
        if (levels > Limits.MaxNesting)
            throw Exceeded(DiagnosticId.NestingTooDeep, $"values are nested {levels:N0} levels deep and more",
                nameof(CheckpointLimits.MaxNesting), Limits.MaxNesting, at);
    }

    public void CheckRecords(ulong count, CheckpointLocation at)
    {
        if (count > (ulong)Limits.MaxRecords)
            throw Exceeded(DiagnosticId.TooManyRecords, $"the archive has {count:N0} records", nameof(CheckpointLimits.MaxRecords),
                Limits.MaxRecords, at);
    }

    public void CheckDirectoryBytes(long bytes, CheckpointLocation at)
    {
        if (bytes > Limits.MaxDirectoryBytes)
            throw Exceeded(DiagnosticId.DirectoryTooLarge, $"the archive's directory has {bytes:N0} bytes",
                nameof(CheckpointLimits.MaxDirectoryBytes), Limits.MaxDirectoryBytes, at);
    }

    /// <summary>The header of a file, in a format whose own readers take no longer one.</summary>
    public void CheckHeaderBytes(long bytes, long most, CheckpointLocation at)
    {
        if (bytes > Limits.MaxDirectoryBytes)
            throw Exceeded(DiagnosticId.DirectoryTooLarge, $"the header has {bytes:N0} bytes", nameof(CheckpointLimits.MaxDirectoryBytes),
                Limits.MaxDirectoryBytes, at);
        if (bytes > most)
            throw new LimitExceededException(new Diagnostic(DiagnosticId.DirectoryTooLarge, FormattableString.Invariant(
                $"the header has {bytes:N0} bytes; the format's own readers take at most {most:N0}, so put the tensors into several files"),
                at));
    }

    private LimitExceededException OpcodesExceeded(CheckpointLocation at) =>
        Exceeded(DiagnosticId.TooManyOpcodes, "the pickles have more opcodes", nameof(CheckpointLimits.MaxOpcodes), Limits.MaxOpcodes, at);

    public LimitExceededException StackExceeded(CheckpointLocation at) =>
        Exceeded(DiagnosticId.StackTooDeep, "the stack grows deeper", nameof(CheckpointLimits.MaxStackDepth), Limits.MaxStackDepth, at);

    public LimitExceededException MemoExceeded(CheckpointLocation at) =>
        Exceeded(DiagnosticId.TooManyMemoEntries, "the memo holds more entries", nameof(CheckpointLimits.MaxMemoEntries),
            Limits.MaxMemoEntries, at);

    /// <summary>Whether bytes may be kept beside those that are unpacked at the moment.</summary>
    public void CheckHeld(long bytes, CheckpointLocation at)
    {
        if (bytes > MostHeld - Held) throw HeldExceeded(at);
    }

    public LimitExceededException HeldExceeded(CheckpointLocation at) =>
        new(new Diagnostic(DiagnosticId.MemoryExceeded, FormattableString.Invariant(
            $"what is unpacked, and the values of a pickle, take more than the {MostHeld:N0} bytes of memory that the size of the file ")
            + "justifies; unpack it to a file and scan that", at));

    public LimitExceededException StreamExceeded(CheckpointLocation at) =>
        Exceeded(DiagnosticId.StreamTooLong, "a stream that cannot seek holds more bytes", nameof(CheckpointLimits.MaxBufferedBytes),
            Limits.MaxBufferedBytes, at);

    public LimitExceededException UnpackedExceeded(long most, CheckpointLocation at) =>
        new(new Diagnostic(DiagnosticId.InflatedTooLarge,
            FormattableString.Invariant(
                $"a compressed stream gives more than {most:N0} bytes, which are kept in memory; unpack it to a file first"), at));

    private static LimitExceededException Exceeded(DiagnosticId id, FormattableString what, string limit, long value,
        CheckpointLocation at) =>
        Exceeded(id, FormattableString.Invariant(what), limit, value, at);

    private static LimitExceededException Exceeded(DiagnosticId id, string what, string limit, long value, CheckpointLocation at) =>
        new(new Diagnostic(id, FormattableString.Invariant($"{what}; CheckpointLimits.{limit} allows {value:N0}"), at));
}
