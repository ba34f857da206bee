namespace SafeLoad.Scanning.Rules;

/// <summary>What the entries of a dict, or of an object that has items, are used for.</summary>
[Flags]
internal enum DictUse : byte
{
    /// <summary>For nothing but themselves.</summary>
    None = 0,
    /// <summary>They become attributes of an object.</summary>
    Attributes = 1,
    /// <summary>They are set by <c>setattr</c>, which reaches what an entry of <c>__dict__</c> cannot: slots, properties, the
    /// class.</summary>
    Slots = 2,
    /// <summary>Their values are called: hooks of a tensor, which no honest file has.</summary>
    TensorHooks = 4,
    /// <summary>Their values are called: hooks of a module or an optimizer, which are objects of known classes.</summary>
    ModuleHooks = 8,
    /// <summary>Their values are called: a module's parts, which are objects.</summary>
    ModuleParts = 16,
}
