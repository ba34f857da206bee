using SafeLoad.Diagnostics;
using SafeLoad.Loading;
using SafeLoad.Values;

namespace SafeLoad.Formats;

/// <summary>A container that is to be taken apart.</summary>
/// <param name="bytes">Its bytes.</param>
/// <param name="record">What it is called in messages where it stands in another one; null for a file.</param>
/// <param name="budget">What reading may cost.</param>
/// <param name="pickles">Makes what runs the pickles in it; given who is told of each persistent id, or null.</param>
internal sealed class PartSource(ByteSource bytes, string? record, Budget budget, Func<Action<PyValue>?, RunPickle> pickles)
{
    public ByteSource Bytes => bytes;

    public string? Record => record;

    public Budget Budget => budget;

    /// <summary>The place of the container as a whole.</summary>
    public CheckpointLocation At => new(bytes.Name, record);

    /// <summary>What runs the pickles that say where other parts are.</summary>
    /// <param name="persistent">Told of each persistent id; null if nobody asks.</param>
    public RunPickle Pickles(Action<PyValue>? persistent = null) => pickles(persistent);
}
