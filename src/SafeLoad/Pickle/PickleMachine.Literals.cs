using System.Numerics;
using System.Text;
using System.Text.Unicode;
using SafeLoad.Diagnostics;
using SafeLoad.Text;
using SafeLoad.Values;

namespace SafeLoad.Pickle;

// Numbers, strings and bytes.
internal sealed partial class PickleMachine
{
    // Python 2's str (STRING, BINSTRING, SHORT_BINSTRING) has no encoding; torch.load reads it as UTF-8, and so do we.
    private void PushText(ref PickleReader reader)
    {
        ReadOnlySpan<byte> text = reader.Argument;
        if (text.Length > 256) CheckLength(text.Length);
        if (!Utf8.IsValid(text) && !Utf8Text.IsValid(text))
        {
            // Python 2's strings are bytes: who loads them with encoding='latin1' reads any.
            if (!_host.ReadsLatin1 || _opcode is not (PickleOpcode.BinString or PickleOpcode.ShortBinString)) throw BadText();
            PushLatin1(text);
            return;
        }
        bool isOld = _opcode is PickleOpcode.BinString or PickleOpcode.ShortBinString && !Ascii.IsValid(text);
        Push(PyValue.FromBuffer(isOld ? _data.OldText : _data.Text, reader.ArgumentStart, reader.ArgumentLength));
    }

    private void PushLatin1(ReadOnlySpan<byte> text)
    {
        Keep(ObjectBytes + 4L * text.Length);
        byte[] utf8 = Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(text));
        Push(PyValue.FromBuffer(new PyBuffer(PyKind.Str, utf8), 0, utf8.Length));
    }

    private void CheckLength(int length) => _budget.CheckStringBytes(length, Here);

    private MalformedCheckpointException BadText() => Problems.BadText(Here);

    private void PushDecodedText(byte[]? text, string what)
    {
        if (text is null) throw Problems.BadArgument(what, Here);
        bool isOld = _opcode == PickleOpcode.String && !Ascii.IsValid(text);
        if (Utf8Text.IsValid(text)) Push(PyValue.FromBuffer(new PyBuffer(PyKind.Str, text) { MayBeLatin1 = isOld }, 0, text.Length));
        else if (_host.ReadsLatin1 && _opcode == PickleOpcode.String) PushLatin1(text);
        else throw Problems.BadText(Here);
    }

    private void PushBytes(ref PickleReader reader, PyBuffer buffer)
    {
        _budget.CheckStringBytes(reader.ArgumentLength, Here);
        Push(PyValue.FromBuffer(buffer, reader.ArgumentStart, reader.ArgumentLength));
    }

    private void PushLong(ref PickleReader reader)
    {
        // 2.4 decimal digits a byte.
        _budget.CheckIntegerDigits(reader.ArgumentLength * 12L / 5, Here);
        if (reader.ArgumentLength > sizeof(long)) Keep(LongBytes + reader.ArgumentLength);
        Push(PyValue.FromInt(PickleText.DecodeInteger(reader.Argument)));
    }

    private void ExecuteText(ref PickleReader reader)
    {
        ReadOnlySpan<byte> line = reader.Argument;
        _budget.CheckStringBytes(line.Length, Here);
        if (_opcode is PickleOpcode.String or PickleOpcode.Unicode) Keep(LongBytes + line.Length);
        switch (_opcode)
        {
            case PickleOpcode.Int: PushInt(line); break;
            case PickleOpcode.Long:
                Push(PyValue.FromInt(Integer(line.Length > 0 && line[^1] == 'L' ? line[..^1] : line, octal: false))); break;
            case PickleOpcode.Float:
                Push(PyValue.FromDouble(PickleText.ParseFloat(line) ?? throw Problems.BadArgument("a float", Here))); break;
            case PickleOpcode.String: PushDecodedText(PickleText.DecodeString(line), "a quoted string"); break;
            case PickleOpcode.Unicode: PushDecodedText(PickleText.DecodeUnicode(line), "a string with \\u escapes"); break;
            case PickleOpcode.Get: Fetch(Index(line)); break;
            case PickleOpcode.Put: Store(Index(line)); break;
        }
    }

    // C takes any two characters that strtol reads to their end as 0 or 1 for a bool: 00 and 01, but also +1 and -0.
    private void PushInt(ReadOnlySpan<byte> line)
    {
        BigInteger value = Integer(line, octal: true);
        bool isBool = line.Length == 2 && char.IsAsciiDigit((char)line[1]) && (value.IsZero || value.IsOne);
        Push(isBool ? PyValue.FromBool(value.IsOne) : PyValue.FromInt(value));
    }

    private BigInteger Integer(ReadOnlySpan<byte> text, bool octal)
    {
        _budget.CheckIntegerDigits(text.Length, Here);
        return PickleText.ParseInteger(text, octal) ?? throw Problems.BadArgument("an integer", Here);
    }

    private long Index(ReadOnlySpan<byte> text)
    {
        _budget.CheckIntegerDigits(text.Length, Here);
        BigInteger? index = PickleText.ParseIndex(text);
        return index is { } value && value >= 0 && value <= long.MaxValue ? (long)value
            : throw Problems.BadArgument("a memo index of 0 or more", Here);
    }

    private string Name(ReadOnlySpan<byte> name)
    {
        try
        {
            _budget.CheckNameBytes(name.Length, Here);
        }
        catch (LimitExceededException problem) when (_host.ReadsOn(problem))
        {
            int half = _budget.Limits.MaxNameBytes / 2;
            return Encoding.UTF8.GetString(name[..half]) + Encoding.UTF8.GetString(name[^half..]);
        }
        return Utf8.IsValid(name) ? Encoding.UTF8.GetString(name) : throw Problems.BadText(Here);
    }
}
