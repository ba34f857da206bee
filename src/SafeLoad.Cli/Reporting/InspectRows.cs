using SafeLoad.Values;

namespace SafeLoad.Cli.Reporting;

/// <summary>The rows of one section: each begins with the way to its value.</summary>
/// <param name="json">Where they are written.</param>
/// <param name="separator">What stands between two rows.</param>
/// <param name="fileLength">The length of the file, which says how long the section may become.</param>
internal sealed class InspectRows(JsonOutput json, byte[] separator, long fileLength)
{
    private readonly long _most = (64L << 20) + 100 * fileLength;
    private readonly long _start = json.Length;
    private readonly PathKeys _keys = new();
    private bool _isFirst = true;

    public void Enter(ValueStep step) => _keys.Enter(step);

    public void Leave() => _keys.Leave();

    /// <summary>Begins a row, which its caller ends.</summary>
    /// <exception cref="InspectBudgetException">A row repeats the keys that lead to it: one long key above many small values would make
    /// terabytes out of a file of a megabyte.</exception>
    public JsonOutput Begin()
    {
        if (json.Length - _start > _most)
            throw new InspectBudgetException(FormattableString.Invariant($"the list of values grows over {_most:N0} bytes"), fileLength);
        json.HandOn();
        if (!_isFirst) json.Raw(separator);
        _isFirst = false;
        return json.Raw("{"u8).Member("path"u8).Text(_keys.Path).Member("keys"u8).Raw("["u8).Raw(_keys.Keys).Raw("]"u8);
    }
}
