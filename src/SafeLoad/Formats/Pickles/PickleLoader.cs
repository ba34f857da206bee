using SafeLoad.Diagnostics;
using SafeLoad.Loading;
using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Formats.Pickles;

/// <summary>A bare pickle: values without storages.</summary>
internal static class PickleLoader
{
    public static LoadedCheckpoint Load(ByteSource source, LoadContext context)
    {
        var host = RebuildHost.Create(context, ids: null);
        PyValue root = Run(source, host, context, out PickleData data, out int end);
        PickleRun.ThrowIfRefused(host);
        context.RunChecks();
        long trailing = source.Length - end;
        string[] notes = trailing == 0 ? [] : [FormattableString.Invariant($"{trailing:N0} bytes follow the pickle and were not read")];
        return new LoadedCheckpoint(CheckpointFormat.Pickle, root, [], host.Names, notes,
            new CheckpointWriterInfo(Describe(data))) { Budget = context.Budget };
    }

    private static PyValue Run(ByteSource source, RebuildHost host, LoadContext context, out PickleData data, out int end)
    {
        try
        {
            data = PickleEnd.Read(source, 0, record: null, context.Budget);
            return PickleRun.Run(data, host, context, out end);
        }
        // Behind each wrapper stand the array's raw bytes, which are no opcodes: the pickle breaks there, and is not broken.
        catch (MalformedCheckpointException) when (host.Names.Any(static name => JoblibName.IsArray(name.Module, name.Name)))
        {
            throw Problems.UnsupportedFormat("this is a joblib file, in which arrays stand between the opcodes of a pickle", source.Name);
        }
        // Any bytes can begin as a pickle without PROTO does. One that breaks before it has named anything is not known to be one.
        catch (MalformedCheckpointException problem) when (host.Names.Count == 0 && !PickleHead.HasProtocol(source))
        {
            throw Problems.UnsupportedFormat($"it begins as a pickle of protocol 0 or 1 can, and is none: {problem.Problem}", source.Name);
        }
    }

    private static string Describe(PickleData data) =>
        data.End > 1 && data.Bytes[0] == (byte)PickleOpcode.Proto ? FormattableString.Invariant($"pickle protocol {data.Bytes[1]}")
        : "pickle protocol 0 or 1";
}
