namespace SafeLoad.Values;

/// <summary>A name out of a pickle: a pair of strings. SafeLoad has nothing that could turn it into a Python thing.</summary>
internal sealed class PyGlobal : PyReference
{
    internal PyGlobal(string module, string name, object? meaning = null) : base(PyKind.Global)
    {
        Module = module;
        Name = name;
        Meaning = meaning;
    }

    /// <summary>The module as the file spells it.</summary>
    public string Module { get; }

    /// <summary>The name as the file spells it.</summary>
    public string Name { get; }

    /// <summary><c>module.name</c>; chosen by the file, not escaped.</summary>
    public string FullName => Module + "." + Name;

    internal override string OwnText => FullName;

    internal override (string Module, string Name)? OwnName => (Module, Name);

    // The name that Python 3 looks up, kept by whoever has asked for it: files call the same few names for each tensor.
    internal string? RealName { get; set; }

    // What calling it does with its arguments, kept likewise.
    internal object? ArgumentUse { get; set; }

    // The fixed implementation that an explicit list gives to an allowed name; null for every other name.
    internal object? Meaning { get; }

    // Whether the host of the machine is told of each time that the memo or DUP gives it.
    internal bool IsWatched { get; set; }
}
