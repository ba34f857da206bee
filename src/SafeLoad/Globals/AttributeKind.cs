namespace SafeLoad.Globals;

/// <summary>What an attribute's name says about what happens to its value.</summary>
internal enum AttributeKind
{
    /// <summary>Nothing calls it by itself.</summary>
    Plain,
    /// <summary>Python, NumPy or PyTorch look it up on the object and call it.</summary>
    Hook,
    /// <summary>A name between double underscores that honest objects have too: only something that can be called is a hook.</summary>
    Special,
    /// <summary>A method that classes of the catalogue call on themselves, or on what their state holds, while a pickle is read.</summary>
    Method,
    /// <summary>A dict of hooks that modules, optimizers and tensors call.</summary>
    HookDict,
    /// <summary>A dict of a module's parts, which it calls: objects, never classes.</summary>
    PartDict,
    /// <summary>A dict that stands for the attributes themselves, or leads from one attribute's name to another.</summary>
    Attributes,
}
