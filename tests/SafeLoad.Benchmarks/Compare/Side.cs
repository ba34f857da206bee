namespace SafeLoad.Benchmarks.Compare;

/// <summary>One side of a comparison: a program that does something with a file.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="IsPython">Whether it is torch_peer.py, or else this program's child mode.</param>
/// <param name="Mode">The first argument of either.</param>
internal sealed record Side(string Name, bool IsPython, string Mode)
{
    public static readonly Side Open = new("SafeLoad open", false, "open");
    public static readonly Side Look = new("SafeLoad open, look a key up", false, "look");
    public static readonly Side List = new("SafeLoad open and list", false, "list");
    public static readonly Side Warm = new("SafeLoad open and list, warm", false, "warm");
    public static readonly Side Read = new("SafeLoad read all bytes", false, "read");
    public static readonly Side ReadUnchecked = new("SafeLoad read, no CRC", false, "read-unchecked");
    public static readonly Side Machine = new("SafeLoad pickle machine", false, "machine");
    public static readonly Side TorchLoad = new("torch.load", true, "load");
    public static readonly Side WeightsOnly = new("torch.load, weights_only", true, "weights_only");
    public static readonly Side Unpickle = new("CPython's C Unpickler", true, "unpickle");
}
