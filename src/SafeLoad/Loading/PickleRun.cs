using SafeLoad.Pickle;
using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>Runs a file's pickles for loading. When something was refused, later errors do not matter: the refusal is the answer.</summary>
internal static class PickleRun
{
    public static PyValue Run(PickleData data, RebuildHost host, LoadContext context, out int end)
    {
        try
        {
            return PickleMachine.Run(data, host, context.Budget, out end);
        }
        catch (SafeLoadException) when (host.HasRefused)
        {
            throw host.Refusal!;
        }
    }

    /// <summary>Throws if any pickle of the file asked for something that is not allowed.</summary>
    public static void ThrowIfRefused(RebuildHost host)
    {
        if (host.Refusal is { } refusal) throw refusal;
    }
}
