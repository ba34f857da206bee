namespace SafeLoad.Tests.House.Recursion;

/// <summary>Methods that call themselves, each in another way, and one that does not.</summary>
internal static class Example
{
    public static int Direct(int depth) => depth == 0 ? 0 : Direct(depth - 1);

    public static int First(int depth) => depth == 0 ? 0 : Second(depth - 1);

    public static IEnumerable<int> Nested(int depth)
    {
        if (depth == 0) yield break;
        foreach (int inner in Nested(depth - 1)) yield return inner;
    }

    public static int Once(int depth) => Direct(depth);

    private static int Second(int depth) => First(depth);
}
