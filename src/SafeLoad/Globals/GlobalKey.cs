using System.Globalization;

namespace SafeLoad.Globals;

/// <summary>A pair of module and name as one string, different for different pairs.</summary>
/// <remarks>Collections of strings come compiled with .NET. Those of pairs do not, and compiling them was a quarter of what opening a first file cost.</remarks>
internal static class GlobalKey
{
    public static string Of(string module, string name) => string.Concat(module.Length.ToString(CultureInfo.InvariantCulture), ":", module, name);
}
