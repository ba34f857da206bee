namespace SafeLoad.Globals;

/// <summary>The packages that a module is in.</summary>
internal static class PackageNames
{
    /// <summary>The module itself, and then each package around it, the innermost first: <c>a.b.c</c>, <c>a.b</c>, <c>a</c>.</summary>
    public static IEnumerable<string> Of(string module)
    {
        for (int end = module.Length; end > 0; end = module.LastIndexOf('.', end - 1)) yield return module[..end];
    }
}
