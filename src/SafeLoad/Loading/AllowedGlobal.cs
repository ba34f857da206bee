using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>All that is said of one name that loading allows. A row is a security decision.</summary>
/// <param name="Sets">Who allows it.</param>
/// <param name="Module">The module, as Python 3 spells it.</param>
/// <param name="Name">The name in it.</param>
/// <param name="Meaning">What it is: a constant, or a global that means a function, a storage class or nothing but its name.</param>
/// <param name="Why">Why it is safe.</param>
/// <param name="Since">The first release of PyTorch that allows it by default; null if none does.</param>
/// <param name="Until">The last release that does; null if the newest one does.</param>
internal sealed record AllowedGlobal(
    AllowedSets Sets, string Module, string Name, PyReference Meaning, string Why,
    (int Major, int Minor)? Since = null, (int Major, int Minor)? Until = null)
{
    /// <summary>The sets that a caller can opt into for it.</summary>
    public GlobalSets Selectable => (GlobalSets)(Sets & AllowedSets.Selectable);

    public bool IsIn(AllowedSets sets) => (Sets & sets) != 0;
}
