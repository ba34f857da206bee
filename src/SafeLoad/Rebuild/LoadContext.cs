using SafeLoad.Common;

namespace SafeLoad.Rebuild;

/// <summary>What the functions of one load share.</summary>
internal sealed class LoadContext(Budget budget)
{
    private readonly List<Action> _deferred = [];

    public Budget Budget { get; } = budget;

    /// <summary>A check that needs storages' bytes. In the legacy stream those follow the pickle, so it runs when all is bound.</summary>
    public void CheckLater(Action check) => _deferred.Add(check);

    public void RunChecks()
    {
        foreach (Action check in _deferred) check();
        _deferred.Clear();
    }
}
