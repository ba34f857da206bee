using SafeLoad.Pickle;

namespace SafeLoad.Benchmarks;

/// <summary>The number of opcodes of a pickle, by which times are divided.</summary>
internal static class OpcodeCount
{
    public static int Of(byte[] pickle)
    {
        var reader = new PickleReader(pickle, 0);
        int count = 0;
        while (reader.Read() == PickleStatus.Read)
        {
            count++;
            if (reader.Opcode == PickleOpcode.Stop) return count;
        }
        throw new InvalidDataException($"The pickle is broken at {reader.Position}.");
    }
}
