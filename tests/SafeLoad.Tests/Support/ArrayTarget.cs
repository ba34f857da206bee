using SafeLoad.Placement;

namespace SafeLoad.Tests.Support;

/// <summary>A target in memory: arrays by name, which change only when all of them are filled.</summary>
internal sealed class ArrayTarget(params TensorSlot[] slots) : ITensorTarget
{
    private readonly Dictionary<string, byte[]> _filling = [];

    public IReadOnlyCollection<TensorSlot> Slots { get; } = slots;

    public Dictionary<string, byte[]> Bytes { get; private set; } = [];

    /// <summary>The most bytes that are given at once.</summary>
    public int Piece { get; init; } = int.MaxValue;

    public long Window { get; init; } = 1 << 24;

    /// <summary>The most bytes that were reserved and not yet written.</summary>
    public long MostPending { get; private set; }

    private long _pending;

    public bool? Finished { get; private set; }

    public List<string> Order { get; } = [];

    public static TensorSlot Slot(string name, DType dtype, params long[] shape) => new(name, dtype, shape);

    public Memory<byte> Reserve(TensorSlot slot, long offset, int length)
    {
        if (!_filling.TryGetValue(slot.Name, out byte[]? bytes))
        {
            _filling.Add(slot.Name, bytes = new byte[slot.ByteLength]);
            Order.Add(slot.Name);
        }
        _pending += Math.Min(length, Piece);
        MostPending = Math.Max(MostPending, _pending);
        return bytes.AsMemory((int)offset, Math.Min(length, Piece));
    }

    public void Written(TensorSlot slot, long offset, int length)
    {
        Assert.That(length, Is.GreaterThan(0));
        _pending -= length;
    }

    public void Finish(bool isComplete)
    {
        Assert.That(Finished, Is.Null, "Finish is called once");
        Finished = isComplete;
        if (isComplete) Bytes = _filling;
    }
}
