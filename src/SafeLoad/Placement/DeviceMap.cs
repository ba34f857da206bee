namespace SafeLoad.Placement;

/// <summary>Where tensors go: torch.load's <c>map_location</c>.</summary>
/// <remarks>torch/serialization.py, <c>_get_restore_location</c>.</remarks>
public sealed class DeviceMap
{
    private readonly Func<string, string, string?> _deviceOf;

    private DeviceMap(Func<string, string, string?> deviceOf) => _deviceOf = deviceOf;

    /// <summary>Everything to one device.</summary>
    public static DeviceMap To(string device)
    {
        ArgumentException.ThrowIfNullOrEmpty(device);
        return new((_, _) => device);
    }

    /// <summary>By the device in the file: <c>cuda:1</c> to <c>cuda:0</c>. A location that is not in the map stays.</summary>
    public static DeviceMap Of(IReadOnlyDictionary<string, string> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return new((_, location) => map.TryGetValue(location, out string? device) ? device : null);
    }

    /// <summary>By a function of the device in the file; null leaves it.</summary>
    public static DeviceMap ByLocation(Func<string, string?> deviceOf)
    {
        ArgumentNullException.ThrowIfNull(deviceOf);
        return new((_, location) => deviceOf(location));
    }

    /// <summary>By a function of the tensor's name, for a model over several devices; null leaves the device of the file.</summary>
    public static DeviceMap ByName(Func<string, string?> deviceOf)
    {
        ArgumentNullException.ThrowIfNull(deviceOf);
        return new((name, _) => deviceOf(name));
    }

    /// <summary>The device of a tensor.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="location">The device in the file.</param>
    public string Resolve(string name, string location) => _deviceOf(name, location) ?? location;
}
