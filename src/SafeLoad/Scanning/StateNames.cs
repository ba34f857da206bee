using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>Names in the state of an object by which code runs that its class does not have. Keys that are made once: every state is asked
/// for each.</summary>
internal static class StateNames
{
    /// <summary>What Python looks up on an object by itself: state that has them makes other code run than the class has.</summary>
    public static PyValue[] Hooks { get; } = Keys(
        "__setstate__", "__reduce__", "__reduce_ex__", "__call__", "__getattr__", "__getattribute__", "__setattr__", "__class__",
        "__setitem__", "__getitem__", "__iter__", "__len__", "__hash__", "__eq__", "__del__", "__new__", "__init__");

    /// <summary>The map from attributes to attributes that some classes look into.</summary>
    public static PyValue Aliases { get; } = PyValue.FromText("attribute_map");

    private static PyValue[] Keys(params string[] names)
    {
        var keys = new PyValue[names.Length];
        for (int i = 0; i < keys.Length; i++) keys[i] = PyValue.FromText(names[i]);
        return keys;
    }
}
