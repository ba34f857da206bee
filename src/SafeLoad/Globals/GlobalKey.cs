using System.Globalization;

namespace SafeLoad.Globals;

/// <summary>A pair of module and name as one string, different for different pairs.</summary>
/// <remarks>Collections of strings come compiled with .NET. Those of pairs do not:
/// they were 78 of the 566 methods that were compiled when a process opened its first file
/// (counted with DOTNET_JitStdOutFile).</remarks>
internal static class GlobalKey
{
    public static string Of(string module, string name) =>
        string.Concat(module.Length.ToString(CultureInfo.InvariantCulture), ":", module, name);
}
