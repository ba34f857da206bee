using SafeLoad.IO;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary><c>torch.storage._load_from_bytes(bytes)</c>: a whole file of the legacy format as a value, which is how plain pickle writes tensors.
/// It is read by the same loader, within the same budget.</summary>
internal sealed class LoadFromBytes() : RebuildFunction("torch.storage", "_load_from_bytes")
{
    private const int MaxNesting = 2;

    public override PyValue Invoke(in RebuildArguments arguments)
    {
        arguments.Expect(1, 1);
        if (arguments[0].Kind is not (PyKind.Bytes or PyKind.ByteArray)) throw arguments.Wrong(0, "bytes");
        LoadContext context = arguments.Context;
        if (context.Nesting >= MaxNesting) throw arguments.Bad("a file in a file in a file");
        PyValue bytes = arguments[0];
        var source = new MemoryByteSource(((PyBuffer)bytes.RawReference!).Bytes.AsMemory(bytes.Offset, bytes.Length), arguments.At.File);
        // Reading it again for each reference to the same bytes must not be free.
        context.Budget.ChargeCopy(bytes.Length, arguments.At);
        if (Containers.FormatDetector.Detect(source) != CheckpointFormat.Legacy) throw arguments.Bad("bytes that are no legacy PyTorch stream");
        context.Budget.IsNested = ++context.Nesting > 0;
        try
        {
            return LegacyLoader.Load(source, context).Root;
        }
        finally
        {
            // Where objects are kept as data, what cannot be read is no end.
            context.Budget.IsNested = --context.Nesting > 0;
        }
    }
}
