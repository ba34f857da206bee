namespace SafeLoad.Scanning;

/// <summary>What a dict or object of a pickle holds that can be called, and what it is used for. Each is found once, with the name under
/// which it was found first; whichever of the two comes last meets the other.</summary>
internal sealed class AttributeFacts
{
    /// <summary>Its entries become attributes of an object.</summary>
    public bool AreAttributes { get; set; }

    /// <summary>Its entries are set by <c>setattr</c>, which reaches what an entry of <c>__dict__</c> cannot: slots, properties, the
    /// class.</summary>
    public bool AreSlots { get; set; }

    /// <summary>Its values are called: hooks of a tensor, which no honest file has.</summary>
    public bool AreTensorHooks { get; set; }

    /// <summary>Its values are called: hooks of a module or an optimizer, which are objects of known classes.</summary>
    public bool AreModuleHooks { get; set; }

    /// <summary>A name that Python calls by itself, whatever its value; null if it has none.</summary>
    public string? Hook { get; set; }

    /// <summary>A name that Python calls by itself, or a method, with a value that can be called; null if it has none.</summary>
    public string? CallableMethod { get; set; }

    /// <summary>Any name with a value that can be called; null if it has none.</summary>
    public string? Callable { get; set; }

    /// <summary>Any name with a class or function as its value that is not known to be safe to call; null if it has none.</summary>
    public string? UnsafeGlobal { get; set; }

    /// <summary>Any name with a value that can be called and is not known to be safe to call; null if it has none.</summary>
    public string? UnsafeCallable { get; set; }

    /// <summary>Whether a name is no text but what a call gave.</summary>
    public bool HasComputedName { get; set; }

    /// <summary>How many items of a list of pairs were looked at.</summary>
    public int Seen { get; set; }

    /// <summary>Whether it holds nothing that could be a problem, whatever it is used for: so do nearly all.</summary>
    public bool IsHarmless => !HasComputedName && Hook is null && CallableMethod is null && Callable is null && UnsafeGlobal is null
        && UnsafeCallable is null;

    /// <summary>Takes over what another container holds: a copy of it was made.</summary>
    public void CopyContents(AttributeFacts other)
    {
        Hook ??= other.Hook;
        CallableMethod ??= other.CallableMethod;
        Callable ??= other.Callable;
        UnsafeGlobal ??= other.UnsafeGlobal;
        UnsafeCallable ??= other.UnsafeCallable;
        HasComputedName |= other.HasComputedName;
    }

    /// <summary>Why what it holds must not be used as it is; none if all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (AreAttributes && Hook is not null) yield return $"the state sets {Hook}, which Python calls by itself";
        if (AreAttributes && CallableMethod is not null && CallableMethod != Hook)
            yield return $"the state sets {CallableMethod}, a method that the object's class may call, to something that can be called";
        if (AreAttributes && HasComputedName) yield return "the state sets an attribute whose name is what a call gives: it can be any";
        if (AreSlots && UnsafeGlobal is not null)
            yield return $"the state sets the slot {UnsafeGlobal} to something that is not known to be safe to call";
        if (AreTensorHooks && Callable is not null) yield return "hooks of a tensor hold something that can be called";
        if (AreModuleHooks && UnsafeCallable is not null)
            yield return "hooks of a module hold something that is not known to be safe to call";
    }
}
