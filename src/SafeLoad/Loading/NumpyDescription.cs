using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>A dtype out of an .npy header's <c>descr</c>: a short name, or a list of fields, each (name, descr[, shape]).</summary>
internal static class NumpyDescription
{
    /// <summary>The dtype; null if it is none. Without recursion: a field's own fields are added up where they stand,
    /// times how often.</summary>
    public static NumpyDType? Read(object description)
    {
        if (description is string text) return NumpyDType.Parse(text);
        long size = 0;
        bool hasObjects = false;
        var open = new Stack<(object? Description, long Times)>();
        open.Push((description, 1));
        while (open.TryPop(out var next))
        {
            if (next.Description is string name)
            {
                if (NumpyDType.Parse(name) is not { } dtype) return null;
                size += dtype.ItemSize * next.Times;
                hasObjects |= dtype.HasObjects;
            }
            else if (next.Description is List<object?> fields)
            {
                foreach (object? field in fields)
                {
                    if (field is not List<object?> { Count: 2 or 3 } parts) return null;
                    long times = next.Times;
                    foreach (long repeat in parts.Count == 3 ? Sizes(parts[2]) : [])
                    {
                        if (repeat < 0 || Math.BigMul(times, repeat, out times) != 0 || times is < 0 or > int.MaxValue) return null;
                    }
                    open.Push((parts[1], times));
                }
            }
            else return null;
            if (size > int.MaxValue) return null;
        }
        return NumpyDType.Record((int)size, hasObjects);
    }

    private static long[] Sizes(object? shape) => shape switch
    {
        long one => [one],
        List<object?> sizes when sizes.TrueForAll(static size => size is long) => [.. sizes.Select(static size => (long)size!)],
        _ => [-1],
    };
}
