using SafeLoad.Diagnostics;

namespace SafeLoad.Formats.Legacy;

/// <summary>The parts of the stream of PyTorch 0.1.10 to 1.5: five pickles, then the storages that they refer to, then nothing.</summary>
internal static class LegacyParts
{
    public static PartList Read(PartSource file)
    {
        var storages = new NamedStorages();
        var stream = new LegacyReader(file.Bytes);
        SafeLoadException? problem = null;
        bool isWhole = stream.ReadPickles(file.Pickles(id => storages.Refer(id, file.At)));
        try
        {
            if (isWhole) stream.ReadStorages(storages.Table);
        }
        catch (MalformedCheckpointException found)
        {
            problem = found;
        }
        long left = file.Bytes.Length - stream.Parts.End;
        if (!isWhole || problem is not null) stream.Parts.AddLost(file.Bytes.Length, problem);
        else if (left > 0)
            stream.Parts.AddRest(file.Bytes.Length, FormattableString.Invariant($"{left:N0} bytes follow the last storage"));
        return stream.Parts;
    }
}
