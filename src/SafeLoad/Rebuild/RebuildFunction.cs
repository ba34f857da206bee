using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary>
/// The fixed implementation of one allowed callable. It checks its arguments and builds data; it cannot reach anything
/// that the file names.
/// </summary>
internal abstract class RebuildFunction(string module, string name)
{
    public string Module { get; } = module;

    public string Name { get; } = name;

    public string FullName => Module + "." + Name;

    /// <summary>Whether the result is a tensor, so that <c>_rebuild_from_type_v2</c> may call it.</summary>
    public virtual bool MakesTensor => false;

    /// <summary>The result of calling it.</summary>
    public abstract PyValue Invoke(in RebuildArguments arguments);

    /// <summary>BUILD on a value that this function made and left to be filled.</summary>
    public virtual void SetState(PyReference value, PyValue state, in RebuildArguments arguments) =>
        throw Common.Throw.DisallowedState($"BUILD sets state on a {FullName}, which nobody writes", arguments.At);

    /// <summary>The result of NEWOBJ on it, where it is a class.</summary>
    public virtual PyValue NewObject(in RebuildArguments arguments) =>
        throw Common.Throw.DisallowedCall($"NEWOBJ is used on {FullName}, which PyTorch never writes", arguments.At);
}
