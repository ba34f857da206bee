using SafeLoad.Pickle;

namespace SafeLoad.Formats.Pickles;

/// <summary>Tells pickles in bytes that can be anything: keys, colours, sums. There can be millions of them, and of bytes that chance has
/// put together every hundredth begins with an opcode that names something.</summary>
internal static class PickleInBytes
{
    /// <summary>Whether the first opcodes name something that has a name as modules and classes have, or call what a code stands for up to
    /// STOP.</summary>
    public static bool IsAt(ReadOnlySpan<byte> bytes)
    {
        var reader = new PickleReader(bytes, 0);
        bool isCode = false, isCall = false;
        int texts = 0;
        while (reader.Read() == PickleStatus.Read)
        {
            switch (reader.Opcode)
            {
                case PickleOpcode.Global or PickleOpcode.Inst:
                    if (IsName(reader.Argument) && IsName(reader.Second)) return true;
                    break;
                case PickleOpcode.ShortBinUnicode or PickleOpcode.BinUnicode or PickleOpcode.Unicode or PickleOpcode.BinUnicode8
                    or PickleOpcode.String or PickleOpcode.BinString or PickleOpcode.ShortBinString:
                    texts++;
                    break;
                case PickleOpcode.StackGlobal when texts >= 2: return true;
                case PickleOpcode.Ext1 or PickleOpcode.Ext2 or PickleOpcode.Ext4: isCode = true; break;
                case PickleOpcode.Reduce or PickleOpcode.Obj or PickleOpcode.NewObj or PickleOpcode.NewObjEx or PickleOpcode.Build:
                    isCall = true;
                    break;
                case PickleOpcode.Stop: return isCode && isCall;
            }
        }
        return false;
    }

    private static bool IsName(ReadOnlySpan<byte> name)
    {
        foreach (byte letter in name)
        {
            if (letter is < (byte)'!' or > (byte)'~') return false;
        }
        return !name.IsEmpty;
    }
}
