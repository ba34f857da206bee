namespace SafeLoad.Scanning.Rules;

/// <summary>What a dict or object of a pickle holds that can be called. Each is found once,
/// with the name under which it was found first; what the entries are used for stands with the dict itself,
/// and whichever of the two comes last meets the other.</summary>
internal sealed class AttributeFacts
{
    /// <summary>A name that Python calls by itself, whatever its value; null if it has none.</summary>
    public string? Hook { get; set; }

    /// <summary>A name that Python calls by itself, or a method, with a value that can be called, or a name under which no honest object
    /// holds a class or function, with one that is not known to be safe to call; null if it has none.</summary>
    public string? CallableMethod { get; set; }

    /// <summary>Any name with a value that can be called; null if it has none.</summary>
    public string? Callable { get; set; }

    /// <summary>Any name with a class or function as its value that is not known to be safe to call; null if it has none.</summary>
    public string? UnsafeGlobal { get; set; }

    /// <summary>Any name with a value that can be called and is not known to be safe to call; null if it has none.</summary>
    public string? UnsafeCallable { get; set; }

    /// <summary>A name of a module's hooks or parts whose value is an object, or a class: what it holds cannot be told; null if there is
    /// none.</summary>
    public string? Hidden { get; set; }

    /// <summary>Whether a name is no text but what a call gave.</summary>
    public bool HasComputedName { get; set; }

    /// <summary>Whether an expression of SymPy is a key.</summary>
    public bool HasExpressionKey { get; set; }

    /// <summary>Whether a key is a tuple, or an object that is no expression.</summary>
    public bool HasOtherKey { get; set; }

    /// <summary>How many items of a list or set of pairs were looked at.</summary>
    public int Seen { get; set; }

    /// <summary>Whether it holds nothing that could be a problem, whatever it is used for: so do nearly all.</summary>
    public bool IsHarmless => !HasComputedName && Hook is null && CallableMethod is null && Callable is null && UnsafeGlobal is null
        && UnsafeCallable is null && Hidden is null;

    /// <summary>Takes over what another container holds: a copy of it was made.</summary>
    public void CopyContents(AttributeFacts other)
    {
        Hook ??= other.Hook;
        CallableMethod ??= other.CallableMethod;
        Callable ??= other.Callable;
        UnsafeGlobal ??= other.UnsafeGlobal;
        UnsafeCallable ??= other.UnsafeCallable;
        Hidden ??= other.Hidden;
        HasComputedName |= other.HasComputedName;
        HasExpressionKey |= other.HasExpressionKey;
        HasOtherKey |= other.HasOtherKey;
    }

    /// <summary>Why what it holds must not be used as it is; none if all is well.</summary>
    /// <param name="use">What it is used for.</param>
    public IEnumerable<string> Problems(DictUse use)
    {
        if ((use & DictUse.Attributes) != 0 && Hook is not null) yield return $"the state sets {Hook}, which Python calls by itself";
        if ((use & DictUse.Attributes) != 0 && CallableMethod is not null && CallableMethod != Hook)
            yield return $"the state sets {CallableMethod}, which may be a method of the object's class, to something that can be called";
        if ((use & DictUse.Attributes) != 0 && HasComputedName)
            yield return "the state sets an attribute whose name is what a call gives: it can be any";
        if ((use & (DictUse.Attributes | DictUse.Slots)) != 0 && Hidden is not null)
            yield return $"the state sets {Hidden}, which a module calls the values of, to an object that is no dict";
        if ((use & DictUse.Slots) != 0 && CallableMethod is not null)
            yield return $"the state sets the slot {CallableMethod} to something that is not known to be safe to call";
        if ((use & DictUse.ModuleParts) != 0 && UnsafeGlobal is not null)
            yield return $"{UnsafeGlobal} among a module's parts is a class or function, which the module calls";
        if ((use & DictUse.TensorHooks) != 0 && Callable is not null) yield return "hooks of a tensor hold something that can be called";
        if ((use & DictUse.ModuleHooks) != 0 && UnsafeCallable is not null)
            yield return "hooks of a module hold something that is not known to be safe to call";
    }
}
