using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Pickle;

/// <summary>What dictionary keys may cost.</summary>
internal static class BudgetKeys
{
    /// <summary>Proves that a value can be a dictionary key or set item, and charges what hashing it costs.</summary>
    public static void CheckKey(this Budget budget, PyValue key, bool any, CheckpointLocation at)
    {
        string? unhashable = PyKey.WhyUnhashable(key, budget.Limits.MaxKeyCost, out long steps);
        if (unhashable is not null) throw Problems.UnhashableKey(unhashable, at);
        budget.ChargeKey(steps, at);
        if (!any && key.Kind is PyKind.Tensor or PyKind.Storage or PyKind.Global) throw Problems.UnsupportedKey(key.TypeName, at);
    }
}
