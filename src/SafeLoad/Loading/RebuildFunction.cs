using SafeLoad.Diagnostics;
using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>
/// The fixed implementation of one allowed callable. It checks its arguments and builds data; it cannot reach anything
/// that the file names.
/// </summary>
/// <param name="module">The module, as Python 3 spells it.</param>
/// <param name="name">The name in it.</param>
/// <param name="call">What calling it gives.</param>
internal class RebuildFunction(string module, string name, RebuildCall call)
{
    public string Module { get; } = module;

    public string Name { get; } = name;

    public string FullName => Module + "." + Name;

    /// <summary>Whether the result is a tensor, so that <c>_rebuild_from_type_v2</c> may call it.</summary>
    public bool MakesTensor { get; init; }

    /// <summary>Whether it is a class of tensors, which may stand for the type of one.</summary>
    public bool IsTensorClass { get; init; }

    /// <summary>Whether it is the class of parameters, to which a tensor of that type belongs.</summary>
    public bool IsParameterClass { get; init; }

    /// <summary>Whether it is a class of tensors that are spread over several processes.</summary>
    public bool IsSpreadClass { get; init; }

    /// <summary>What NEWOBJ on it gives, where it is a class; null where PyTorch never writes that.</summary>
    public RebuildCall? New { get; init; }

    /// <summary>BUILD on a value that this function made and left to be filled; null where nobody writes that.</summary>
    public RebuildState? Fill { get; init; }

    /// <summary>The result of calling it.</summary>
    public PyValue Invoke(in RebuildArguments arguments) => call(arguments);

    /// <summary>BUILD on a value that this function made.</summary>
    /// <exception cref="DisallowedGlobalException">Nobody writes that.</exception>
    public void SetState(PyReference value, PyValue state, in RebuildArguments arguments)
    {
        if (Fill is null) throw Problems.DisallowedState($"BUILD sets state on a {FullName}, which nobody writes", arguments.At);
        Fill(value, state, arguments);
    }

    /// <summary>The result of NEWOBJ on it.</summary>
    /// <exception cref="DisallowedGlobalException">PyTorch never writes that.</exception>
    public PyValue NewObject(in RebuildArguments arguments) => New is not null ? New(arguments)
        : throw Problems.DisallowedCall($"NEWOBJ is used on {FullName}, which PyTorch never writes", arguments.At);
}
