using SafeLoad.Diagnostics;

namespace SafeLoad;

/// <summary>
/// The file asks for something that loading does not allow: a global outside of PyTorch's list of safe globals, an allowed one used
/// in a way that is not, or an opcode that <c>torch.save</c> never writes. Nothing was run; do not hand the file to a loader that would.
/// </summary>
public sealed class DisallowedGlobalException : SafeLoadException
{
    internal DisallowedGlobalException(Diagnostic diagnostic, IReadOnlyList<NamedGlobal> globals)
        : base(diagnostic) => Globals = globals;

    /// <summary>Every refused global of the file, not only the first, in the order in which the file names them; empty when
    /// only an opcode or a call is the reason.</summary>
    public IReadOnlyList<NamedGlobal> Globals { get; }
}
