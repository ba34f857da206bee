using SafeLoad.Common;
using SafeLoad.IO;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary>A bare pickle: values without storages.</summary>
internal static class PickleLoader
{
    public static LoadedCheckpoint Load(ByteSource source, LoadContext context)
    {
        PickleData data = PickleEnd.Read(source, 0, record: null, context.Budget);
        var host = RebuildHost.Create(context, ids: null);
        PyValue root = PickleRun.Run(data, host, context, out int end);
        PickleRun.ThrowIfRefused(host);
        context.RunChecks();
        long trailing = source.Length - end;
        string[] notes = trailing == 0 ? [] : [FormattableString.Invariant($"{trailing:N0} bytes follow the pickle and were not read")];
        return new LoadedCheckpoint(CheckpointFormat.Pickle, root, [], host.Names, notes, new CheckpointWriterInfo(Describe(data))) { Budget = context.Budget };
    }

    private static string Describe(PickleData data) =>
        data.End > 1 && data.Bytes[0] == (byte)PickleOpcode.Proto ? FormattableString.Invariant($"pickle protocol {data.Bytes[1]}") : "pickle protocol 0 or 1";
}
